// A value of a rule or of an event during evaluation. A Value owns nothing: text and lists point
// into the bytes of the record, into an Arena, or into the constants of the program.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun {

enum class Kind : uint8_t {
  kAbsent,    // no such field
  kNull,      // JSON null
  kBool,      // flag
  kInt,       // integer
  kFloat,     // number
  kString,    // text, unescaped UTF-8
  kTime,      // integer: microseconds since 1970
  kDuration,  // integer: microseconds
  kObject,    // text: the object's JSON, white space outside strings removed
  kList,      // items: the values of a path that crosses an array, or the elements of an array;
              // flat: no item is a list
  kPrepared,  // a constant made ready at load (regex, set, …); see stdlib/prepared.h
};

constexpr std::string_view Name(Kind kind) {
  switch (kind) {
    case Kind::kAbsent:
      return "absent";
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "bool";
    case Kind::kInt:
      return "int";
    case Kind::kFloat:
      return "float";
    case Kind::kString:
      return "string";
    case Kind::kTime:
      return "time";
    case Kind::kDuration:
      return "duration";
    case Kind::kObject:
      return "object";
    case Kind::kList:
      return "list";
    case Kind::kPrepared:
      return "prepared";
  }
  return "";
}

struct Value {
  Kind kind = Kind::kAbsent;
  bool undecided = false;  // kAbsent: a limit was reached, so the value is unknown
  uint32_t size = 0;       // of text in bytes, or of items
  union {
    const char* chars = nullptr;  // kString, kObject; kInt, kFloat: as written, or null if computed
    const Value* items;           // kList
    const void* prepared;         // kPrepared
  };
  union {
    int64_t integer = 0;  // kInt, kTime, kDuration
    double number;        // kFloat
    bool flag;            // kBool
  };

  bool present() const { return kind > Kind::kNull; }
  std::string_view text() const { return {chars, size}; }

  // Behaves like absent for code that does not check `undecided`.
  static Value Undecided() {
    Value v;
    v.undecided = true;
    return v;
  }
  static Value Null() {
    Value v;
    v.kind = Kind::kNull;
    return v;
  }
  static Value Bool(bool b) {
    Value v;
    v.kind = Kind::kBool;
    v.flag = b;
    return v;
  }
  static Value Int(int64_t i, std::string_view written = {}) {
    Value v;
    v.kind = Kind::kInt;
    v.integer = i;
    v.chars = written.data();
    v.size = static_cast<uint32_t>(written.size());
    return v;
  }
  static Value Float(double d, std::string_view written = {}) {
    Value v;
    v.kind = Kind::kFloat;
    v.number = d;
    v.chars = written.data();
    v.size = static_cast<uint32_t>(written.size());
    return v;
  }
  static Value String(std::string_view text) {
    Value v;
    v.kind = Kind::kString;
    v.chars = text.data();
    v.size = static_cast<uint32_t>(text.size());
    return v;
  }
  static Value Object(std::string_view json) {
    Value v = String(json);
    v.kind = Kind::kObject;
    return v;
  }
  static Value Time(Timestamp t) {
    Value v;
    v.kind = Kind::kTime;
    v.integer = t.micros;
    return v;
  }
  static Value Of(Duration d) {
    Value v;
    v.kind = Kind::kDuration;
    v.integer = d.micros;
    return v;
  }
  static Value List(const Value* items, uint32_t count) {
    Value v;
    v.kind = Kind::kList;
    v.items = items;
    v.size = count;
    return v;
  }
  static Value Prepared(const void* object) {
    Value v;
    v.kind = Kind::kPrepared;
    v.prepared = object;
    return v;
  }
};
static_assert(sizeof(Value) == 24);

}  // namespace sigrun
