// Untrusted text on a terminal and in the log of a CI service.
#include "base/text/visible.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "base/text/ci_command.h"

namespace sigrun {
namespace {

using namespace std::string_literals;

TEST_CASE("visible: what steers a terminal or hides is written out") {
  CHECK(Visible("plain text, Größe, 日本") == "plain text, Größe, 日本");
  CHECK(Visible("a\x1b[31mb\x07\x7f") == "a\\x1b[31mb\\x07\\x7f");
  CHECK(Visible("a\0b"s) == "a\\x00b");
  CHECK(Visible("a\nb\r\tc") == "a\\nb\\r\\tc");
  CHECK(Visible("\xC2\x9B"
                "2J\xC2\x85\xC2\x9D") == "\\u009b2J\\u0085\\u009d");
  CHECK(Visible("\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF\xE2\x80\x8B") ==
        "\\u202e\\u2066\\u2028\\u2029\\ufeff\\u200b");
  CHECK(Visible("\xF3\xA0\x81\x81") == "\\u{e0041}");
  CHECK(Visible("\xEF\xBF\xBE\xF0\x9F\xBF\xBF") == "\\ufffe\\u{1ffff}");
}

TEST_CASE("visible: bytes that are no UTF-8") {
  CHECK(Visible("a\x9b"
                "b") == "a\\x9bb");
  CHECK(Visible("\xED\xA0\x80") == "\\xed\\xa0\\x80");  // half of a pair
  CHECK(Visible("\xC0\xAF") == "\\xc0\\xaf");
  CHECK(Visible("\xE2\x80") == "\\xe2\\x80");
}

TEST_CASE("visible: an emoji keeps what chooses its look") {
  CHECK(Visible("\xE2\x9D\xA4\xEF\xB8\x8F") == "\xE2\x9D\xA4\xEF\xB8\x8F");
}

TEST_CASE("visible: lines of our own stay lines") {
  CHECK(VisibleLines("a\n\tb\x1b") == "a\n\tb\\x1b");
}

TEST_CASE("visible: JSON keeps its values") {
  const std::string text = "\x7f \xC2\x9B \xE2\x80\xAE \xF3\xA0\x81\x81 ##vso[x] # ## é";
  const std::string json = nlohmann::json{{text, text}}.dump();
  const std::string shown = VisibleJson(json);
  CHECK(nlohmann::json::parse(shown) == nlohmann::json::parse(json));
  CHECK(shown.find("##") == std::string::npos);
  CHECK(Visible(shown) == shown);
  CHECK(VisibleJson("{\"a\":\"é\"}") == "{\"a\":\"é\"}");
}

std::string Passed(std::initializer_list<const char*> pieces) {
  CiCommandFilter filter;
  std::string out;
  for (const char* piece : pieces) out += filter.Pass(piece);
  return out;
}

TEST_CASE("ci commands: none gets through") {
  CHECK(Passed({"::error file=x::y"}) == "\\x3a:error file=x::y");
  CHECK(Passed({"a\n  \t::set-output name=x::y\n"}) == "a\n  \t\\x3a:set-output name=x::y\n");
  CHECK(Passed({"\xC2\xA0\xE3\x80\x80::error::x"}) == "\xC2\xA0\xE3\x80\x80\\x3a:error::x");
  CHECK(Passed({"  ", "::error::x"}) == "  \\x3a:error::x");
  CHECK(Passed({"a ##vso[task.complete]"}) == "a #\\x23vso[task.complete]");
  CHECK(Passed({"##[group]x ##teamcity[y"}) == "#\\x23[group]x #\\x23teamcity[y");
  CHECK(Passed({"###[x"}) == "##\\x23[x");
}

TEST_CASE("ci commands: other text stays as it is") {
  for (const char* text : {"a::b", "path: ::x", "fe80::1 is\nx ::1\n", "## heading", "#[x]", ": :"})
    CHECK(Passed({text}) == text);
  CHECK(Passed({"path:4:2", "::error"}) == "path:4:2::error");
}

}  // namespace
}  // namespace sigrun
