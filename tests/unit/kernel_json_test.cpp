// JSON inside text.
#include <doctest/doctest.h>

#include "../oracle/call_kernel.h"
#include "stdlib/native/json.h"

namespace sigrun::oracle {
namespace {

using stdlib::native::JsonMember;

std::string Parsed(std::string_view text) { return CallShown("parse_json", {Text(text)}); }

std::string Member(std::string_view object, std::string_view key) {
  CallArena().Reset();
  return Shown(JsonMember(Value::Object(object), key, CallArena()));
}

TEST_CASE("a JSON text is a value") {
  CHECK(Parsed(" { \"a\" : [ 1, \"x y\" ] } ") == R"({"a":[1,"x y"]})");
  CHECK(Parsed("[1,[2,[3]],{\"a\":4},null]") == R"([1,2,3,{"a":4},null])");
  CHECK(Parsed("[]") == "[]");
  CHECK(Parsed(" 42 ") == "42");
  CHECK(Parsed("4.5") == "4.500000");
  CHECK(Parsed("true") == "true");
  CHECK(Parsed("null") == "null");
  CHECK(Parsed(R"("a\u00e9\n")") == "\"aé\n\"");
}

TEST_CASE("what is not wholly JSON is absent") {
  for (const char* text : {"", " ", "abc", "{", "{} x", "{\"a\":}", "{'a':1}", "[1,]", "\"\xFF\"",
                           "01", "{\"a\":1}{\"b\":2}"})
    CHECK_MESSAGE(Parsed(text) == "absent", text);
}

TEST_CASE("a number keeps the way it was written") {
  CallArena().Reset();
  const Value number = JsonMember(Value::Object(R"({"a":1.50,"b":2})"), "a", CallArena());
  CHECK(number.text() == "1.50");
  CHECK(Shown(number) == "1.500000");
}

TEST_CASE("JSON too deep or too long is absent") {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(Parsed(nested(60)) == "[]");
  CHECK(Parsed(nested(65)) == "absent");
  CHECK(Parsed(nested(100'000)) == "absent");
  const std::string longest(stdlib::native::kMaxJsonSize - 2, 'a');
  CHECK(Call("parse_json", {Text("\"" + longest + "\"")}).kind == Kind::kString);
  CHECK(Parsed("\"" + longest + "a\"") == "absent");
}

TEST_CASE("a member of an object") {
  const char* object = R"({"a":{"b":[1,[2],{"c":3}]},"s":"x\"y","e":{},"n":null,"t":true})";
  CHECK(Member(object, "a") == R"({"b":[1,[2],{"c":3}]})");
  CHECK(Member(object, "s") == "\"x\"y\"");
  CHECK(Member(object, "e") == "{}");
  CHECK(Member(object, "n") == "null");
  CHECK(Member(object, "t") == "true");
  CHECK(Member(object, "b") == "absent");
  CHECK(Member(R"({"b":[1,[2],{"c":3}]})", "b") == R"([1,2,{"c":3}])");
  CHECK(Member("{}", "a") == "absent");
}

TEST_CASE("a key is compared after its escapes, and the last of equals counts") {
  CHECK(Member(R"({"\u0061":1})", "a") == "1");
  CHECK(Member(R"({"a":1,"a":2})", "a") == "2");
  CHECK(Member(R"({"A":1})", "a") == "absent");
}

TEST_CASE("a member over a list is the members of its elements") {
  CallArena().Reset();
  const Value list =
      *stdlib::native::ParseJson(R"([{"a":1},{"b":2},{"a":[3,4]},5,{"a":null}])", CallArena());
  CHECK(Shown(JsonMember(list, "a", CallArena())) == "[1,3,4,null]");
  CHECK(Shown(JsonMember(list, "z", CallArena())) == "absent");
  CHECK(Shown(JsonMember(Text("{\"a\":1}"), "a", CallArena())) == "absent");
}

TEST_CASE("a policy is read in all three forms") {
  const auto policy = [](const Value& v) { return CallShown("policy_document", {v}); };
  CHECK(policy(Value::Object(R"({"a":1})")) == R"({"a":1})");
  CHECK(policy(Text(R"({ "a": 1 })")) == R"({"a":1})");
  CHECK(policy(Text("%7B%22a%22%3A%221+1%22%7D")) == R"({"a":"1+1"})");
  CHECK(policy(Text("[1]")) == "absent");
  CHECK(policy(Text("no policy")) == "absent");
}

TEST_CASE("a small arena makes JSON absent, not wrong") {
  Arena small(0);
  CHECK_FALSE(stdlib::native::ParseJson(R"({"a":1})", small));
}

}  // namespace
}  // namespace sigrun::oracle
