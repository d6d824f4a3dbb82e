// Numbers, times and durations: comparison and arithmetic.
#include <doctest/doctest.h>

#include <limits>

#include "../oracle/call_kernel.h"
#include "stdlib/native/arithmetic.h"

namespace sigrun::oracle {
namespace {

using stdlib::native::Number;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

Value I(int64_t i) { return Value::Int(i); }
Value F(double d) { return Value::Float(d); }

TEST_CASE("a whole number and a fraction are compared without loss") {
  constexpr int64_t kOdd = (int64_t{1} << 53) + 1;
  CHECK(Number::Int(kOdd) > Number::Real(9007199254740992.0));
  CHECK(Number::Int(kOdd) < Number::Real(9007199254740994.0));
  CHECK(Number::Int(kMost) < Number::Real(9223372036854775808.0));
  CHECK(Number::Int(kLeast) == Number::Real(-9223372036854775808.0));
  CHECK(Number::Int(kLeast) > Number::Real(-1e300));
  CHECK(Number::Int(-2) > Number::Real(-2.5));
  CHECK(Number::Real(0.5) > Number::Int(0));
  CHECK(Number::Int(0) == Number::Real(-0.0));
}

TEST_CASE("values of unknown kind are compared as numbers when one is") {
  CHECK(Test("eq_any", {Text("4688"), I(4688)}));
  CHECK(Test("eq_any", {I(4688), Text("4688.0")}));
  CHECK_FALSE(Test("eq_any", {Text("4688"), Text("4688.0")}));
  CHECK(Test("eq_any", {Value::Bool(true), Text("True")}));
  CHECK_FALSE(Test("eq_any_cased", {Value::Bool(true), Text("True")}));
  CHECK_FALSE(Test("eq_any", {Value::Bool(true), I(1)}));
  CHECK(Test("eq_any", {Text("ABC"), Text("abc")}));
  CHECK_FALSE(Test("eq_any_cased", {Text("ABC"), Text("abc")}));
  CHECK(Test("eq_any", {Value::Object("{}"), Value::Object("{}")}));
  CHECK_FALSE(Test("eq_any", {I(5), Text("five")}));
}

TEST_CASE("order of values of unknown kind") {
  CHECK(Test("lt_any", {Text("9"), Text("10")}));
  CHECK_FALSE(Test("lt_any", {Text("a"), Text("b")}));
  CHECK_FALSE(Test("ge_any", {Text("a"), Text("b")}));
  const Value ten = Value::Time(FromCivil(2026, 11, 23, 10));
  CHECK(Test("eq_any", {ten, Text("2026-11-23T10:00:00.000Z")}));
  CHECK(Test("gt_any", {Text("2026-11-23T10:00:01Z"), ten}));
  CHECK(Test("le_any", {Value::Of(Minutes(60)), Value::Of(Hours(1))}));
  CHECK_FALSE(Test("le_any", {Value::Of(Minutes(60)), I(5)}));
}

TEST_CASE("integers stay integers and saturate") {
  CHECK(CallShown("add_number", {I(kMost), I(1)}) == std::to_string(kMost));
  CHECK(CallShown("subtract_number", {I(kLeast), I(1)}) == std::to_string(kLeast));
  CHECK(CallShown("multiply_number", {I(kMost), I(-2)}) == std::to_string(kLeast));
  CHECK(CallShown("negate_number", {I(kLeast)}) == std::to_string(kMost));
  CHECK(CallShown("add_number", {I(1), F(0.5)}) == "1.500000");
  CHECK(Call("multiply_number", {F(1e300), F(1e300)}).number == std::numeric_limits<double>::max());
}

TEST_CASE("division is exact or absent") {
  CHECK(CallShown("divide_number", {I(7), I(2)}) == "3.500000");
  CHECK(CallShown("divide_number", {I(7), I(0)}) == "absent");
  CHECK(CallShown("divide_number", {F(7), F(-0.0)}) == "absent");
  CHECK(CallShown("modulo_number", {I(-7), I(3)}) == "-1");
  CHECK(CallShown("modulo_number", {I(kLeast), I(-1)}) == "0");
  CHECK(CallShown("modulo_number", {I(7), I(0)}) == "absent");
  CHECK(CallShown("modulo_number", {F(7.5), I(2)}) == "1.500000");
}

TEST_CASE("rounding gives integers within range") {
  CHECK(CallShown("round", {F(-2.5)}) == "-3");
  CHECK(CallShown("floor", {F(-2.1)}) == "-3");
  CHECK(CallShown("ceil", {F(-2.9)}) == "-2");
  CHECK(CallShown("int", {F(1e300)}) == std::to_string(kMost));
  CHECK(CallShown("abs", {I(kLeast)}) == std::to_string(kMost));
  CHECK(CallShown("abs", {F(-0.5)}) == "0.500000");
}

TEST_CASE("the extreme of several numbers keeps its kind") {
  CHECK(CallShown("min", {I(3), F(2.5), Text("4")}) == "2.500000");
  CHECK(CallShown("max", {I(3), F(2.5), Text("4")}) == "4");
  CHECK(CallShown("max", {I(3), Text("x")}) == "absent");
}

TEST_CASE("times and durations calculate") {
  const Value ten = Value::Time(FromCivil(2026, 11, 23, 10));
  const Value hour = Value::Of(Hours(1)), end = Value::Time({kMost});
  CHECK(CallShown("add_time_duration", {ten, hour}) == "2026-11-23T11:00:00Z");
  CHECK(CallShown("subtract_time_duration", {ten, hour}) == "2026-11-23T09:00:00Z");
  CHECK(Call("subtract_time", {ten, Text("2026-11-23T09:30:00Z")}).integer == Minutes(30).micros);
  CHECK(Call("add_time_duration", {end, hour}).integer == kMost);
  CHECK(Call("multiply_duration_number", {hour, F(1.5)}).integer == Minutes(90).micros);
  CHECK(Call("multiply_number_duration", {I(kMost), hour}).integer == kMost);
  CHECK(CallShown("divide_duration", {hour, Value::Of(Minutes(40))}) == "1.500000");
  CHECK(CallShown("divide_duration", {hour, Value::Of({0})}) == "absent");
  CHECK(Call("divide_duration_number", {hour, I(4)}).integer == Minutes(15).micros);
  CHECK(Call("negate_duration", {hour}).integer == -Hours(1).micros);
}

TEST_CASE("the parts of a point in time are those of UTC") {
  const Value t = Text("2027-01-01T01:30:00+02:00");  // a Thursday evening in UTC
  CHECK(CallShown("year", {t}) == "2026");
  CHECK(CallShown("month", {t}) == "12");
  CHECK(CallShown("day", {t}) == "31");
  CHECK(CallShown("hour", {t}) == "23");
  CHECK(CallShown("minute", {t}) == "30");
  CHECK(CallShown("weekday", {t}) == "4");
  CHECK(CallShown("week", {t}) == "53");
}

}  // namespace
}  // namespace sigrun::oracle
