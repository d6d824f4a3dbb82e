// Wildcards and regular expressions.
#include <doctest/doctest.h>

#include "../oracle/call_kernel.h"
#include "../oracle/random_text.h"
#include "../oracle/text_oracle.h"
#include "stdlib/native/match/glob.h"

namespace sigrun::oracle {
namespace {

using stdlib::PreparedKind;
using stdlib::native::Glob;

TEST_CASE("a pattern fits the whole text") {
  CHECK(Glob("Get*").Matches("getobject"));
  CHECK_FALSE(Glob("Get*").Matches("forget"));
  CHECK(Glob("*").Matches(""));
  CHECK_FALSE(Glob("?").Matches(""));
  CHECK(Glob("").Matches(""));
  CHECK_FALSE(Glob("").Matches("a"));
  CHECK(Glob("a*b*c").Matches("a-bb-c-c"));
  CHECK_FALSE(Glob("a*b*c").Matches("a-c-b"));
}

TEST_CASE("a question mark is one character, not one byte") {
  CHECK(Glob("caf?").Matches("café"));
  CHECK_FALSE(Glob("caf??").Matches("café"));
  CHECK(Glob("a?").Matches("a\xFF"));
}

TEST_CASE("a backslash takes the meaning of a wildcard and of a backslash, else it is itself") {
  CHECK(Glob(R"(a\*)").Matches("a*"));
  CHECK_FALSE(Glob(R"(a\*)").Matches("ab"));
  CHECK(Glob(R"(a\?)").Matches("a?"));
  CHECK(Glob(R"(a\\*)").Matches(R"(a\bc)"));
  CHECK(Glob(R"(a\\\*)").Matches(R"(a\*)"));
  CHECK(Glob(R"(C:\Windows)").Matches(R"(c:\windows)"));
  CHECK(Glob("a\\").Matches("a\\"));
}

TEST_CASE("a cased pattern wants the same letters") {
  CHECK(Glob("Get*").MatchesCased("GetObject"));
  CHECK_FALSE(Glob("Get*").MatchesCased("getObject"));
}

TEST_CASE("a hostile pattern takes polynomial time") {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  CHECK_FALSE(Glob(pattern + "*b").Matches(std::string(20'000, 'a')));
}

TEST_CASE("patterns agree with the oracle") {
  auto alphabet = kTrickyAlphabet;
  for (int i = 0; i < 6; ++i) alphabet.insert(alphabet.end(), {"*", "?", "\\"});
  auto few = std::vector<std::string>{"a", "A", "b", "*", "*", "?", "\\"};
  Random random(11);
  int hits = 0;
  for (int i = 0; i < 60'000; ++i) {
    const auto& from = i % 2 ? alphabet : few;
    const std::string pattern = random.Text(from, 6), text = random.Text(from, 8);
    const bool expected = GlobOracle::Matches(pattern, text);
    hits += expected;
    if (Glob(pattern).Matches(text) == expected) continue;
    CAPTURE(pattern);
    CAPTURE(text);
    CHECK(Glob(pattern).Matches(text) == expected);
  }
  CHECK(hits > 1000);
}

bool Matches(const char* text, const char* pattern, const char* flags = "") {
  return Test("matches", {Text(text), Constant(PreparedKind::kRegex, {pattern}, flags)});
}

TEST_CASE("a regex is found anywhere and heeds letter case unless told otherwise") {
  CHECK(Matches("xx42yy", "[0-9]+"));
  CHECK_FALSE(Matches("ROOT", "root"));
  CHECK(Matches("ROOT", "root", "i"));
  CHECK_FALSE(Matches("a\nb", "^b$"));
  CHECK(Matches("a\nb", "^b$", "m"));
  CHECK_FALSE(Matches("a\nb", "a.b"));
  CHECK(Matches("a\nb", "A.B", "is"));
  CHECK(Matches("", "^$"));
  CHECK(Matches("café", "caf.$"));
}

TEST_CASE("a regex that cannot be is refused with its reason") {
  const auto refusal = [](const char* pattern, const char* flags = "") {
    return RefusalOf(PreparedKind::kRegex, {pattern}, flags);
  };
  CHECK(refusal("(a").find("unclosed (") != std::string::npos);
  CHECK(refusal("a)").find("unmatched )") != std::string::npos);
  CHECK(refusal("(?=a)").find("look-around") != std::string::npos);
  CHECK(refusal(R"((a)\1)").find("backreferences") != std::string::npos);
  CHECK(refusal("*a").find("nothing before it") != std::string::npos);
  CHECK(refusal("[a").find("closing ]") != std::string::npos);
  CHECK(refusal("((a{1000}){1000})").find("too") != std::string::npos);
  CHECK(refusal("a", "x").find("unknown regular expression flag") != std::string::npos);
  CHECK(refusal(std::string(20'000, 'a').c_str()).find("limit") != std::string::npos);
}

}  // namespace
}  // namespace sigrun::oracle
