#include "compiler/sema/context/constant_text.h"

#include "compiler/diag/codes/types.h"

namespace sigrun::sema {
namespace {

// The limit for all results of one call.
constexpr size_t kMostBytes = size_t{64} << 20;

}  // namespace

const ast::Call* ConstantCall(const ast::File& file, ast::ExprId id) {
  const auto* call = std::get_if<ast::Call>(&file.exprs[id].node);
  return call != nullptr && stdlib::FindConstantFunction(call->name.text) ? call : nullptr;
}

std::optional<ConstantTexts> TextComputer::Compute(const ast::Call& call, Span span) const {
  const stdlib::ConstantFunction& function = *stdlib::FindConstantFunction(call.name.text);
  if (call.arguments.size() != 1) {
    cx_.sink.Emit(codes::WrongArgumentCount, span, call.name.text, "one", call.arguments.size());
    return std::nullopt;
  }
  const auto argument = Argument(call.arguments.front());
  if (!argument) return std::nullopt;
  ConstantTexts out{{}, argument->list || function.several};
  size_t bytes = 0;
  for (const std::string& text : argument->texts)
    if (!Apply(function, text, file_.exprs[call.arguments.front()].span, out, bytes))
      return std::nullopt;
  return out;
}

bool TextComputer::Apply(const stdlib::ConstantFunction& function, const std::string& text,
                         Span span, ConstantTexts& out, size_t& bytes) const {
  auto made = function.apply(text);
  if (!made.ok()) {
    cx_.sink.Emit(codes::UnfitConstant, span, function.name, made.error().message);
    return false;
  }
  for (std::string& one : *made) {
    bytes += one.size();
    out.texts.push_back(std::move(one));
  }
  if (out.texts.size() <= stdlib::kMaxListItems && bytes <= kMostBytes) return true;
  cx_.sink.Emit(codes::UnfitConstant, span, function.name,
                fmt::format("the result has more than {} strings or {} MiB", stdlib::kMaxListItems,
                            kMostBytes >> 20));
  return false;
}

std::optional<ConstantTexts> TextComputer::Argument(ast::ExprId id) const {
  const ast::Expr& expr = file_.exprs[id];
  if (const auto* literal = std::get_if<ast::Literal>(&expr.node))
    if (const auto* text = std::get_if<std::string>(&literal->value))
      return ConstantTexts{{*text}, false};
  if (const ast::Call* call = ConstantCall(file_, id)) return Compute(*call, expr.span);
  const auto* list = std::get_if<ast::ListLiteral>(&expr.node);
  if (list == nullptr) return other_(id);
  ConstantTexts all{{}, true};
  for (const ast::ExprId item : list->items) {
    auto part = Argument(item);
    if (!part) return std::nullopt;
    for (std::string& text : part->texts) all.texts.push_back(std::move(text));
  }
  return all;
}

std::optional<ConstantTexts> ReportNotConstant(Context& context, Span argument) {
  context.sink.Emit(codes::NotConstantText, argument)
      .Help("pass a quoted string, a list of strings or the name of a list");
  return std::nullopt;
}

}  // namespace sigrun::sema
