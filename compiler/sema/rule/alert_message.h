// The template of an alert's message: "text {expression} text".
#pragma once

#include <cstdint>
#include <string_view>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

class MessageChecker {
 public:
  MessageChecker(RuleScope& scope, const RuleExprs& exprs)
      : scope_(scope), cx_(scope.cx), exprs_(exprs) {}

  // The parts are read from the source, so that spans are exact.
  void Check(const ast::AlertItem& item);

 private:
  void AddExpr(std::string_view text, uint32_t offset, Span span);

  RuleScope& scope_;
  Context& cx_;
  const RuleExprs& exprs_;
  ast::File parsed_;  // the expressions in braces
};

}  // namespace sigrun::sema
