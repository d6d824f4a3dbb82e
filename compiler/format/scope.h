// The names that would be mistaken for a field. Private to format.
#pragma once

#include <set>
#include <string>

#include "compiler/ast/ast.h"

namespace sigrun::format {

struct Scope {
  std::set<std::string> names;
  bool unknown =
      false;  // there are more: the file imports some, or refers to a rule of another file

  bool MayMean(const std::string& name) const { return unknown || names.count(name) > 0; }
};

}  // namespace sigrun::format
