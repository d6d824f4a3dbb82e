// The small functions on text that everything else uses.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/text/ascii.h"
#include "base/text/base64.h"
#include "base/text/parse_number.h"
#include "base/text/suggest.h"
#include "base/text/utf8.h"

namespace sigrun {
namespace {

TEST_CASE("letters of ASCII change case, and no others") {
  CHECK(AsciiLower("aZ[`{Ä\xFF") == "az[`{Ä\xFF");
  CHECK(AsciiUpper("aZ[`{ä\xFF") == "AZ[`{ä\xFF");
  CHECK(EqualAsciiFolded("MiXed", "mIxeD"));
  CHECK_FALSE(EqualAsciiFolded("ä", "Ä"));
  CHECK_FALSE(EqualAsciiFolded("a", "ab"));
}

TEST_CASE("only a whole text is a number") {
  CHECK(ParseNumber<int64_t>("-9223372036854775808") == INT64_MIN);
  CHECK(ParseNumber<int64_t>("9223372036854775808") == std::nullopt);
  CHECK(ParseNumber<uint8_t>("255") == 255);
  CHECK(ParseNumber<uint8_t>("256") == std::nullopt);
  CHECK(ParseNumber<uint32_t>("fF", 16) == 255);
  for (const char* text : {"", "+1", " 1", "1 ", "1x", "0x1", "-"}) {
    CHECK_MESSAGE(!ParseNumber<int>(text), text);
    CHECK_MESSAGE(!ParseNumber<double>(text), text);
  }
  CHECK(ParseNumber<double>("1.5e3") == 1500);
  CHECK(ParseNumber<double>("1.5e3", std::chars_format::fixed) == std::nullopt);
}

TEST_CASE("a prefix of UTF-8 ends with a whole character") {
  CHECK(utf8::Prefix("aä", 3) == "aä");
  CHECK(utf8::Prefix("aä", 2) == "a");
  CHECK(utf8::Prefix("€", 2) == "");
  CHECK(utf8::Prefix("ab", 0) == "");
}

TEST_CASE("what is not UTF-8 is found and repaired") {
  for (const char* bad : {"\xFF", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"}) {
    const std::string text = std::string("ä") + bad + "b";
    CHECK_FALSE(utf8::IsValid(text));
    CHECK(utf8::ValidLength(text) == 2);
    CHECK(utf8::IsValid(utf8::Repaired(text)));
    CHECK(utf8::Repaired(text).starts_with("ä\xEF\xBF\xBD"));
    CHECK(utf8::Repaired(text).ends_with("b"));
  }
  CHECK(utf8::Repaired("grün") == "grün");
  CHECK(utf8::Encode(U'€') == "€");
}

TEST_CASE("Base64 refuses what is none") {
  char out[8];
  CHECK(base64::Decode("aGk", out) == 2);
  CHECK(base64::Decode("-_", out) == base64::Decode("+/", out));
  for (const char* text : {"a", "aGk=", "a b", "aaaaa", "\x80\x80"})
    CHECK_MESSAGE(!base64::Decode(text, out), text);
  CHECK(base64::Encode("hi") == "aGk=");
  CHECK(base64::Encode("\xFB\xFF\xFE") == "+//+");
  CHECK(base64::Encode("") == "");
}

TEST_CASE("Base64 gives back what it encodes") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    std::string text = base64::Encode(bytes);
    text.resize(std::min(text.find('='), text.size()));
    std::string out(base64::DecodedRoom(text), '\0');
    const auto size = base64::Decode(text, out.data());
    REQUIRE(size == bytes.size());
    CHECK(out.substr(0, *size) == bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST_CASE("a message ends with the nearest name, if there is one") {
  CHECK(DidYouMean("tabel", {"jsonl", "table"}) == ": did you mean `table`?");
  CHECK(DidYouMean("xyz", {"jsonl", "table"}) == "");
}

}  // namespace
}  // namespace sigrun
