#include "compiler/syntax/names.h"

#include "compiler/syntax/lex/words.h"

namespace sigrun::syntax {
namespace {

// The type of the single token in the text; 0 if there is none or more than one.
size_t OnlyToken(std::string_view text) {
  const Tokens tokens(text, 0, SourceId{});
  return tokens.size() == 1 && tokens.text(0) == text ? tokens.type(0) : 0;
}

}  // namespace

bool MayBeName(std::string_view text) { return IsName(OnlyToken(text)); }

bool MayBeKey(std::string_view text) {
  const size_t type = OnlyToken(text);
  return IsName(type) || type == Lexer::INT || type == Lexer::QUANTITY ||
         (IsReserved(type) && text != "&&" && text != "||" && text != "!");
}

}  // namespace sigrun::syntax
