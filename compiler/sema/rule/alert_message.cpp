#include "compiler/sema/rule/alert_message.h"

#include <cstddef>
#include <string>
#include <variant>

#include "compiler/diag/codes/rules.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/overload.h"
#include "compiler/syntax/parse.h"
#include "runtime/program/vocabulary/limits.h"
#include "stdlib/type.h"

namespace sigrun::sema {

void MessageChecker::Check(const ast::AlertItem& item) {
  const ast::Expr& written = scope_.ast(item.value);
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
    if (!plain.empty()) scope_.made.alert.message.push_back({plain, {}});
    plain.clear();
  };
  while (at < text->size() && scope_.made.alert.message.size() <= program::kMaxAlertParts) {
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
      AddExpr(std::string_view(*text).substr(at + 1, end - at - 1), offset, written.span);
      at = end + 1;
    } else {
      plain += c;
      ++at;
    }
  }
  flush();
  scope_.Fits(scope_.made.alert.message.size(), program::kMaxAlertParts, "parts in `message`",
              written.span);
}

void MessageChecker::AddExpr(std::string_view text, uint32_t offset, Span span) {
  const size_t errors = cx_.sink.error_count();
  const ast::ExprId expr = syntax::ParseExpression(text, offset, span.source, parsed_, cx_.sink);
  if (cx_.sink.error_count() != errors || !expr.valid()) return;
  Typed value = exprs_.Checker(&parsed_).CheckValue(expr);
  if (!value.valid()) return;
  // Sizes are formatted for people: 1.5 GiB.
  if (value.type == stdlib::kBytes) {
    const auto kernel = ChooseFunction("format_bytes", {value.type});
    if (kernel) value.id = cx_.out.Add(ir::Call{*kernel, {value.id}}, stdlib::kString, span);
  }
  scope_.made.alert.message.push_back({"", value.id});
}

}  // namespace sigrun::sema
