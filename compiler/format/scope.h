// The names that would be taken for something else where a field is meant. Private to format.
#pragma once

#include <set>
#include <string>

#include "compiler/ast/ast.h"

namespace sigrun::format {

struct Scope {
  std::set<std::string> names;
  bool unknown = false;  // more than these: the file imports some, or speaks of another file's rule

  bool MayMean(const std::string& name) const { return unknown || names.count(name) > 0; }
};

}  // namespace sigrun::format
