// What an expression asks about the names of the rule that contains it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"

namespace sigrun::sema {

class RuleNames {
 public:
  virtual ~RuleNames() = default;
  // The value of a binding of the rule; nullopt if there is none. `members` are the path segments
  // after the name (`usual.median`); the callee sets `taken` to the number it used.
  virtual std::optional<Typed> Binding(const std::string& name,
                                       const std::vector<ast::PathSegment>& members, size_t& taken,
                                       Span span) = 0;
  virtual std::optional<Typed> Param(const std::string& name, Span span) = 0;
  // The predicates whose names match a pattern with `*`; for "them": all except those that begin
  // with `_`.
  virtual std::vector<ir::ExprId> Selections(const std::string& pattern) = 0;
  virtual std::vector<std::string> Names() const = 0;
};

}  // namespace sigrun::sema
