// Lists, and the elements of arrays.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/text/ascii.h"
#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"
#include "compiler/syntax/lex/words.h"

namespace sigrun::syntax::foreign {
namespace {

bool TakesList(size_t type) {
  return type == Lexer::IN || type == Lexer::ANY || type == Lexer::ALL || IsWordOperator(type);
}

// The items of a list, with quotes around words, which most languages write without quotes.
std::string ListOf(const Place& p, uint32_t first, uint32_t behind) {
  std::string list = "[";
  for (uint32_t i = first; i < behind; ++i) {
    const bool word = p.Type(i) == Lexer::IDENT && p.Type(i + 1) != Lexer::DOT &&
                      (i == first || p.Type(i - 1) != Lexer::DOT);
    if (word)
      list += fmt::format("\"{}\"", p.Text(i));
    else
      list += p.Text(i);
    if (p.Type(i) == Lexer::COMMA) list += ' ';
  }
  return list + "]";
}

}  // namespace

// in ("a", "b"), in {"a", "b"}
bool ListInParentheses(const Place& p) {
  const bool brace = p.Here() == Lexer::LBRACE && TakesList(p.Before());
  const auto opening = brace ? std::optional(p.at) : p.Opening();
  if (!opening || (!brace && p.Here() != Lexer::COMMA)) return false;
  if (*opening == p.section.begin || p.Type(*opening) == Lexer::LBRACK) return false;
  if (!TakesList(p.Type(*opening - 1))) return false;
  const auto closing = p.ClosingOf(*opening);
  const std::string_view message = "a list needs square brackets";
  if (!closing) {
    p.Emit(p.tokens.span(*opening), std::string(message), "write `[…]`");
    return true;
  }
  return p.Rewrite(p.Cover(*opening, *closing), std::string(message),
                   ListOf(p, *opening + 1, *closing));
}

// in a, b
bool ListWithoutBrackets(const Place& p) {
  if (p.Here() != Lexer::COMMA || p.Opening()) return false;
  for (uint32_t i = p.at; i > p.section.begin; --i) {
    if (!TakesList(p.Type(i - 1))) continue;
    uint32_t last = p.at;
    while (last + 1 < p.end &&
           (p.Type(last + 1) == Lexer::COMMA || EndsOperand(p.Type(last + 1)) ||
            p.Type(last + 1) == Lexer::DOT) &&
           !p.tokens[last + 1].first_on_line)
      ++last;
    const Span span = p.Cover(i, last);
    return p.Rewrite(span, "several values need square brackets", ListOf(p, i, last + 1));
  }
  p.Emit(p.tokens.span(p.at), "unexpected `,`", "join two conditions with `and` or `or`");
  return true;
}

// userIdentity["arn"]
bool IndexByText(const Place& p) {
  if (p.Before() != Lexer::LBRACK || !IsText(p.Here()) || p.Type(p.at + 1) != Lexer::RBRACK)
    return false;
  if (p.at < p.section.begin + 2 || !EndsOperand(p.Before(2))) return false;
  std::string key(p.Text(p.at).substr(1, p.Text(p.at).size() - 2));
  const bool word =
      std::all_of(key.begin(), key.end(), [](char c) { return IsAsciiAlnum(c) || c == '_'; });
  if (!word) key = '"' + key + '"';
  const std::string path = p.Source(p.PathBegin(p.at - 1), p.at - 1);
  p.Emit(p.Cover(p.at - 1, p.at + 1), "a member is written after a dot",
         fmt::format("write `{}.{}`", path, key))
      .FixWith(p.Cover(p.at - 1, p.at + 1), "." + key);
  return true;
}

// items[*].key, items[].key
bool IndexOfAll(const Place& p) {
  const bool star = (p.Here() == Lexer::STAR || (p.at < p.end && p.Text(p.at) == "_")) &&
                    p.Type(p.at + 1) == Lexer::RBRACK;
  if (p.Before() != Lexer::LBRACK || !EndsOperand(p.Before(2)) ||
      (!star && p.Here() != Lexer::RBRACK))
    return false;
  const Span span = p.Cover(p.at - 1, star ? p.at + 1 : p.at);
  p.Emit(
       span,
       fmt::format("`{}` is not allowed in a path", p.Source(p.at - 1, star ? p.at + 2 : p.at + 1)),
       "remove it: a path that crosses an array means any of its elements")
      .FixWith(span, "");
  return true;
}

}  // namespace sigrun::syntax::foreign
