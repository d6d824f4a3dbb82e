// Calls kernels by name the way an engine does: through the catalogue's uniform functions.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/value.h"
#include "stdlib/kernel.h"
#include "stdlib/prepared.h"

namespace sigrun::oracle {

inline const stdlib::Kernel& KernelNamed(std::string_view name) {
  const auto id = stdlib::FindKernel(name);
  SIGRUN_CHECK(id);
  return stdlib::Kernels()[*id];
}

// Results stay valid until the next call.
inline Arena& CallArena() {
  static Arena arena;
  return arena;
}

inline bool Test(std::string_view name, std::initializer_list<Value> args) {
  CallArena().Reset();
  return KernelNamed(name).test(args.begin(), CallArena());
}

inline Value Call(std::string_view name, std::initializer_list<Value> args) {
  CallArena().Reset();
  return KernelNamed(name).function(args.begin(), static_cast<uint32_t>(args.size()), CallArena());
}

// Texts in quotes, numbers by their value, absent values as "absent".
inline std::string Shown(const Value& v) {
  switch (v.kind) {
    case Kind::kAbsent:
      return "absent";
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return v.flag ? "true" : "false";
    case Kind::kInt:
      return std::to_string(v.integer);
    case Kind::kFloat:
      return std::to_string(v.number);
    case Kind::kString:
      return "\"" + std::string(v.text()) + "\"";
    case Kind::kObject:
      return std::string(v.text());
    case Kind::kTime:
      return FormatTimestamp({v.integer});
    case Kind::kDuration:
      return std::to_string(v.integer) + "us";
    case Kind::kPrepared:
      return "prepared";
    case Kind::kList:
      break;
  }
  std::string text = "[";
  for (uint32_t i = 0; i < v.size; ++i) text += (i ? "," : "") + Shown(v.items[i]);
  return text + "]";
}

inline std::string CallShown(std::string_view name, std::initializer_list<Value> args) {
  return Shown(Call(name, args));
}

inline Value Text(std::string_view text) { return Value::String(text); }

// A prepared constant that owns the data it points to.
class Constant {
 public:
  Constant(stdlib::PreparedKind kind, std::vector<std::string> items, std::string flags = "")
      : object_(std::move(stdlib::Prepare({kind, std::move(items), std::move(flags)}).value())) {}
  operator Value() const { return stdlib::PreparedValue(*object_); }

 private:
  std::shared_ptr<const stdlib::PreparedObject> object_;
};

// The reason why a constant cannot be prepared, or "" when it can.
inline std::string RefusalOf(stdlib::PreparedKind kind, std::vector<std::string> items,
                             std::string flags = "") {
  const auto result = stdlib::Prepare({kind, std::move(items), std::move(flags)});
  return result.ok() ? "" : result.error().message;
}

}  // namespace sigrun::oracle
