// The tags of a rule: Sigma's namespaces, and ATT&CK's tactics and techniques.
#pragma once

#include <string>
#include <string_view>

namespace sigrun::stdlib {

struct TagAdvice {
  std::string what;  // the error in the tag; empty if it is valid
  std::string help;
  std::string meant;  // the correct tag, if known
};

TagAdvice AdviceOnTag(std::string_view tag);

// `namespace.name` in small letters.
bool IsTag(std::string_view text);

}  // namespace sigrun::stdlib
