// How one kind of value is read as another.
#include <doctest/doctest.h>

#include "../oracle/call_kernel.h"

namespace sigrun::oracle {
namespace {

std::string AsText(const Value& v) { return CallShown("concat", {v}); }
std::string AsNumber(const Value& v) { return CallShown("number", {v}); }
std::string AsNumber(const char* text) { return AsNumber(Text(text)); }

TEST_CASE("a number is its text as written, or the shortest that reads back") {
  CHECK(AsText(Value::Int(7, "007")) == "\"007\"");
  CHECK(AsText(Value::Float(1.0, "1.00")) == "\"1.00\"");
  CHECK(AsText(Value::Int(-42)) == "\"-42\"");
  CHECK(AsText(Value::Float(0.1)) == "\"0.1\"");
  CHECK(AsText(Value::Float(3.0)) == "\"3\"");
}

TEST_CASE("flags, times, durations and objects have a text") {
  CHECK(AsText(Value::Bool(true)) == "\"true\"");
  CHECK(AsText(Value::Time(FromCivil(2026, 11, 23, 10))) == "\"2026-11-23T10:00:00Z\"");
  CHECK(AsText(Value::Of(Minutes(90))) == "\"90m\"");
  CHECK(AsText(Value::Object(R"({"a":1})")) == R"("{"a":1}")");
}

TEST_CASE("what is absent, null or a list has no text") {
  CHECK(AsText({}) == "absent");
  CHECK(AsText(Value::Null()) == "absent");
  CHECK(AsText(Value::List(nullptr, 0)) == "absent");
}

TEST_CASE("text is a number only when it is one from end to end") {
  CHECK(AsNumber("4688") == "4688");
  CHECK(AsNumber("+5") == "5");
  CHECK(AsNumber("-007") == "-7");
  CHECK(AsNumber("2.5e1") == "25.000000");
  for (const char* text : {"", " 1", "1 ", "0x10", "nan", "inf", "1e999", "1.", ".5", "+-1", "1e",
                           "-", "+", "1_000", "1,5", "½"})
    CHECK_MESSAGE(AsNumber(text) == "absent", text);
}

TEST_CASE("an integer too large for 64 bits becomes the nearest fraction") {
  CHECK(AsNumber("9223372036854775807") == "9223372036854775807");
  CHECK(AsNumber("9223372036854775808") == "9223372036854775808.000000");
}

TEST_CASE("a flag is no number and a number no flag") {
  CHECK(AsNumber(Value::Bool(true)) == "absent");
  CHECK_FALSE(Test("is_true", {Value::Int(1)}));
  CHECK(Test("is_true", {Value::Bool(true)}));
  CHECK(Test("is_true", {Text("TRUE")}));
  CHECK_FALSE(Test("is_true", {Text("yes")}));
}

TEST_CASE("time is read from ISO 8601 text and numbers, length of time from itself alone") {
  CHECK(CallShown("timestamp", {Text("2026-11-23T12:00:00+02:00")}) == "2026-11-23T10:00:00Z");
  CHECK(CallShown("timestamp", {Text("yesterday")}) == "absent");
  CHECK(CallShown("timestamp", {Value::Int(1790000000)}) == "2026-09-21T14:13:20Z");
  CHECK(CallShown("timestamp", {Text("1790000000")}) == "2026-09-21T14:13:20Z");
  CHECK(CallShown("timestamp", {Value::Int(-1)}) == "absent");
  CHECK(CallShown("timestamp", {Value::Bool(true)}) == "absent");
  CHECK(CallShown("seconds", {Text("90m")}) == "absent");
}

TEST_CASE("an index must be whole") {
  CHECK(CallShown("split_part", {Text("a,b"), Text(","), Value::Float(1.0)}) == "\"b\"");
  CHECK(CallShown("split_part", {Text("a,b"), Text(","), Value::Float(0.5)}) == "absent");
}

TEST_CASE("a test is false when an argument does not fit") {
  CHECK_FALSE(Test("lt_number", {Text("abc"), Value::Int(5)}));
  CHECK_FALSE(Test("ge_number", {Text("abc"), Value::Int(5)}));
  CHECK_FALSE(Test("contains", {Value::List(nullptr, 0), Text("")}));
}

TEST_CASE("without memory a function is absent and a test false") {
  Arena none(0);
  const Value args[] = {Value::Int(42), Text("4")};
  CHECK_FALSE(KernelNamed("contains").test(args, none));
  CHECK(KernelNamed("concat").function(args, 2, none).kind == Kind::kAbsent);
  CHECK(none.exhausted());
}

}  // namespace
}  // namespace sigrun::oracle
