// The catalogue of everything that a rule can call: tests (`==`, `contains`, `in` …) and functions
// (`lower`, `arn_account` …). Each is one row of kernels.def and one pure C++ function in native/,
// which the type checker, the constant folder, the reference interpreter, the VM and the docs all
// use.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/value.h"
#include "stdlib/prepared.h"
#include "stdlib/type.h"

namespace sigrun::stdlib {

// Tests are true or false. They only see present, scalar arguments: the caller handles absence
// (false) and lists (any element). An argument that cannot be converted to the type of its
// parameter ("abc" to a number) makes the test false.
using TestFn = bool (*)(const Value* args, Arena& arena) noexcept;
// Functions give a value, or absent if an argument cannot be converted.
using FunctionFn = Value (*)(const Value* args, uint32_t count, Arena& arena) noexcept;

struct Parameter {
  Type type;                             // float means any number
  std::optional<PreparedKind> prepared;  // set when the argument must be a prepared constant
};

using KernelId = uint16_t;

struct Kernel {
  std::string_view name;  // unique: "contains_cased"
  std::string_view op;    // how a rule writes it: "contains", "lower"
  bool is_test = false;
  bool cased = false;     // the variant for `cased`
  bool variadic = false;  // the last parameter repeats (one or more)
  std::vector<Parameter> parameters;
  bool int_if_ints = false;  // the result is an int if all number arguments are
  Type result;               // bool for a test
  uint16_t cost = 1;  // about nanoseconds on a short argument; orders tests, sums into rule cost
  TestFn test = nullptr;
  FunctionFn function = nullptr;
  std::string_view doc;      // one sentence
  std::string_view example;  // an expression that is true
};

// All rows in table order; a KernelId is an index into it.
std::span<const Kernel> Kernels();
std::optional<KernelId> FindKernel(std::string_view name);

}  // namespace sigrun::stdlib
