#include "base/value_codec.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

namespace sigrun {
namespace {

std::string Key(std::initializer_list<Value> values) {
  std::string bytes;
  EncodeKey(std::vector<Value>(values), bytes);
  return bytes;
}
std::string Faithful(std::span<const Value> values) {
  std::string bytes;
  EncodeValues(values, bytes);
  return bytes;
}

void CheckEqual(const Value& a, const Value& b) {
  REQUIRE(a.kind == b.kind);
  switch (a.kind) {
    case Kind::kBool:
      CHECK(a.flag == b.flag);
      break;
    case Kind::kInt:
      CHECK(a.integer == b.integer);
      CHECK(a.text() == b.text());
      break;
    case Kind::kFloat:
      CHECK(std::signbit(a.number) == std::signbit(b.number));
      CHECK((a.number == b.number || (std::isnan(a.number) && std::isnan(b.number))));
      CHECK(a.text() == b.text());
      break;
    case Kind::kTime:
    case Kind::kDuration:
      CHECK(a.integer == b.integer);
      break;
    case Kind::kString:
    case Kind::kObject:
      CHECK(a.text() == b.text());
      break;
    case Kind::kList:
      REQUIRE(a.size == b.size);
      for (uint32_t i = 0; i < a.size; ++i) CheckEqual(a.items[i], b.items[i]);
      break;
    default:
      break;
  }
}

const double kInf = std::numeric_limits<double>::infinity();
const double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<Value> Samples() {
  static const Value kItems[] = {Value::String("x"), Value::Int(1), Value(), Value::Null()};
  return {Value(),
          Value::Null(),
          Value::Bool(false),
          Value::Bool(true),
          Value::Int(0),
          Value::Int(-1, "-1"),
          Value::Int(INT64_MIN),
          Value::Int(INT64_MAX, "9223372036854775807"),
          Value::Float(-0.0),
          Value::Float(1586.0, "1586.0"),
          Value::Float(1e300),
          Value::Float(kInf),
          Value::Float(kNan),
          Value::String(""),
          Value::String(std::string_view("a\0b", 3)),
          Value::Object("{\"a\":1}"),
          Value::Time({-5}),
          Value::Of(Days(14)),
          Value::List(kItems, 4),
          Value::List(nullptr, 0)};
}

}  // namespace

TEST_CASE("an empty list of values comes back as one, also into an arena that holds nothing yet") {
  std::string bytes;
  EncodeValues({}, bytes);
  Arena arena;
  const auto values = DecodeValues(bytes, arena);
  REQUIRE(values.ok());
  CHECK(values->empty());
}

TEST_CASE("what is encoded comes back, the written form of numbers included") {
  const std::vector<Value> values = Samples();
  const std::string bytes = Faithful(values);
  Arena arena;
  const auto decoded = DecodeValues(bytes, arena);
  REQUIRE(decoded.ok());
  REQUIRE(decoded->size() == values.size());
  for (size_t i = 0; i < values.size(); ++i) CheckEqual((*decoded)[i], values[i]);
}

TEST_CASE("a key is the same for numbers that are equal, and only for them") {
  CHECK(Key({Value::Int(5, "5")}) == Key({Value::Float(5.0, "5.0")}));
  CHECK(Key({Value::Int(0)}) == Key({Value::Float(-0.0)}));
  CHECK(Key({Value::Float(kNan)}) == Key({Value::Float(-kNan)}));
  CHECK(Key({Value::Int((int64_t{1} << 53) + 1)}) != Key({Value::Float(9007199254740992.0)}));
  CHECK(Key({Value::Int(INT64_MAX)}) != Key({Value::Float(9223372036854775808.0)}));
  CHECK(Key({Value::Int(INT64_MIN)}) == Key({Value::Float(-9223372036854775808.0)}));
  CHECK(Key({Value::Float(0.1)}) != Key({Value::Float(0.2)}));
}

TEST_CASE("a key tells kinds, letter case and the borders of values apart") {
  CHECK(Key({Value::String("5")}) != Key({Value::Int(5)}));
  CHECK(Key({Value()}) != Key({Value::Null()}));
  CHECK(Key({Value::Time({5})}) != Key({Value::Of({5})}));
  CHECK(Key({Value::String("a")}) != Key({Value::String("A")}));
  CHECK(Key({Value::String("a"), Value::String("bc")}) !=
        Key({Value::String("ab"), Value::String("c")}));
  const Value items[] = {Value::Int(1), Value::Int(2)};
  CHECK(Key({Value::List(items, 2)}) != Key({Value::List(items, 1), Value::Int(2)}));
  CHECK(Key({}) != Key({Value()}));
}

TEST_CASE("different samples have different keys, and keys decode too") {
  const std::vector<Value> values = Samples();
  for (size_t i = 0; i < values.size(); ++i)
    for (size_t j = 0; j < values.size(); ++j) {
      const bool zeros = (i == 4 || i == 8) && (j == 4 || j == 8);  // 0 and -0.0
      CHECK((Key({values[i]}) == Key({values[j]})) == (i == j || zeros));
    }
  Arena arena;
  std::string bytes;
  EncodeKey(values, bytes);
  CHECK(DecodeValues(bytes, arena).ok());
}

TEST_CASE("lists can follow each other") {
  const Value a[] = {Value::Int(1)};
  const Value b[] = {Value::String("x"), Value()};
  std::string bytes = Faithful(a) + Faithful({}) + Faithful(b);
  std::string_view rest = bytes;
  Arena arena;
  CHECK(TakeValues(rest, arena)->size() == 1);
  CHECK(TakeValues(rest, arena)->size() == 0);
  CHECK(TakeValues(rest, arena)->size() == 2);
  CHECK(rest.empty());
  CHECK_FALSE(TakeValues(rest, arena).ok());
  CHECK_FALSE(DecodeValues(bytes, arena).ok());
}

TEST_CASE("bytes cut short at any place are refused") {
  const std::string bytes = Faithful(Samples());
  Arena arena;
  for (size_t size = 0; size < bytes.size(); ++size) {
    std::string_view part(bytes.data(), size);
    const std::string_view before = part;
    CHECK_FALSE(TakeValues(part, arena).ok());
    CHECK(part.data() == before.data());
    CHECK(part.size() == before.size());
    arena.Reset();
  }
}

TEST_CASE("garbage is refused or read within bounds") {
  std::mt19937_64 random(7);
  const std::string good = Faithful(Samples());
  Arena arena;
  for (int i = 0; i < 50'000; ++i) {
    std::string bytes = good;
    if (i % 2 == 0) {
      bytes.resize(random() % 40);
      for (char& c : bytes) c = static_cast<char>(random() % (i % 4 == 0 ? 16 : 256));
    } else {
      for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    arena.Reset();
    const auto decoded = DecodeValues(bytes, arena);
    CHECK(arena.used() <= 24 * bytes.size() + 64);
    if (decoded.ok()) Faithful(*decoded);  // reads all of it
  }
}

TEST_CASE("lists inside lists end at a depth") {
  std::vector<Value> lists(12);
  for (size_t i = 1; i < lists.size(); ++i) lists[i] = Value::List(&lists[i - 1], 1);
  const std::string bytes = Faithful({&lists.back(), 1});
  Arena arena;
  CHECK(DecodeValues(bytes, arena).ok());
  const std::string deep = std::string("\x01") + std::string(200, '\x0c');
  CHECK_FALSE(DecodeValues(deep, arena).ok());
}

TEST_CASE("an arena that is used up is an error") {
  Arena tiny(16);
  const std::vector<Value> values(10);
  CHECK_FALSE(DecodeValues(Faithful(values), tiny).ok());
}

}  // namespace sigrun
