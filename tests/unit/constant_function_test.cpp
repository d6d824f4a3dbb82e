// Functions of constant text: their guarantees for any text, and the arguments they reject.
#include "stdlib/constant_function.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/oracle/random_text.h"

namespace sigrun::stdlib {
namespace {

using Texts = std::vector<std::string>;

Texts Apply(std::string_view function, std::string_view text) {
  auto made = FindConstantFunction(function)->apply(text);
  REQUIRE(made.ok());
  return std::move(*made);
}

std::string Refusal(std::string_view function, std::string_view text) {
  const auto made = FindConstantFunction(function)->apply(text);
  return made.ok() ? "" : made.error().message;
}

TEST_CASE("base64offset finds a text wherever it stands in something longer") {
  oracle::Random random(3);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = "ab" + random.Text(oracle::kTrickyAlphabet, 8);
    const std::string before = random.Text(oracle::kAsciiAlphabet, 7);
    const std::string after = random.Text(oracle::kAsciiAlphabet, 7);
    const std::string whole = Apply("base64", before + text + after).front();
    const Texts parts = Apply("base64offset", text);
    REQUIRE(parts.size() == 3);
    const size_t at = whole.find(parts[before.size() % 3]);
    REQUIRE(at != std::string::npos);
    for (const std::string& part : parts) CHECK(part.find('=') == std::string::npos);
  }
}

TEST_CASE("base64offset has nothing to say of a single byte") {
  CHECK(Refusal("base64offset", "").find("fewer than two bytes") != std::string::npos);
  CHECK(Refusal("base64offset", "x").find("fewer than two bytes") != std::string::npos);
  CHECK(Apply("base64offset", "ab") == Texts{"YW", "Fi", "hY"});
}

TEST_CASE("UTF-16 takes text and gives bytes") {
  CHECK(Apply("utf16le", "a\u00e9") == Texts{std::string("a\0\xE9\0", 4)});
  CHECK(Apply("utf16be", "a\u00e9") == Texts{std::string("\0a\0\xE9", 4)});
  CHECK(Apply("utf16", "a") == Texts{std::string("\xFF\xFE"
                                                 "a\0",
                                                 4)});
  CHECK(Apply("utf16be", "\U0001F600") == Texts{"\xD8\x3D\xDE" + std::string(1, '\0')});
  CHECK(Apply("utf16le", "") == Texts{""});
  CHECK(Refusal("utf16le", "\xFF") != "");
}

TEST_CASE("windash changes the dashes at the start of a word and no others") {
  for (const char* text : {"", "a-b", "a/b", "-", "--", "x --", "- a", "_-a", "\u00e9-a", "1/2"})
    CHECK(Apply("windash", text) == Texts{text});
  CHECK(Apply("windash", "-a") == Texts{"-a", "/a", "\u2013a", "\u2014a", "\u2015a"});
  CHECK(Apply("windash", "--a").size() == 5);
  CHECK(Apply("windash", "*-\u00e9").size() == 5);
  const Texts two = Apply("windash", " /q-x -f");
  CHECK(two.size() == 25);
  CHECK(std::find(two.begin(), two.end(), " \u2015q-x /f") != two.end());
}

TEST_CASE("windash gives no more than 625 texts") {
  CHECK(Apply("windash", "-a -b -c -d").size() == 625);
  CHECK(Refusal("windash", "-a -b -c -d -e").starts_with("it has 5 dashes"));
}

}  // namespace
}  // namespace sigrun::stdlib
