#include "compiler/sigma/detection/condition_emitter.h"

#include <algorithm>
#include <cstdint>

#include "base/text/suggest.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {
namespace {

// ": a, b and 3 more"; empty for none.
std::string Listed(const std::vector<std::string>& names) {
  constexpr size_t kMost = 8, kLongest = 60;
  std::string list;
  for (size_t i = 0; i < std::min(kMost, names.size()); ++i)
    list += (i == 0 ? ": " : ", ") + ("`" + names[i].substr(0, kLongest) + "`");
  if (names.size() > kMost) list += " and " + std::to_string(names.size() - kMost) + " more";
  return list;
}

}  // namespace

ExprId ConditionEmitter::Emit(const Condition& condition) {
  switch (condition.kind) {
    case Condition::kName:
      return EmitName(condition);
    case Condition::kOf:
      return EmitOf(condition);
    case Condition::kNot: {
      const ExprId operand = Emit(condition.operands[0]);
      return operand.valid() ? build_.Not(operand, condition.span) : operand;
    }
    case Condition::kAnd:
    case Condition::kOr:
      break;
  }
  std::vector<ExprId> operands;
  bool sound = true;
  for (const Condition& operand : condition.operands) {
    operands.push_back(Emit(operand));
    sound &= operands.back().valid();
  }
  if (!sound) return {};
  return condition.kind == Condition::kAnd ? build_.And(std::move(operands), condition.span)
                                           : build_.Or(std::move(operands), condition.span);
}

ExprId ConditionEmitter::EmitName(const Condition& condition) {
  for (const Selection& selection : selections_)
    if (selection.name == condition.name) {
      used_.insert(selection.name);
      return name_of_(selection, condition.span);
    }
  std::vector<std::string> known;
  for (const Selection& selection : selections_) known.push_back(selection.name);
  const std::string near(Suggest(condition.name, known));
  auto diagnostic = sink_.Emit(codes::SigmaUnknownSelection, condition.span, condition.name);
  if (near.empty())
    diagnostic.Help("name one of the selections beside the condition" + Listed(known));
  else
    AddSuggestion(diagnostic, condition.span, condition.name, near);
  return {};
}

ExprId ConditionEmitter::EmitOf(const Condition& condition) {
  std::vector<const Selection*> fitting;
  for (const Selection& selection : selections_)
    if (FitsPattern(selection.name, condition.name)) {
      fitting.push_back(&selection);
      used_.insert(selection.name);
    }
  const size_t needed = condition.at_least == 0 ? fitting.size() : condition.at_least;
  if (fitting.empty() || needed > fitting.size()) {
    std::vector<std::string> known;
    for (const Selection& selection : selections_) known.push_back(selection.name);
    sink_.Emit(codes::SigmaPattern, condition.span, condition.name, fitting.size())
        .Help("change the number or the pattern" + Listed(known) +
              (known.empty() ? ""
                             : "; only a pattern that begins with `_` matches a name that does"));
    return {};
  }
  for (const Selection* selection : fitting)
    if (!selection->predicate.valid()) return {};
  if (keep_patterns_) {
    ast::Quantified quantified;
    quantified.at_least = condition.at_least;
    quantified.them = condition.name == "them";
    if (!quantified.them) quantified.patterns = {{condition.name, condition.span}};
    return build_.Add(std::move(quantified), condition.span);
  }
  std::vector<ExprId> operands;
  operands.reserve(fitting.size());
  for (const Selection* selection : fitting)
    operands.push_back(name_of_(*selection, condition.span));
  if (needed == fitting.size()) return build_.And(std::move(operands), condition.span);
  if (needed == 1) return build_.Or(std::move(operands), condition.span);
  // (if a then 1 else 0) + … >= N
  ExprId sum;
  for (const ExprId operand : operands) {
    const ExprId one = build_.Add(ast::If{operand, build_.Literal(int64_t{1}, condition.span),
                                          build_.Literal(int64_t{0}, condition.span)},
                                  condition.span);
    sum = sum.valid()
              ? build_.Add(ast::Arithmetic{ast::ArithmeticOp::kAdd, sum, one}, condition.span)
              : one;
  }
  return build_.Test(">=", sum, build_.Literal(static_cast<int64_t>(needed), condition.span),
                     condition.span);
}

std::vector<const Selection*> ConditionEmitter::Unused() const {
  std::vector<const Selection*> unused;
  for (const Selection& selection : selections_)
    if (used_.count(selection.name) == 0) unused.push_back(&selection);
  return unused;
}

void ReportUnused(const ConditionEmitter& emitter, diag::Sink& sink) {
  for (const Selection* selection : emitter.Unused())
    sink.Emit(codes::SigmaUnusedSelection, selection->span, selection->name)
        .Help("name it in the condition, or remove it");
}

}  // namespace sigrun::sigma
