// Functions of constant text (`base64("x")`): evaluated when a rule is checked, so a program only
// contains their results. Unlike kernels, they may give several strings, which can be used where a
// list is expected. Each is one row of constant_functions.def.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sigrun::stdlib {

struct ConstantFunction {
  std::string_view name;
  bool several;  // it gives a list
  // The results for one text, at least one; fails with a reason for the rule's author.
  Result<std::vector<std::string>> (*apply)(std::string_view text);
  std::string_view doc;      // one sentence or more
  std::string_view example;  // an expression that is true
};

// All rows in table order.
std::span<const ConstantFunction> ConstantFunctions();
// Null if there is no such function.
const ConstantFunction* FindConstantFunction(std::string_view name);

}  // namespace sigrun::stdlib
