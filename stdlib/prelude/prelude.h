// The library of rule modules built into the program: the .sgr files of this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::stdlib {

// The text of a module ("aws.cloudtrail"); a view with a null pointer when there is none.
std::string_view PreludeText(std::string_view module);
// The names that a module exports, sorted.
const std::vector<std::string_view>& PreludeNames(std::string_view module);
// The names of all modules, sorted.
const std::vector<std::string>& PreludeModules();

}  // namespace sigrun::stdlib
