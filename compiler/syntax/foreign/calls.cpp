// Functions and methods.
#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax::foreign {
namespace {

std::optional<uint32_t> OnlyComma(const Place& p, uint32_t opening, uint32_t closing) {
  std::optional<uint32_t> comma;
  uint32_t depth = 0;
  for (uint32_t i = opening; i < closing; ++i) {
    depth += IsOpening(p.Type(i));
    depth -= IsClosing(p.Type(i));
    if (p.Type(i) != Lexer::COMMA || depth != 1) continue;
    if (comma) return std::nullopt;
    comma = i;
  }
  return comma;
}

}  // namespace

// any(resources.ARN)
bool AnyAsFunction(const Place& p) {
  if (p.Here() != Lexer::LPAREN || p.Before() != Lexer::ANY || IsWordOperator(p.Before(2)))
    return false;
  p.Emit(p.tokens.span(p.at - 1), "`any` is not a function",
         "a path that crosses an array means any of its elements: test the path itself, as in "
         "`resources.ARN endswith \"x\"`");
  return true;
}

// contains(eventName, "Get")
bool OperatorAsFunction(const Place& p) {
  if (!IsWordOperator(p.Here()) || p.Type(p.at + 1) != Lexer::LPAREN || EndsOperand(p.Before()))
    if (p.Before() != Lexer::CONDITION && p.Before() != Lexer::WHERE && p.Before() != Lexer::WHEN)
      return false;
  if (!IsWordOperator(p.Here()) || p.Type(p.at + 1) != Lexer::LPAREN) return false;
  const auto closing = p.ClosingOf(p.at + 1);
  const auto comma = closing ? OnlyComma(p, p.at + 1, *closing) : std::nullopt;
  if (!comma) {
    p.Emit(p.tokens.span(p.at), fmt::format("write `{}` between two values", p.Text(p.at)),
           fmt::format("write `field {} \"…\"`", p.Text(p.at)));
    return true;
  }
  return p.Rewrite(p.Cover(p.at, *closing),
                   fmt::format("write `{}` between two values", p.Text(p.at)),
                   fmt::format("{} {} {}", p.Source(p.at + 2, *comma), p.Text(p.at),
                               p.Source(*comma + 1, *closing)));
}

// eventName.lower(), eventName.startsWith("Get")
bool MethodCall(const Place& p) {
  if (p.Here() != Lexer::LPAREN || p.Before(2) != Lexer::DOT) return false;
  const uint32_t name = p.at - 1;
  const std::string object = p.Source(p.PathBegin(name - 1), name - 1);
  const auto closing = p.ClosingOf(p.at);
  if (object.empty() || !closing) return false;
  const std::string argument = p.Source(p.at + 1, *closing);
  const Span span = p.Cover(p.PathBegin(name - 1), *closing);
  std::string_view op = WordFor(p.Text(name));
  if (op.empty() && IsWordOperator(p.Type(name))) op = p.Text(name);
  if (!op.empty() && !argument.empty())
    return p.Rewrite(span, "values have no methods; write a test between two values",
                     fmt::format("{} {} {}", object, op, argument));
  const std::string_view function = FunctionFor(p.Text(name));
  const std::string ours(function.empty() ? p.Text(name) : function);
  return p.Rewrite(span, "values have no methods; write a function before its argument",
                   fmt::format("{}({}{})", ours, object, argument.empty() ? "" : ", " + argument));
}

// count(*), count(distinct x)
bool CountOfAll(const Place& p) {
  if (p.Here() == Lexer::STAR && p.Before() == Lexer::LPAREN && p.Type(p.at + 1) == Lexer::RPAREN)
    return p.Rewrite(p.Cover(p.at - 1, p.at + 1), "`*` is not a value", "()",
                     ": `count()` counts events");
  const bool distinct = p.at > p.section.begin && p.Lower(p.at - 1) == "distinct" &&
                        p.Before(2) == Lexer::LPAREN && IsName(p.Here());
  if (!distinct || p.at < p.section.begin + 3) return false;
  const auto closing = p.ClosingOf(p.at - 2);
  if (!closing) return false;
  return p.Rewrite(p.Cover(p.at - 3, *closing), "counting different values is a separate function",
                   fmt::format("distinct({})", p.Source(p.at, *closing)));
}

}  // namespace sigrun::syntax::foreign
