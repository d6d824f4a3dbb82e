// A rule while it is built.
#pragma once

#include <set>
#include <string>

#include "compiler/ast/ast.h"
#include "compiler/sigma/base/expr_builder.h"

namespace sigrun::sigma {

struct Draft {
  ast::Rule rule;
  ExprBuilder build;
  std::set<std::string> used;  // names of bindings and inputs
  Span span;

  Draft(ast::File& file, Span at) : build(file), span(at) {}

  // A name that is not used yet: `wanted` as a name of the language, with a number if necessary.
  std::string TakeName(const std::string& wanted);
  // Binds the value to such a name, and returns the name.
  std::string Bind(const std::string& wanted, ExprId value, Span at);
};

}  // namespace sigrun::sigma
