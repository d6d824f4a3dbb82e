#include "compiler/sema/rule/alert_checker.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/text/suggest.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/rule/alert_message.h"
#include "runtime/program/vocabulary/limits.h"
#include "runtime/program/vocabulary/refire.h"

namespace sigrun::sema {
namespace {

constexpr std::array<std::string_view, 6> kKeys = {"level",    "message", "fields",
                                                   "suppress", "enabled", "refire"};

}  // namespace

void AlertChecker::Check() {
  if (scope_.written.alert_spans.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, scope_.written.alert_spans[1], "alert")
        .Note(scope_.written.alert_spans[0], "the first one is here");
  std::map<std::string, Span> seen;
  for (const ast::AlertItem& item : scope_.written.alert) {
    const std::string& key = item.key.text;
    const auto [place, added] = seen.try_emplace(key, item.key.span);
    if (!added) {
      cx_.sink.Emit(codes::DuplicateName, item.key.span, key)
          .Note(place->second, "first given here")
          .Help("remove one of the two");
      continue;
    }
    CheckItem(item);
  }
}

void AlertChecker::CheckItem(const ast::AlertItem& item) {
  const std::string& key = item.key.text;
  if (!item.by.empty() && key != "suppress") cx_.sink.Emit(codes::MisplacedBy, item.span, key);
  if (key == "level") {
    scope_.made.alert.level = exprs_.Checker().CheckLevel(item.value);
  } else if (key == "message") {
    MessageChecker(scope_, exprs_).Check(item);
  } else if (key == "fields") {
    CheckFields(item);
  } else if (key == "suppress") {
    CheckSuppress(item);
  } else if (key == "enabled") {
    CheckEnabled(item);
  } else if (key == "refire") {
    CheckRefire(item);
  } else {
    auto diagnostic = cx_.sink.Emit(codes::UnknownAlertKey, item.key.span, key);
    const std::string_view near = Suggest(key, std::span<const std::string_view>(kKeys));
    diagnostic.Help(near.empty()
                        ? "the alert keys are level, message, fields, suppress, enabled and refire"
                        : fmt::format("did you mean `{}`?", near));
  }
}

void AlertChecker::CheckFields(const ast::AlertItem& item) {
  const auto* list = std::get_if<ast::ListLiteral>(&scope_.ast(item.value).node);
  if (list == nullptr) {
    cx_.sink.Emit(codes::NeedsList, scope_.ast(item.value).span, "fields")
        .Help("write `fields = [eventName, sourceIPAddress]`");
    return;
  }
  scope_.made.alert.fields =
      exprs_.CheckNamed(list->items, program::kMaxAlertParts, "values in `fields`");
}

void AlertChecker::CheckSuppress(const ast::AlertItem& item) {
  const ir::ExprId duration = exprs_.Checker().CheckDuration(item.value);
  scope_.made.alert.suppress = ir::Suppress{
      duration, exprs_.CheckNamed(item.by, program::kMaxSuppressKeys, "values in `suppress`")};
}

void AlertChecker::CheckEnabled(const ast::AlertItem& item) {
  const ast::Expr& written = scope_.ast(item.value);
  const auto* literal = std::get_if<ast::Literal>(&written.node);
  const bool* enabled = literal ? std::get_if<bool>(&literal->value) : nullptr;
  if (enabled == nullptr) {
    cx_.sink.Emit(codes::AlertSetting, written.span, "enabled", "`true` or `false`");
    return;
  }
  scope_.made.alert.enabled = *enabled;
}

void AlertChecker::CheckRefire(const ast::AlertItem& item) {
  const ast::Expr& written = scope_.ast(item.value);
  const auto* path = std::get_if<ast::Path>(&written.node);
  const bool word = path != nullptr && path->segments.size() == 1;
  const std::string when = word ? path->segments[0].name : "";
  if (when != "every" && when != "change") {
    cx_.sink.Emit(codes::AlertSetting, written.span, "refire", "`every` or `change`")
        .Help(
            "`every` fires at each event that feeds the rule while its condition holds, `change` "
            "when the condition turns true");
    return;
  }
  if (!scope_.made.stateful || !scope_.made.stateful->window) {
    cx_.sink.Emit(codes::RefireWithoutWindow, item.span)
        .Help(
            "a rule without a window fires on every event for which its condition holds: remove "
            "the line");
    return;
  }
  scope_.state().refire = when == "every" ? program::Refire::kEvery : program::Refire::kChange;
}

}  // namespace sigrun::sema
