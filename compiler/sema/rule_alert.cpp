// The alert block: level, message template, fields, suppression.
#include <array>

#include "base/suggest.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/rule_checker.h"
#include "compiler/syntax/parse.h"
#include "runtime/program/vocabulary/limits.h"

namespace sigrun::sema {
namespace {

constexpr std::array<std::string_view, 6> kKeys = {"level",    "message", "fields",
                                                   "suppress", "enabled", "refire"};

}  // namespace

void RuleChecker::CheckAlert() {
  if (ast_.alert_spans.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, ast_.alert_spans[1], "alert")
        .Note(ast_.alert_spans[0], "the first one is here");
  std::map<std::string, Span> seen;
  for (const ast::AlertItem& item : ast_.alert) {
    const std::string& key = item.key.text;
    const auto [place, added] = seen.try_emplace(key, item.key.span);
    if (!added) {
      cx_.sink.Emit(codes::DuplicateName, item.key.span, key)
          .Note(place->second, "first given here")
          .Help("remove one of the two");
      continue;
    }
    if (!item.by.empty() && key != "suppress") cx_.sink.Emit(codes::MisplacedBy, item.span, key);
    if (key == "level") {
      rule_.alert.level = ExprChecker(cx_, module_, *schema_, this).CheckLevel(item.value);
    } else if (key == "message") {
      CheckMessage(item);
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
      diagnostic.Help(
          near.empty() ? "the alert keys are level, message, fields, suppress, enabled and refire"
                       : fmt::format("did you mean `{}`?", near));
    }
  }
}

// The parts of "text {expression} text", read from the source so that spans are exact.
void RuleChecker::CheckMessage(const ast::AlertItem& item) {
  const ast::Expr& written = Ast(item.value);
  const auto* literal = std::get_if<ast::Literal>(&written.node);
  const auto* text = literal ? std::get_if<std::string>(&literal->value) : nullptr;
  if (text == nullptr) {
    cx_.sink.Emit(codes::MessageNotText, written.span)
        .Help("write \"… {field} …\": an expression in braces is replaced by its value");
    return;
  }
  const std::string_view source = cx_.sources.Text(written.span);
  size_t at = 0;
  std::string plain;
  const auto flush = [&] {
    if (!plain.empty()) rule_.alert.message.push_back({plain, {}});
    plain.clear();
  };
  while (at < text->size() && rule_.alert.message.size() <= program::kMaxAlertParts) {
    const char c = (*text)[at];
    if ((c == '{' || c == '}') && at + 1 < text->size() && (*text)[at + 1] == c) {
      plain += c;
      at += 2;
    } else if (c == '{') {
      const size_t end = text->find('}', at);
      if (end == std::string::npos) {
        cx_.sink.Emit(codes::UnclosedBraceInMessage, written.span)
            .Help("write `{{` for a literal brace");
        return;
      }
      flush();
      const uint32_t offset =
          written.span.begin + syntax::OffsetInLiteral(source, static_cast<uint32_t>(at + 1));
      AddMessageExpr(std::string_view(*text).substr(at + 1, end - at - 1), offset, written.span);
      at = end + 1;
    } else {
      plain += c;
      ++at;
    }
  }
  flush();
  Fits(rule_.alert.message.size(), program::kMaxAlertParts, "parts in `message`", written.span);
}

void RuleChecker::AddMessageExpr(std::string_view text, uint32_t offset, Span span) {
  const size_t errors = cx_.sink.error_count();
  const ast::ExprId expr =
      syntax::ParseExpression(text, offset, span.source, message_exprs_, cx_.sink);
  if (cx_.sink.error_count() != errors || !expr.valid()) return;
  Typed value = ExprChecker(cx_, module_, *schema_, this, &message_exprs_).CheckValue(expr);
  if (!value.valid()) return;
  // Sizes are formatted for people: 1.5 GiB.
  if (value.type == stdlib::kBytes) {
    const auto kernel = ChooseFunction("format_bytes", {value.type});
    if (kernel) value.id = cx_.out.Add(ir::Call{*kernel, {value.id}}, stdlib::kString, span);
  }
  rule_.alert.message.push_back({"", value.id});
}

void RuleChecker::CheckFields(const ast::AlertItem& item) {
  const auto* list = std::get_if<ast::ListLiteral>(&Ast(item.value).node);
  if (list == nullptr) {
    cx_.sink.Emit(codes::NeedsList, Ast(item.value).span, "fields")
        .Help("write `fields = [eventName, sourceIPAddress]`");
    return;
  }
  rule_.alert.fields = CheckNamed(list->items, program::kMaxAlertParts, "values in `fields`");
}

void RuleChecker::CheckSuppress(const ast::AlertItem& item) {
  const ir::ExprId duration = ExprChecker(cx_, module_, *schema_, this).CheckDuration(item.value);
  rule_.alert.suppress = ir::Suppress{
      duration, CheckNamed(item.by, program::kMaxSuppressKeys, "values in `suppress`")};
}

void RuleChecker::CheckEnabled(const ast::AlertItem& item) {
  const ast::Expr& written = Ast(item.value);
  const auto* literal = std::get_if<ast::Literal>(&written.node);
  const bool* enabled = literal ? std::get_if<bool>(&literal->value) : nullptr;
  if (enabled == nullptr) {
    cx_.sink.Emit(codes::AlertSetting, written.span, "enabled", "`true` or `false`");
    return;
  }
  rule_.alert.enabled = *enabled;
}

void RuleChecker::CheckRefire(const ast::AlertItem& item) {
  const ast::Expr& written = Ast(item.value);
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
  if (!rule_.stateful || !rule_.stateful->window) {
    cx_.sink.Emit(codes::RefireWithoutWindow, item.span)
        .Help(
            "a rule without a window fires on every event for which its condition holds: remove "
            "the line");
    return;
  }
  state().refire = when == "every" ? program::Refire::kEvery : program::Refire::kChange;
}

std::vector<ir::Named> RuleChecker::CheckNamed(const std::vector<ast::ExprId>& exprs, size_t most,
                                               std::string_view what) {
  std::vector<ir::Named> named;
  if (exprs.size() > most) {
    Fits(exprs.size(), most, what, Ast(exprs[most]).span);
    return named;
  }
  for (const ast::ExprId id : exprs) {
    ExprChecker checker(cx_, module_, *schema_, this);
    const Typed value = checker.CheckValue(id);
    if (value.valid()) named.push_back({std::string(cx_.sources.Text(Ast(id).span)), value.id});
  }
  return named;
}

}  // namespace sigrun::sema
