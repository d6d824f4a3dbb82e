// The content of a slot, whatever the record has at its path.
#include <doctest/doctest.h>

#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

// The value at a path of an object with `member`.
std::string At(const std::string& path, const std::string& member) {
  const Log log = Decode(Record("id", "," + member), Paths({path}));
  REQUIRE_MESSAGE(log.Kinds() == "event", log.lines[0]);
  return log.slots[0];
}

TEST_CASE("scalars keep their kind and their text") {
  CHECK(At("x", R"("x":"text")") == "\"text\"");
  CHECK(At("x", R"("x":"")") == "\"\"");
  CHECK(At("x", R"("x":7)") == "int 7");
  CHECK(At("x", R"("x":-0)") == "int -0");
  CHECK(At("x", R"("x":1586.0)") == "float 1586.0");
  CHECK(At("x", R"("x":1e3)") == "float 1e3");
  CHECK(At("x", R"("x":1E-400)") == "float 1E-400");
  CHECK(At("x", R"("x":1e999)") == "float 1e999");
  CHECK(At("x", R"("x":true)") == "true");
  CHECK(At("x", R"("x":false)") == "false");
  CHECK(At("x", R"("x":null)") == "null");
  CHECK(At("x", R"("y":1)") == "absent");
}

TEST_CASE("integers beyond 2^53 stay exact, those beyond int64 become numbers") {
  const Log exact = Decode(Record("id", R"(,"x":9007199254740993)"), Paths({"x"}));
  CHECK(exact.last.slots.size() == 1);
  CHECK(exact.slots[0] == "int 9007199254740993");
  CHECK(At("x", R"("x":9223372036854775807)") == "int 9223372036854775807");
  CHECK(At("x", R"("x":9223372036854775808)") == "float 9223372036854775808");
}

TEST_CASE("strings are unescaped") {
  CHECK(At("x", R"("x":"a\"b\\c\/d\b\f\n\r\t")") == "\"a\"b\\c/d\b\f\n\r\t\"");
  CHECK(At("x", R"("x":"\u0041\u00e9\u20ac\ud83d\ude00")") == "\"A\u00e9\u20ac\U0001F600\"");
  CHECK(At("x", R"("x":"\ud83d and \ude00")") == "\"\uFFFD and \uFFFD\"");
  CHECK(At("x", R"("x":"a\u0000b")") == std::string("\"a\0b\"", 5));
  const std::string long_text(1000, 'x');
  CHECK(At("x", "\"x\":\"" + long_text + "\\n\"") == "\"" + long_text + "\n\"");
}

TEST_CASE("objects are compact text") {
  CHECK(At("x", R"("x":{"a":1,"b":[2,3]})") == R"({"a":1,"b":[2,3]})");
  CHECK(At("x", "\"x\": {\n \"a b\" : 1 ,\t\"b\" : [ 2, \"x y\" ]\r\n}") ==
        R"({"a b":1,"b":[2,"x y"]})");
  CHECK(At("x", R"("x":{})") == "{}");
  CHECK(At("x", R"("x":{ })") == "{}");
}

TEST_CASE("an object's text and what is inside it can both be slots") {
  const Log log = Decode(Record("id", R"(,"x":{"a":{"b":1}})"), Paths({"x", "x.a", "x.a.b"}));
  CHECK(log.slots == std::vector<std::string>{R"({"a":{"b":1}})", R"({"b":1})", "int 1"});
}

TEST_CASE("arrays are flat lists of their elements") {
  CHECK(At("x", R"("x":["a",1,true])") == "[\"a\", int 1, true]");
  CHECK(At("x", R"("x":[])") == "[]");
  CHECK(At("x", R"("x":[null,null])") == "[]");
  CHECK(At("x", R"("x":[[1,[2]],[],3,null])") == "[int 1, int 2, int 3]");
  CHECK(At("x", R"("x":[{ "a" : 1 },"b"])") == "[{\"a\":1}, \"b\"]");
}

TEST_CASE("a path across an array gathers what its elements hold") {
  CHECK(At("r.arn", R"("r":[{"arn":"a"},{"other":1},{"arn":"b"}])") == "[\"a\", \"b\"]");
  CHECK(At("r.arn", R"("r":[[{"arn":"a"}],[{"arn":["b","c"]}]])") == "[\"a\", \"b\", \"c\"]");
  CHECK(At("r.arn", R"("r":[{"arn":null},{"arn":{"k":1}}])") == "[{\"k\":1}]");
  CHECK(At("r.arn", R"("r":[{"other":1}])") == "absent");
  CHECK(At("r.arn", R"("r":["text",1])") == "absent");
  CHECK(At("r.arn", R"("r":[])") == "absent");
  CHECK(At("r.a.b", R"("r":{"a":[{"b":1},{"b":2}]})") == "[int 1, int 2]");
}

