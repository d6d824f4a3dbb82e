// Long lists, which have an index, against trying every item in the plainest way.
#include <doctest/doctest.h>

#include <algorithm>

#include "../oracle/call_kernel.h"
#include "../oracle/random_text.h"
#include "../oracle/text_oracle.h"
#include "stdlib/native/match/text_list.h"

namespace sigrun::oracle {
namespace {

using Naive = bool (*)(std::string_view text, std::string_view item);

struct ListTest {
  std::string_view kernel;
  Naive naive;
};

bool Part(std::string_view text, std::string_view item) {
  return text.find(item) != std::string_view::npos;
}
bool Beginning(std::string_view text, std::string_view item) { return text.starts_with(item); }
bool End(std::string_view text, std::string_view item) { return text.ends_with(item); }
bool Fits(std::string_view text, std::string_view item) { return GlobOracle::Matches(item, text); }

const ListTest kTests[] = {
    {"contains_any", &Contains},
    {"contains_any_cased", &Part},
    {"startswith_any", &StartsWith},
    {"startswith_any_cased", &Beginning},
    {"endswith_any", &EndsWith},
    {"endswith_any_cased", &End},
    {"like_any", &Fits},
};

Constant ListFor(std::string_view kernel, const std::vector<std::string>& items) {
  return Constant(*KernelNamed(kernel).parameters[1].prepared, items);
}

bool AnyNaively(const ListTest& test, std::string_view text,
                const std::vector<std::string>& items) {
  return std::any_of(items.begin(), items.end(),
                     [&](const std::string& item) { return test.naive(text, item); });
}

std::vector<std::string> RandomItems(Random& random, const std::vector<std::string>& alphabet,
                                     size_t least, size_t most) {
  std::vector<std::string> items;
  for (size_t n = stdlib::native::kIndexedFrom + random.Below(40); n > 0; --n) {
    std::string item;
    for (size_t size = least + random.Below(most - least + 1); size > 0; --size)
      item += alphabet[random.Below(alphabet.size())];
    items.push_back(item);
  }
  return items;
}

void Compare(const std::vector<std::string>& alphabet, size_t least, size_t most, size_t text_size,
             uint32_t seed) {
  Random random(seed);
  for (const ListTest& test : kTests) {
    CAPTURE(std::string(test.kernel));
    int found = 0, texts = 0;
    for (int round = 0; round < 60; ++round) {
      const std::vector<std::string> items = RandomItems(random, alphabet, least, most);
      const Constant list = ListFor(test.kernel, items);
      for (int i = 0; i < 40; ++i, ++texts) {
        std::string text = random.Text(alphabet, text_size);
        // A needle that occurs in half of the texts, at a random position or at an end.
        if (i % 2 == 0) {
          const std::string& item = items[random.Below(items.size())];
          text.insert(i % 4 == 0   ? 0
                      : i % 8 == 2 ? text.size()
                                   : random.Below(text.size() + 1),
                      item);
          if (i % 8 == 6) text = item;
        }
        CAPTURE(text);
        const bool expected = AnyNaively(test, text, items);
        CHECK(Test(test.kernel, {Text(text), list}) == expected);
        found += expected;
      }
    }
    CHECK(found > 0);
  }
}

TEST_CASE("long lists agree with the oracle: short items, all kinds of letters") {
  Compare(kTrickyAlphabet, 1, 3, 12, 1);
}

TEST_CASE("long lists agree with the oracle: items of every length") {
  Compare(kTrickyAlphabet, 1, 14, 40, 2);
  Compare(kTrickyAlphabet, 6, 20, 60, 3);
  Compare(kAsciiAlphabet, 3, 20, 60, 4);
}

TEST_CASE("long lists agree with the oracle: few letters, long texts") {
  Compare({"a", "b"}, 4, 12, 60, 5);
  Compare({"a", "B", "\u212A", "k"}, 8, 30, 3000, 6);
}

TEST_CASE("long lists agree with the oracle: wildcards") {
  Compare({"a", "B", "*", "?", "\\", "é", "É", "ſ"}, 1, 8, 20, 7);
}

TEST_CASE("an empty item of a long list is in every text") {
  std::vector<std::string> items(100, "zzz");
  items[50] = "";
  for (const char* kernel : {"contains_any", "startswith_any_cased", "endswith_any"}) {
    CHECK(Test(kernel, {Text("abc"), ListFor(kernel, items)}));
    CHECK(Test(kernel, {Text(""), ListFor(kernel, items)}));
  }
}

TEST_CASE("an item of a long list that is not UTF-8 is found as it is") {
  std::vector<std::string> items(100, "zzz");
  items[7] = "\xC3";
  CHECK(Test("contains_any", {Text("a\xC3"), ListFor("contains_any", items)}));
  CHECK_FALSE(Test("contains_any", {Text("é"), ListFor("contains_any", items)}));
  CHECK(Test("contains_any_cased", {Text("é"), ListFor("contains_any_cased", items)}));
  CHECK(Test("endswith_any", {Text("a\xC3"), ListFor("endswith_any", items)}));
}

TEST_CASE("a list of regular expressions finds what one of them finds") {
  Random random(11);
  const std::vector<std::string> parts = {"a", "b", ".", "a*", "[^b]", "(?i)B", "^", "$", "|", "k"};
  for (int round = 0; round < 40; ++round) {
    std::vector<std::string> patterns;
    while (patterns.size() < 35) patterns.push_back("k" + random.Text(parts, 5));
    const Constant list = ListFor("matches_any", patterns);
    for (int i = 0; i < 40; ++i) {
      const std::string text = random.Text(kTrickyAlphabet, 8);
      const bool expected =
          std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
            return Test("matches", {Text(text), Constant(stdlib::PreparedKind::kRegex, {pattern})});
          });
      CHECK(Test("matches_any", {Text(text), list}) == expected);
    }
  }
  CHECK_FALSE(Test("matches_any", {Text("x"), ListFor("matches_any", {})}));
}

TEST_CASE("without memory for a folded copy a long list still answers") {
  const std::vector<std::string> items(100, "needle");
  const std::string text = std::string(5000, '.') + "NEEDLE";
  Arena none(0);
  for (const char* kernel : {"contains_any", "endswith_any", "like_any"}) {
    const Constant list = ListFor(kernel, std::string_view(kernel) == "like_any"
                                              ? std::vector<std::string>(100, "*needle")
                                              : items);
    const Value arguments[] = {Text(text), list};
    CHECK(KernelNamed(kernel).test(arguments, none));
  }
}

}  // namespace
}  // namespace sigrun::oracle
