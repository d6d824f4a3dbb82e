// The equivalents of functions of other languages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::sema {

struct FunctionAdvice {
  std::string help;
  std::string ours;  // for the whole call; empty if there is no single expression
};

// `arguments` as written. Empty if the name is unknown.
FunctionAdvice AdviceOnFunction(std::string_view name, const std::vector<std::string>& arguments);

}  // namespace sigrun::sema
