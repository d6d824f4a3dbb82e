#include "compiler/sema/state/sequence_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/sema/context/expr_maker.h"
#include "runtime/program/vocabulary/cell.h"
#include "runtime/program/vocabulary/limits.h"
#include "runtime/program/vocabulary/sequence.h"
#include "runtime/program/vocabulary/window_kind.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

// The limits of the verifier, reported in the terms of the author; empty if nothing is wrong.
std::string WrongWith(const ast::SequenceAlternative& written,
                      const std::vector<ir::SequenceStep>& steps) {
  uint64_t positive = 0, events = 0;
  std::map<std::string, bool> names;  // whether it must not happen
  for (const ir::SequenceStep& step : steps) {
    const auto [known, fresh] = names.try_emplace(step.name, step.negated);
    if (written.any_order && !fresh)
      return known->second == step.negated
                 ? fmt::format("names `{0}` twice; for two such events, write `{0} * 2`", step.name)
                 : fmt::format("requires both `{0}` and no `{0}`", step.name);
    if (step.negated && step.repeat != 1)
      return fmt::format("repeats `{}`, which must not happen at all", step.name);
    if (step.repeat == 0)
      return fmt::format("repeats `{}` less than once or more than {} times", step.name,
                         program::kMaxSequenceEvents);
    positive += step.negated ? 0 : 1;
    events += step.negated ? 0 : step.repeat;
  }
  if (positive == 0) return "has no step that happens";
  if (!written.any_order && steps.front().negated)
    return "begins with a step that must not happen; `all of (not a, b)` covers the whole window";
  if (events > program::kMaxSequenceEvents)
    return fmt::format("has more than {} events; count them: `n = count(where a)`",
                       program::kMaxSequenceEvents);
  if (written.at_least > positive)
    return fmt::format("asks for none or too many of the {} steps that happen", positive);
  if (!written.any_order &&
      program::Choices(positive, written.at_least) > program::kMaxSequenceChoices)
    return fmt::format("can be completed in more than {} ways", program::kMaxSequenceChoices);
  return {};
}

}  // namespace

void SequenceChecker::CheckWindow() {
  if (!scope_.written.windows.empty())
    cx_.sink.Emit(codes::WindowBesideSequence, scope_.written.windows.front().span)
        .Note(scope_.written.sequences.front().span, "the sequence is here")
        .Help("remove the line; `within` is the window");
  const ir::ExprId within = exprs_.Checker().CheckDuration(scope_.written.sequences.front().within);
  scope_.state().window = ir::Window{program::WindowKind::kSliding, within};
}

ir::ExprId SequenceChecker::Check() {
  const ast::Sequence& written = scope_.written.sequences.front();
  if (scope_.written.sequences.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, scope_.written.sequences[1].span, "sequence")
        .Note(written.span, "the first one is here");
  ir::Sequence sequence;
  bool complete = true;
  for (const ast::SequenceAlternative& alternative : written.alternatives)
    complete &= CheckAlternative(alternative, sequence);
  if (!complete) return {};
  if (sequence.steps.size() > program::kMaxSequenceSteps) {
    cx_.sink.Emit(codes::WrongSequence, written.span,
                  fmt::format("has more than {} steps", program::kMaxSequenceSteps));
    return {};
  }
  scope_.state().sequence = std::move(sequence);
  return ExprMaker(cx_).ToPredicate(
      scope_.AddCell(program::CellKind::kSequence, 0, stdlib::kBool, written.span), written.span);
}

bool SequenceChecker::CheckAlternative(const ast::SequenceAlternative& written,
                                       ir::Sequence& sequence) {
  std::vector<ir::SequenceStep> steps;
  for (const ast::SequenceStep& step : written.steps)
    if (const auto checked = CheckStep(step)) steps.push_back(*checked);
  if (steps.size() < written.steps.size()) return false;
  if (const std::string wrong = WrongWith(written, steps); !wrong.empty()) {
    cx_.sink.Emit(codes::WrongSequence, written.span, wrong);
    return false;
  }
  sequence.alternatives.push_back(
      {written.any_order, written.at_least, static_cast<uint32_t>(steps.size())});
  std::ranges::move(steps, std::back_inserter(sequence.steps));
  return true;
}

// The name of a step is resolved as in an expression.
std::optional<ir::SequenceStep> SequenceChecker::CheckStep(const ast::SequenceStep& step) {
  ast::File file;
  file.source = step.name.span.source;
  ast::Path path;
  path.segments.push_back({step.name.text, {}, false, step.name.span});
  const ast::ExprId name = file.exprs.Add({step.name.span, std::move(path)});
  const ir::ExprId where = exprs_.Checker(&file).CheckPredicate(name);
  if (!where.valid() || !exprs_.RequireStateless(where)) return std::nullopt;
  // A number that does not fit is rejected with the others that are too large.
  const bool fits = step.repeat > 0 && step.repeat <= program::kMaxSequenceEvents;
  const uint32_t repeat = fits ? static_cast<uint32_t>(step.repeat) : 0;
  return ir::SequenceStep{step.name.text, where, step.negated, repeat};
}

}  // namespace sigrun::sema
