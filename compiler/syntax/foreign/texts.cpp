// Strings.
#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax::foreign {

// r"…", f"…"
bool PrefixOfText(const Place& p) {
  if (!IsText(p.Here()) || p.Before() != Lexer::IDENT || p.Text(p.at - 1).size() > 2 ||
      !p.Touch(p.at - 1))
    return false;
  const std::string letter = p.Lower(p.at - 1);
  const bool format = letter.find('f') != std::string::npos;
  p.Emit(p.tokens.span(p.at - 1), fmt::format("unexpected `{}` before a string", p.Text(p.at - 1)),
         format ? "remove it: a message replaces `{field}` without it"
                : "remove it: in single quotes a backslash is an ordinary character, and a regular "
                  "expression is `/…/`")
      .FixWith(p.tokens.span(p.at - 1), "");
  return true;
}

// title = Root used
bool TextWithoutQuotes(const Place& p) {
  const bool value = p.Before() == Lexer::IDENT && p.Before(2) == Lexer::ASSIGN && IsName(p.Here());
  if (!value || !IsMetaKey(std::string(p.Text(p.at - 3)))) return false;
  uint32_t last = p.at;
  while (IsName(p.Type(last + 1)) && !p.tokens[last + 1].first_on_line &&
         p.Type(last + 2) != Lexer::ASSIGN)
    ++last;
  return p.Rewrite(p.Cover(p.at - 1, last), "text of several words needs quotes",
                   fmt::format("\"{}\"", p.Source(p.at - 1, last + 1)));
}

}  // namespace sigrun::syntax::foreign
