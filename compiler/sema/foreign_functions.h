// What functions of other languages are called here, or how it is said without one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::sema {

struct FunctionAdvice {
  std::string help;
  std::string ours;  // for the whole call; empty where it takes more than that
};

// `arguments` as they are written. Without help where the name is none of them.
FunctionAdvice AdviceOnFunction(std::string_view name, const std::vector<std::string>& arguments);

}  // namespace sigrun::sema
