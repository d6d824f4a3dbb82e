#include "compiler/sigma_export/context.h"

#include <fmt/format.h>

#include "base/time/duration.h"
#include "compiler/ir/print_constant.h"

namespace sigrun::sigma_export {

const program::Constant* Context::ConstantOf(ir::ExprId id) {
  const ir::Expr& expr = rules.exprs[id];
  if (const auto* constant = std::get_if<ir::Const>(&expr.node)) return &constant->value;
  const auto* param = std::get_if<ir::ParamRef>(&expr.node);
  if (param == nullptr) return nullptr;
  const ir::Param& row = rules.params[param->param];
  if (noted_params.insert(param->param).second)
    Note(expr.span, fmt::format("parameter `{}` is written out as its default, {}", row.name,
                                ir::PrintConstant(row.value)));
  return &row.value;
}

std::string Context::FieldIfAny(ir::ExprId id) const {
  const ir::Expr& expr = rules.exprs[id];
  std::string name;
  if (const auto* field = std::get_if<ir::FieldRef>(&expr.node)) {
    for (const std::string& key : rules.fields[field->field].path)
      name += (name.empty() ? "" : ".") + key;
  } else if (const auto* member = std::get_if<ir::Member>(&expr.node)) {
    const std::string object = FieldIfAny(member->object);
    if (!object.empty()) name = object + "." + member->key;
  }
  return name;
}

std::string Context::FieldOf(ir::ExprId id) {
  std::string name = FieldIfAny(id);
  const auto* field = std::get_if<ir::FieldRef>(&rules.exprs[id].node);
  if (field != nullptr && rules.fields[field->field].path.empty()) {
    Refuse(rules.exprs[id].span, "`anywhere()` here: Sigma only searches it for text");
    return "";
  }
  if (name.empty()) {
    Refuse(rules.exprs[id].span,
           Describe(*this, id) + ": Sigma tests fields, not values computed from them");
  } else if (name.find('|') != std::string::npos) {
    Refuse(rules.exprs[id].span, fmt::format("field `{}`: Sigma reads `|` as a modifier", name));
    return "";
  }
  return name;
}

std::string Describe(const Context& cx, ir::ExprId id) {
  const ir::Node& node = cx[id].node;
  if (const auto* call = std::get_if<ir::Call>(&node)) {
    const std::string_view op = stdlib::Kernels()[call->kernel].op;
    const bool word = op.find_first_not_of("+-*/%") != std::string_view::npos;
    return word ? fmt::format("function `{}`", op) : fmt::format("arithmetic (`{}`)", op);
  }
  if (std::holds_alternative<ir::If>(node)) return "`if … then … else`";
  if (std::holds_alternative<ir::Coalesce>(node)) return "function `coalesce`";
  if (std::holds_alternative<ir::CellRef>(node)) return "a value of the rule's state";
  if (std::holds_alternative<ir::Member>(node)) return "a member of a computed value";
  if (std::holds_alternative<ir::Const>(node)) return "a constant on the left of a test";
  if (cx[id].IsPredicate()) return "a predicate that does not test fields";
  return "a computed value";
}

void NoteUntil(Context& cx, const ir::Exception& exception) {
  if (!exception.until) return;
  cx.Note(cx[exception.when].span, fmt::format("the exception ends on {}; in Sigma it does not",
                                               FormatTimestamp(*exception.until).substr(0, 10)));
}

std::string Timespan(Duration duration) {
  if (duration.micros <= 0 || duration.micros % kMicrosPerSecond != 0) return "";
  return FormatDuration(duration);
}

}  // namespace sigrun::sigma_export
