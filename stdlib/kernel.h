// The catalogue of everything a rule can call: tests (`==`, `contains`, `in` …) and functions
// (`lower`, `arn_account` …). One row of kernels.def, one pure C++ function in native/: the type
// checker, the constant folder, the reference interpreter, the VM and the docs all go through it.
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

// Tests answer yes or no. They see only present, scalar arguments: absence and lists are the
// caller's business (absent: false; a list: any element). An argument that cannot be read as the
// parameter's type ("abc" as a number) makes the test false.
using TestFn = bool (*)(const Value* args, Arena& arena) noexcept;
// Functions answer with a value, or absent when an argument does not fit.
using FunctionFn = Value (*)(const Value* args, uint32_t count, Arena& arena) noexcept;

struct Parameter {
  Type type;                             // float stands for any number
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
  bool int_if_ints = false;  // the result is an int where all number arguments are
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
