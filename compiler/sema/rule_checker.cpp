#include "compiler/sema/rule_checker.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/source_map.h"
#include "base/text/suggest.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/sema/never.h"
#include "compiler/sema/rule/alert_checker.h"
#include "compiler/sema/rule/rule_meta.h"
#include "compiler/sema/state/rule_novelty.h"
#include "compiler/sema/state/sequence_checker.h"
#include "compiler/sema/state/state_checker.h"
#include "stdlib/schema/log_source.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

std::string DottedName(const std::vector<ast::Name>& parts) {
  std::string name;
  for (const ast::Name& part : parts) name += (name.empty() ? "" : ".") + part.text;
  return name;
}

}  // namespace

RuleChecker::RuleChecker(Context& context, uint32_t module, const ast::Rule& rule,
                         std::vector<RuleInput> inputs)
    : cx_(context),
      scope_(context, module, rule),
      inputs_(context, std::move(inputs)),
      bindings_(scope_, inputs_),
      exprs_(scope_, bindings_) {}

std::optional<ir::Rule> RuleChecker::Check() {
  const size_t errors_before = cx_.error_count();
  const ast::Rule& written = scope_.written;
  ir::Rule& made = scope_.made;
  made.span = written.name.span;
  made.info.name = written.name.text;
  const SourceFile& source = cx_.sources[written.name.span.source];
  made.info.file = source.path();
  made.info.line = source.Locate(written.name.span.begin).line;
  CheckMeta(cx_, scope_.module, written, made.info);
  CheckOn();
  bindings_.Declare();
  StateChecker state(scope_, exprs_);
  SequenceChecker sequence(scope_, exprs_);
  const bool has_sequence = !written.sequences.empty();
  state.CheckGroup();
  has_sequence ? sequence.CheckWindow() : state.CheckWindow();
  bindings_.ResolveAll();
  CheckCondition(has_sequence ? sequence.Check() : ir::ExprId{});
  AlertChecker(scope_, exprs_).Check();
  // Consequences of a reported error are not reported.
  if (cx_.error_count() == errors_before) state.CheckIsComplete();
  if (cx_.error_count() != errors_before) return std::nullopt;
  SIGRUN_CHECK(made.condition.valid());
  inputs_.Limit(made);
  bindings_.ReportUnused();
  ReportUngroupedNovelty(cx_.out, made, written, cx_.sink);
  ReportNever(cx_.out, made, cx_.sink);
  return std::move(made);
}

void RuleChecker::CheckOn() {
  const ast::Rule& written = scope_.written;
  ir::Rule& made = scope_.made;
  if (written.on.empty()) {
    cx_.sink.Emit(codes::MissingLogSource, written.name.span, written.name.text)
        .Help(fmt::format("add `on {}`, or `on {}` for any JSON log", scope_.schema->name(),
                          stdlib::AnyLogSource().name()));
    return;
  }
  if (written.on.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, written.on[1].span, "on")
        .Note(written.on[0].span, "the first one is here");
  const ast::OnClause& on = written.on.front();
  if (!on.rules.empty()) {
    inputs_.Declare(on, made);
    scope_.schema = &cx_.out.SourceOf(made.source).schema;
    return;
  }
  const std::string name = DottedName(on.source);
  made.source = cx_.FindSource(name);
  if (!made.source.valid()) {
    std::vector<std::string_view> known;
    for (const stdlib::LogSource* source : cx_.out.log_sources) known.push_back(source->name());
    std::string_view near = Suggest(name, std::span<const std::string_view>(known));
    for (const std::string_view one : known)
      if (one.ends_with("." + name)) near = one;  // the last part alone
    cx_.sink.Emit(codes::UnknownLogSource, on.span, name)
        .Help(near.empty() ? fmt::format("the log sources are {}", fmt::join(known, ", "))
                           : fmt::format("did you mean `{}`?", near));
    return;
  }
  scope_.schema = &cx_.out.SourceOf(made.source).schema;
}

void RuleChecker::CheckCondition(ir::ExprId complete) {
  const ast::Rule& written = scope_.written;
  ir::ExprId& condition = scope_.made.condition;
  if (written.conditions.empty()) {
    if (written.sequences.empty())
      cx_.sink.Emit(codes::MissingCondition, written.name.span, written.name.text)
          .Help("add the condition: `condition selection and not any of filter_*`");
    condition = complete;
    return;
  }
  if (written.conditions.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, written.condition_spans[1], "condition")
        .Help("join the two with `and` or `or`")
        .Note(written.condition_spans[0], "the first one is here");
  condition = exprs_.Checker().CheckPredicate(written.conditions.front());
  if (complete.valid() && condition.valid())
    condition =
        cx_.out.Add(ir::And{{complete, condition}}, stdlib::kBool, cx_.out.exprs[condition].span);
}

}  // namespace sigrun::sema