TEST_CASE("a value of another shape than the path expects is no value") {
  CHECK(At("requestParameters.key", R"("requestParameters":"a string")") == "absent");
  CHECK(At("requestParameters.key", R"("requestParameters":null)") == "absent");
}

TEST_CASE("the last of equal keys wins, with all that was below it") {
  CHECK(At("x", R"("x":1,"x":2)") == "int 2");
  CHECK(At("x", R"("x":[1],"x":[2])") == "[int 2]");
  CHECK(At("x", R"("x":[1],"x":"s")") == "\"s\"");
  CHECK(At("x.a", R"("x":{"a":1},"x":{"b":2})") == "absent");
  CHECK(At("x.a", R"("x":{"a":1},"x":null)") == "absent");
  const Log log = Decode(Record("first", R"(,"eventID":"second")"));
  CHECK(log.ids[0] == "second");
}

TEST_CASE("keys with dots match the path they spell, and win over the nested one") {
  CHECK(At("a.b.c", R"("a.b.c":1)") == "int 1");
  CHECK(At("a.b.c", R"("a.b":{"c":1})") == "int 1");
  CHECK(At("a.b.c", R"("a":{"b.c":1})") == "int 1");
  CHECK(At("a.b.c", R"("a.b.c":1,"a":{"b":{"c":2}})") == "int 1");
  CHECK(At("a.b.c", R"("a":{"b":{"c":2}},"a.b.c":1)") == "int 1");
  CHECK(At("a.b.c", R"("a.b.c":1,"a":{"b":{"c":2}},"a":{"b":{"c":3}})") == "int 1");
  CHECK(At("a.b", R"("a":[{"b":1}],"a.b":2)") == "int 2");
  CHECK(At("a.b", R"("a.b":2,"a":[{"b":1}])") == "int 2");
  CHECK(At("a.b", R"("a":{"b.c":1})") == "absent");
  Layout layout = Paths({});
  layout.slots = {{{"a.b"}}, {{"a", "b"}}};
  const Log log = Decode(Record("id", R"(,"a.b":1)"), layout);
  CHECK(log.slots == std::vector<std::string>{"int 1", "int 1"});
}

TEST_CASE("keys are compared whole and unescaped") {
  CHECK(At("bytesTransferredOut", R"("bytesTransferredIn":1)") == "absent");
  CHECK(At("bytesTransferredOut", R"("bytesTransferredIn":1,"bytesTransferredOut":2)") == "int 2");
  CHECK(At("aKeyOfMoreThanSixteenBytes", R"("aKeyOfMoreThat5ixteenBytes":1)") == "absent");
  CHECK(At("abc", R"("\u0061b\u0063":1)") == "int 1");
  CHECK(At("a/b", R"("a\/b":1)") == "int 1");
  CHECK(At("a", R"("a ":1," a":2)") == "absent");
  CHECK(At("a", "\"a\" : 1") == "int 1");
  CHECK(At("A", R"("a":1)") == "absent");
}

TEST_CASE("slots are cleared between records") {
  const std::string text = Record("1", R"(,"x":[1],"y":"v")") + "\n" + Record("2");
  const Log log = Decode(text, Paths({"x", "y"}));
  CHECK(log.lines[0].ends_with("| [int 1] | \"v\""));
  CHECK(log.lines[1].ends_with("| absent | absent"));
}

TEST_CASE("several slots may have one path, and one may be recognised as well") {
  const Log log = Decode(Record("id"), Paths({"eventName", "eventName", "userIdentity.userName"}));
  CHECK(log.slots == std::vector<std::string>{"\"GetObject\"", "\"GetObject\"", "\"alice\""});
}

TEST_CASE("many paths at one place are all found") {
  std::vector<std::string> paths;
  std::string members;
  for (int i = 0; i < 700; ++i) {
    paths.push_back(fmt::format("p.key{}{}", std::string(i % 40, 'k'), i));
    members += fmt::format("{}\"key{}{}\":{}", i ? "," : "", std::string(i % 40, 'k'), i, i);
  }
  const Log log = Decode(Record("id", ",\"p\":{" + members + "}"), Paths(paths));
  REQUIRE(log.slots.size() == 700);
  for (int i = 0; i < 700; ++i) CHECK(log.slots[i] == fmt::format("int {}", i));
}

}  // namespace
}  // namespace sigrun::event::testing
