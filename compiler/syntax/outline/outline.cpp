#include "compiler/syntax/outline/outline.h"

#include "compiler/syntax/lex/words.h"

namespace sigrun::syntax {
namespace {

bool IsWord(size_t type) { return IsName(type) || IsReserved(type); }

// The keyword of a declaration at the left margin, after something complete and before something
// that does not continue an expression: a declaration with an error right after its first word.
bool LooksLikeDeclaration(const Tokens& tokens, uint32_t i) {
  if (!IsDeclarationWord(tokens.type(i)) || !tokens[i].first_on_line || tokens[i].column != 0)
    return false;
  if (i > 0 && !EndsOperand(tokens.type(i - 1))) return false;
  const size_t next = tokens.type(i + 1);
  return IsWord(next) || IsLiteral(next) || next == Lexer::LBRACE;
}

// At the left margin, after something complete: an item that belongs inside a rule or a test.
bool LooksLikeStrayItem(const Tokens& tokens, uint32_t i) {
  if (i == 0 || !tokens[i].first_on_line || tokens[i].column != 0) return false;
  const size_t before = tokens.type(i - 1);
  if (!EndsOperand(before) || IsDeclarationWord(before)) return false;
  return StartsRuleItem(tokens, i) || StartsExpectation(tokens, i);
}

// The first word of an item on its own line, or before a literal: an item with an error.
bool LooksLikeRuleItem(const Tokens& tokens, uint32_t i) {
  if (!tokens[i].first_on_line || i + 1 >= tokens.size()) return false;
  switch (tokens.type(i)) {
    case Lexer::META:
    case Lexer::ALERT:
    case Lexer::ON:
    case Lexer::PARAM:
    case Lexer::GROUP:
    case Lexer::WINDOW:
    case Lexer::SEQUENCE:
    case Lexer::CONDITION:
      break;
    default:
      return false;
  }
  const size_t next = tokens.type(i + 1);
  return next == Lexer::RBRACE || IsLiteral(next) || (tokens[i + 1].first_on_line && IsWord(next));
}

// Words that begin an item and need something after them.
bool WantsMore(size_t type) {
  switch (type) {
    case Lexer::CONDITION:
    case Lexer::PARAM:
    case Lexer::GROUP:
    case Lexer::BY:
    case Lexer::WINDOW:
    case Lexer::SEQUENCE:
    case Lexer::WHEN:
    case Lexer::LET:
    case Lexer::PUB:
    case Lexer::WITHIN:
      return true;
    default:
      return false;
  }
}

// Whether an item can begin at `i`, judging by what precedes it.
bool MayBegin(const Tokens& tokens, uint32_t i, Section item, uint32_t margin) {
  const size_t before = tokens.type(i - 1);
  if (tokens[i].first_on_line && tokens[i].column == margin) return true;
  const bool second = i == item.begin + 1;
  if (second && (WantsMore(before) || StartsDeclaration(tokens, item.begin))) return false;
  return EndsOperand(before) && !WantsMore(before);
}

}  // namespace

bool StartsDeclaration(const Tokens& tokens, uint32_t i) {
  const size_t before = i > 0 ? tokens.type(i - 1) : antlr4::Token::EOF;
  if (before == Lexer::DOT || before == Lexer::IMPORT) return false;
  const size_t next = tokens.type(i + 1), then = tokens.type(i + 2);
  const bool named = IsWord(next);
  switch (tokens.type(i)) {
    case Lexer::IMPORT:
      return IsName(next) && (i == 0 || EndsOperand(before));
    case Lexer::PUB:
      return next == Lexer::LET || next == Lexer::LIST || next == Lexer::TABLE
                 ? StartsDeclaration(tokens, i + 1)
                 : false;
    case Lexer::LET:
      return named && then == Lexer::ASSIGN;
    case Lexer::LIST:
      return named && (then == Lexer::COLON || then == Lexer::ASSIGN || then == Lexer::FROM);
    case Lexer::TABLE:
      return named && then == Lexer::FROM;
    case Lexer::RULE:
    case Lexer::TEST:
      return named && then == Lexer::LBRACE;
    case Lexer::EXCEPTION:
      return next == Lexer::FOR && IsWord(then);
    case Lexer::FIXTURE:
      return named && (then == Lexer::ASSIGN || then == Lexer::FROM);
    default:
      return false;
  }
}

bool StartsKeyItem(const Tokens& tokens, uint32_t i) {
  if (tokens.type(i) == Lexer::WHEN && tokens[i].first_on_line)
    return tokens.type(i + 1) != Lexer::DOT;
  return IsWord(tokens.type(i)) && tokens.type(i + 1) == Lexer::ASSIGN;
}

bool StartsExpectation(const Tokens& tokens, uint32_t i) {
  const size_t type = tokens.type(i);
  if (type != Lexer::FIRES && type != Lexer::QUIET) return false;
  const size_t next = tokens.type(i + 1);
  return tokens[i].first_on_line || next == Lexer::ON || next == Lexer::ONCE || next == Lexer::INT;
}

bool StartsRuleItem(const Tokens& tokens, uint32_t i) {
  const size_t next = tokens.type(i + 1), then = tokens.type(i + 2);
  switch (tokens.type(i)) {
    case Lexer::META:
    case Lexer::ALERT:
      if (next == Lexer::LBRACE) return true;
      break;
    case Lexer::ON:
    case Lexer::PARAM:
    case Lexer::GROUP:
    case Lexer::WINDOW:
      if (IsName(next)) return true;
      break;
    case Lexer::SEQUENCE:
      if (IsName(next) || next == Lexer::NOT || next == Lexer::ALL) return true;
      break;
    case Lexer::CONDITION:
      if (StartsOperand(next) || next == Lexer::ANY || next == Lexer::ALL) return true;
      // `condition contains(a, b)`, `condition: a`: items with an error.
      if (tokens[i].first_on_line &&
          (next == Lexer::COLON || (IsReserved(next) && then == Lexer::LPAREN)))
        return true;
      break;
    default:
      break;
  }
  return (IsWord(tokens.type(i)) && next == Lexer::ASSIGN) || LooksLikeRuleItem(tokens, i) ||
         StartsDeclaration(tokens, i);
}

std::vector<Section> Declarations(const Tokens& tokens, const Brackets& brackets) {
  std::vector<Section> sections;
  bool ended = true;
  for (uint32_t i = 0; i < tokens.size(); ++i) {
    const bool outside = brackets.depth[i] == 0;
    const bool second =
        i > 0 && tokens.type(i - 1) == Lexer::PUB && !ended && sections.back().begin == i - 1;
    const bool starts = outside && !second &&
                        (StartsDeclaration(tokens, i) || LooksLikeDeclaration(tokens, i) ||
                         LooksLikeStrayItem(tokens, i));
    if (starts || ended) {
      if (!sections.empty()) sections.back().end = i;
      sections.push_back({i, tokens.size()});
    }
    ended = outside && tokens.type(i) == Lexer::RBRACE;
  }
  return sections;
}

std::vector<Section> Items(const Tokens& tokens, const Brackets& brackets, Section body,
                           Starts starts) {
  std::vector<Section> items;
  if (body.begin >= body.end) return items;
  const uint32_t depth = brackets.depth[body.begin - 1] + 1;
  const uint32_t margin = tokens[body.begin].first_on_line ? tokens[body.begin].column : UINT32_MAX;
  items.push_back({body.begin, body.end});
  for (uint32_t i = body.begin + 1; i < body.end; ++i) {
    if (brackets.depth[i] != depth || !starts(tokens, i)) continue;
    if (!MayBegin(tokens, i, items.back(), margin)) continue;
    items.back().end = i;
    items.push_back({i, body.end});
  }
  return items;
}

}  // namespace sigrun::syntax
