#include "compiler/sema/expr/let_checker.h"

#include <utility>

#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr/expr_checker.h"

namespace sigrun::sema {

Typed CheckLet(Context& cx, const Declaration& declaration, const stdlib::Schema& schema,
               Span span) {
  static constexpr int kMaxLetDepth = 64;
  const auto key = std::make_pair(declaration.let, &schema);
  if (const auto known = cx.lets.find(key); known != cx.lets.end()) {
    if (!known->second.done)
      cx.sink.Emit(codes::CyclicName, span, declaration.let->name.text)
          .Note(declaration.let->name.span, "it is declared here");
    else if (!known->second.value.valid())
      cx.Echo();
    return known->second.value;
  }
  if (cx.let_depth >= kMaxLetDepth) {
    cx.sink.Emit(codes::ExpressionTooLarge, span, kMaxLetDepth, kMaxLetDepth);
    return {};
  }
  cx.lets[key] = {};
  ++cx.let_depth;
  ExprChecker checker(cx, declaration.module, schema, nullptr);
  const Typed value = checker.Check(declaration.let->value);
  --cx.let_depth;
  cx.lets[key].done = true;
  return cx.lets[key].value = value;
}

}  // namespace sigrun::sema
