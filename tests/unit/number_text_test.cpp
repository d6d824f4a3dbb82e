// One form of numbers, with every compiler and library.
#include "base/text/number_text.h"

#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "runtime/alert/json_text.h"

namespace sigrun {
namespace {

// Appendix B of RFC 8785.
TEST_CASE("numbers are written as RFC 8785 says") {
  const struct {
    uint64_t bits;
    const char* text;
  } kRows[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& row : kRows) {
    double number;
    std::memcpy(&number, &row.bits, sizeof number);
    CHECK(NumberText(number) == row.text);
  }
}

TEST_CASE("a real number does not look like an integer where it must not") {
  CHECK(RealText(3) == "3.0");
  CHECK(RealText(-3) == "-3.0");
  CHECK(RealText(-0.0) == "-0.0");
  CHECK(RealText(2.5) == "2.5");
  CHECK(RealText(1e20) == "100000000000000000000.0");
  CHECK(RealText(1e21) == "1e+21");
  CHECK(RealText(1e-7) == "1e-7");
}

TEST_CASE("the text of any number reads back as the number") {
  std::mt19937_64 random(9);
  for (int i = 0; i < 20000; ++i) {
    const uint64_t bits = random();
    double number, back = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (!std::isfinite(number)) continue;
    const std::string text = NumberText(number);
    CAPTURE(text);
    CHECK(text.size() < 32);
    std::from_chars(text.data(), text.data() + text.size(), back);
    CHECK(back == number);
  }
}

TEST_CASE("JSON has our numbers, and is what the library would write otherwise") {
  using Json = nlohmann::ordered_json;
  const Json json = {{"real", 3.0},
                     {"big", 1e20},
                     {"none", std::numeric_limits<double>::infinity()},
                     {"list", {1, -2, "ä\n\"\x1f"}},
                     {"empty", {{"a", Json::array()}, {"o", Json::object()}}},
                     {"flags", {true, false, nullptr}}};
  CHECK(alert::JsonText(json) ==
        R"({"real":3,"big":100000000000000000000,"none":null,"list":[1,-2,"ä\n\"\u001f"],)"
        R"("empty":{"a":[],"o":{}},"flags":[true,false,null]})");
  CHECK(Json::parse(alert::JsonText(json["list"], 2)) == json["list"]);
  CHECK(alert::JsonText(json["empty"], 2) == json["empty"].dump(2));
  CHECK(alert::JsonText(json["list"], 2) == json["list"].dump(2));
  CHECK(alert::JsonText("a\xff") == "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace sigrun
