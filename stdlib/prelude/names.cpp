// Finds the public names of the modules in their texts: `pub` is at the beginning of a line.
#include <algorithm>
#include <map>
#include <string>

#include "stdlib/prelude/prelude.h"

namespace sigrun::stdlib {
namespace {

std::vector<std::string_view> NamesIn(std::string_view text) {
  std::vector<std::string_view> names;
  for (size_t at = text.find("\npub "); at != std::string_view::npos;
       at = text.find("\npub ", at + 1)) {
    const size_t begin = text.find(' ', at + 5) + 1;  // after `let` or `list`
    const size_t end = text.find_first_of(" :=\n", begin);
    names.push_back(text.substr(begin, end - begin));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

const std::vector<std::string_view>& PreludeNames(std::string_view module) {
  static const auto kNames = [] {
    std::map<std::string, std::vector<std::string_view>, std::less<>> names;
    for (const std::string& one : PreludeModules()) names[one] = NamesIn(PreludeText(one));
    return names;
  }();
  static const std::vector<std::string_view> kNone;
  const auto found = kNames.find(module);
  return found == kNames.end() ? kNone : found->second;
}

}  // namespace sigrun::stdlib
