// Equality, beginning, end and part of texts, with and without letter case.
#include <doctest/doctest.h>

#include "../oracle/call_kernel.h"
#include "../oracle/random_text.h"
#include "../oracle/text_oracle.h"
#include "stdlib/native/text.h"

namespace sigrun::oracle {
namespace {

namespace native = stdlib::native;

TEST_CASE("letter case is ignored by code point, not by byte") {
  CHECK(native::EqualText("GetObject", "GETOBJECT"));
  CHECK(native::EqualText("straße", "STRAẞE"));
  CHECK_FALSE(native::EqualText("straße", "strasse"));
  CHECK(native::EqualText("ΣΑΣ", "σας"));
  CHECK(native::EqualText("\u212A", "k"));
  CHECK(native::EqualText("\u017F", "S"));
  CHECK_FALSE(native::EqualText("İ", "i"));
  CHECK_FALSE(native::EqualText("ı", "I"));
  CHECK_FALSE(native::EqualText("@", "`"));
  CHECK_FALSE(native::EqualText("[", "{"));
}

TEST_CASE("invalid bytes equal themselves alone") {
  CHECK(native::EqualText("a\xFF", "A\xFF"));
  CHECK_FALSE(native::EqualText("\xFF", "\xFE"));
  CHECK_FALSE(native::Contains("é", "\xA9"));
  CHECK_FALSE(native::StartsWith("é", "\xC3"));
  CHECK(native::ContainsCased("é", "\xA9"));
}

TEST_CASE("a cased test compares bytes") {
  CHECK(native::EqualTextCased("Get", "Get"));
  CHECK_FALSE(native::EqualTextCased("Get", "get"));
  CHECK_FALSE(native::ContainsCased("AssumeRole", "role"));
  CHECK(native::StartsWithCased("GetObject", "Get"));
  CHECK_FALSE(native::EndsWithCased("GetObject", "object"));
}

TEST_CASE("the empty text is part of every text") {
  for (const char* text : {"", "a", "é"}) {
    CHECK(native::Contains(text, ""));
    CHECK(native::ContainsCased(text, ""));
    CHECK(native::StartsWith(text, ""));
    CHECK(native::EndsWith(text, ""));
  }
  CHECK_FALSE(native::Contains("", "a"));
}

TEST_CASE("a part is found wherever it stands") {
  for (size_t before = 0; before < 70; ++before)
    for (size_t after : {0, 1, 15, 16, 17, 40}) {
      const std::string text = std::string(before, '.') + "NeedLe" + std::string(after, 'n');
      CHECK(native::Contains(text, "nEEdlE"));
      CHECK(native::ContainsCased(text, "NeedLe"));
      CHECK_FALSE(native::ContainsCased(text, "nEEdLe"));
      CHECK_FALSE(native::Contains(text, "needlee"));
    }
}

TEST_CASE("a part longer than the block filter takes is found") {
  const std::string part = std::string(100, 'a') + "B" + std::string(100, 'a');
  const std::string text = std::string(5000, 'A') + "b" + std::string(5000, 'A');
  CHECK(native::Contains(text, part));
  CHECK_FALSE(native::Contains(text, part + "b"));
  CHECK_FALSE(native::ContainsCased(text, part));
}

template <class Slow>
void CompareRandomly(const char* kernel, const std::vector<std::string>& alphabet, size_t longest,
                     size_t longest_part, Slow slow) {
  Random random(7);
  int hits = 0;
  for (int i = 0; i < 40'000; ++i) {
    const std::string text = random.Text(alphabet, longest);
    const std::string part = random.Text(alphabet, longest_part);
    const bool expected = slow(text, part);
    hits += expected;
    if (Test(kernel, {Text(text), Text(part)}) == expected) continue;
    CAPTURE(text);
    CAPTURE(part);
    CHECK(Test(kernel, {Text(text), Text(part)}) == expected);
  }
  CHECK(hits > 100);
}

TEST_CASE("text tests agree with the oracle") {
  for (const auto* alphabet : {&kTrickyAlphabet, &kAsciiAlphabet}) {
    CompareRandomly("eq_text", *alphabet, 2, 2, &Equal);
    CompareRandomly("contains", *alphabet, 12, 2, &Contains);
    CompareRandomly("contains", *alphabet, 60, 3, &Contains);
    CompareRandomly("startswith", *alphabet, 12, 2, &StartsWith);
    CompareRandomly("endswith", *alphabet, 12, 2, &EndsWith);
  }
}

TEST_CASE("a text and the same in other letters are equal however long") {
  Random random(8);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random.Text(kTrickyAlphabet, 300);
    std::string other;
    for (const int c : Fold(text)) {
      char bytes[4];
      const auto code = static_cast<char32_t>(c < 0 ? native::kInvalidByte - 1 - c : c);
      other.append(bytes, native::Encode(code, bytes));
    }
    CHECK(native::EqualText(text, other));
    CHECK(native::FoldedHash(text).hash() == native::FoldedHash(other).hash());
    CHECK(native::Contains("x" + text + "y", other));
  }
}

TEST_CASE("cased tests agree with the standard library") {
  const auto contains = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  CompareRandomly("contains_cased", kAsciiAlphabet, 60, 3, contains);
  CompareRandomly("contains_cased", {"a", "b"}, 200, 80, contains);
}

TEST_CASE("a test with any holds when it does for one of the list") {
  const auto any = [](std::string_view kernel, std::string_view text,
                      std::vector<std::string> items = {"parrot", "Kali"}) {
    const Constant list(*KernelNamed(kernel).parameters[1].prepared, std::move(items));
    return Test(kernel, {Text(text), list});
  };
  CHECK(any("contains_any", "x kALI y"));
  CHECK_FALSE(any("contains_any", "ubuntu"));
  CHECK_FALSE(any("contains_any_cased", "x kALI y"));
  CHECK(any("startswith_any", "PARROTS"));
  CHECK(any("endswith_any_cased", "isKali"));
  CHECK_FALSE(any("contains_any", "x", {}));
}

TEST_CASE("empty text and the object without members are empty") {
  CHECK(Test("is_empty", {Text("")}));
  CHECK(Test("is_empty", {Value::Object("{}")}));
  CHECK_FALSE(Test("is_empty", {Text("{}")}));
  CHECK_FALSE(Test("is_empty", {Text(" ")}));
  CHECK_FALSE(Test("is_empty", {Value::Int(0)}));
}

}  // namespace
}  // namespace sigrun::oracle
