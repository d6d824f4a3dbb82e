// Makes typed nodes of the rule set, and turns values into predicates and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"

namespace sigrun::sema {

class ExprMaker {
 public:
  explicit ExprMaker(Context& context) : cx_(context) {}

  Typed Add(ir::Node node, ir::Type type, Span span);
  Typed AddConst(program::Constant value, ir::Type type, Span span);
  // A call of the function or arithmetic operator, by the types of its arguments. Invalid after an
  // error.
  Typed AddCall(std::string_view op, const std::vector<Typed>& arguments, Span span);

  // A bool value is turned into a predicate. Invalid after an error.
  ir::ExprId ToPredicate(Typed expr, Span span);
  // A predicate is turned into a value.
  Typed ToValue(Typed expr);

  // Null if it is not a constant.
  const program::Constant* ConstantOf(Typed expr) const;
  // Null if it is not a constant string.
  const std::string* TextConstant(Typed expr) const;

 private:
  void ReportNoOverload(std::string_view name, const std::vector<Typed>& arguments, Span span);

  Context& cx_;
};

}  // namespace sigrun::sema
