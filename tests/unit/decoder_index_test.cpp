// The first stage of simdjson compared with the plain one, and the small parts that the walk uses.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "runtime/event/json/cut.h"
#include "runtime/event/json/plain_index.h"
#include "runtime/event/json/scalars.h"
#include "runtime/event/json/structural_index.h"
#include "runtime/event/json/unescape.h"
#include "runtime/event/json/utf8.h"
#include "runtime/event/repair/resync.h"

namespace sigrun::event {
namespace {

TEST_CASE("the vector kernel finds the tokens that the plain one finds") {
  std::mt19937 random(4);
  constexpr std::string_view kAlphabet = "{}[]:,\"\"\"\\\\ \n\tab1-.\x01\xC3\xA9";
  StructuralIndex index;
  for (int round = 0; round < 20000; ++round) {
    std::string text(1 + random() % 200, ' ');
    for (char& c : text) c = kAlphabet[random() % kAlphabet.size()];
    const size_t size = text.size();
    std::vector<uint32_t> expected(size + 1);
    const size_t count = FindTokens(text.data(), size, expected.data());
    text.append(StructuralIndex::kPadding, '\0');
    const auto status = index.Build(text.data(), size, size);
    CAPTURE(text);
    const StringScan scan = ScanStrings(text.data(), size);
    CHECK((status == StructuralIndex::Status::kBrokenString) == (count == kBrokenText));
    std::vector<uint32_t> controls, tolerated(size + 1);
    const size_t tolerant = FindTokens(text.data(), size, tolerated.data(), &controls);
    CHECK((scan.opened != StringScan::kNone) == (tolerant == kBrokenText));
    if (tolerant != kBrokenText) CHECK(controls.empty() == (count == tolerant));
    if (count == kBrokenText) continue;
    expected.resize(count);
    const TokenView& view = index.view();
    CHECK(std::vector<uint32_t>(view.at, view.at + view.count) == expected);
    CHECK(view.Char(view.count) == '\0');
    std::vector<uint32_t> broken;
    FindInvalidUtf8(text.data(), size, broken);
    CHECK((status == StructuralIndex::Status::kInvalidUtf8) == !broken.empty());
  }
}

TEST_CASE("backslashes are found wherever they stand, and only inside the text") {
  for (size_t size = 0; size < 200; ++size) {
    std::string text(size + 64, 'x');
    text[size] = '\\';
    CHECK_FALSE(HasBackslash(text.data(), size));
    for (size_t at = 0; at < size; ++at) {
      text[at] = '\\';
      CHECK(HasBackslash(text.data(), size));
      text[at] = 'x';
    }
  }
}

TEST_CASE("scalars are measured by JSON's grammar") {
  const auto size = [](std::string text) {
    text += ',' + std::string(8, '\0');
    return ScalarSize(text.data());
  };
  for (const char* good : {"0", "-0", "10", "1.5", "-1.5e+10", "1E5", "true", "false", "null"})
    CHECK(size(good) == std::string_view(good).size());
  for (const char* bad : {"", "-", "01", "1.", ".5", "+1", "1e", "1e+", "0x1", "tru", "truee",
                          "nul", "NaN", "Infinity", "falsey", "1a", "--1"})
    CHECK(size(bad) == 0);
  CHECK(size("12,") == 2);
  CHECK(size("12 x") == 2);
}

TEST_CASE("invalid UTF-8 is found where it stands") {
  const auto offsets = [](std::string_view text) {
    std::vector<uint32_t> found;
    FindInvalidUtf8(text.data(), text.size(), found);
    return found;
  };
  using Offsets = std::vector<uint32_t>;
  CHECK(offsets("plain \u00e9 \u20ac \U0001F600").empty());
  CHECK(offsets("a\xff"
                "b") == Offsets{1});
  CHECK(offsets("\xC0\x80") == Offsets{0, 1});         // overlong
  CHECK(offsets("\xED\xA0\x80") == Offsets{0, 1, 2});  // a surrogate
  CHECK(offsets("\xF4\x90\x80\x80").size() == 4);      // beyond U+10FFFF
  CHECK(offsets("ab\xE2\x82") == Offsets{2});          // cut off
}

TEST_CASE("the way back does not depend on the pieces") {
  const std::string text =
      R"({"a":[{"eventVersion":1}],"b":"x}{"},{"c":1}, {"eventVersion":"1.08"},)" +
      std::string(99, ' ');
  for (const size_t error : {size_t{1}, size_t{30}, SIZE_MAX}) {
    size_t expected = SIZE_MAX;
    for (size_t piece = 1; piece < 60; ++piece) {
      Resync resync;
      const std::string_view keys[] = {"eventVersion"};
      resync.BeginInArray(keys, error);
      size_t dropped = 0;
      for (size_t end = piece; resync.active() && dropped < text.size(); end += piece) {
        const size_t size = std::min(end, text.size());
        dropped += resync.Advance(std::string_view(text).substr(dropped, size - dropped),
                                  size == text.size());
      }
      if (expected == SIZE_MAX) expected = dropped;
      CHECK(dropped == expected);
    }
  }
}

}  // namespace
}  // namespace sigrun::event
