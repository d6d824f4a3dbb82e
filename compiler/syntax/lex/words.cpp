#include "compiler/syntax/lex/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace sigrun::syntax {
namespace {

const antlr4::dfa::Vocabulary& Vocabulary() {
  static ByteStream nothing("");
  static Lexer lexer(&nothing);
  return lexer.getVocabulary();
}

}  // namespace

// The lexer grammar lists first the words that may be names, then the reserved ones.
bool IsName(size_t type) {
  return (type >= Lexer::IMPORT && type <= Lexer::OF) || type == Lexer::IDENT;
}

bool IsReserved(size_t type) { return type >= Lexer::THEM && type <= Lexer::NULL_; }

bool IsLiteral(size_t type) {
  return (type >= Lexer::TIMESTAMP && type <= Lexer::UNCLOSED_STRING) || type == Lexer::TRUE ||
         type == Lexer::FALSE || type == Lexer::NULL_ || type == Lexer::REGEX;
}

bool IsOpening(size_t type) {
  return type == Lexer::LPAREN || type == Lexer::LBRACK || type == Lexer::LBRACE;
}

bool IsClosing(size_t type) {
  return type == Lexer::RPAREN || type == Lexer::RBRACK || type == Lexer::RBRACE;
}

size_t Closing(size_t opening) { return opening + 1; }
static_assert(Lexer::RPAREN == Lexer::LPAREN + 1 && Lexer::RBRACK == Lexer::LBRACK + 1 &&
              Lexer::RBRACE == Lexer::LBRACE + 1);

bool IsTestOperator(size_t type) {
  return (type >= Lexer::EQ && type <= Lexer::GT) ||
         (type >= Lexer::CONTAINS && type <= Lexer::MATCHES) || type == Lexer::IN ||
         type == Lexer::IS;
}

bool IsArithmetic(size_t type) {
  return type == Lexer::PLUS || type == Lexer::MINUS || type == Lexer::STAR ||
         type == Lexer::SLASH || type == Lexer::PERCENT;
}

bool EndsOperand(size_t type) {
  return IsName(type) || IsLiteral(type) || IsClosing(type) || type == Lexer::THEM ||
         type == Lexer::NAME_PATTERN || type == Lexer::QUOTED_NAME;
}

bool IsDeclarationWord(size_t type) {
  switch (type) {
    case Lexer::IMPORT:
    case Lexer::PUB:
    case Lexer::LET:
    case Lexer::LIST:
    case Lexer::TABLE:
    case Lexer::RULE:
    case Lexer::EXCEPTION:
    case Lexer::FIXTURE:
    case Lexer::TEST:
      return true;
    default:
      return false;
  }
}

bool StartsOperand(size_t type) {
  return IsName(type) || IsLiteral(type) || type == Lexer::LPAREN || type == Lexer::LBRACK ||
         type == Lexer::EXISTS || type == Lexer::NOT || type == Lexer::IF ||
         type == Lexer::QUOTED_NAME;
}

std::string Expected(size_t type) {
  switch (type) {
    case antlr4::Token::EOF:
      return "the end";
    case Lexer::IDENT:
    case Lexer::QUOTED_NAME:
      return "a name";
    case Lexer::STRING:
    case Lexer::RAW_STRING:
      return "a string";
    case Lexer::INT:
    case Lexer::FLOAT:
      return "a number";
    case Lexer::QUANTITY:
    case Lexer::PERCENTAGE:
      return "a quantity such as `10m` or `5GiB`";
    case Lexer::DATE:
    case Lexer::TIMESTAMP:
      return "a date";
    case Lexer::REGEX:
      return "a regular expression";
    case Lexer::NAME_PATTERN:
      return "a pattern such as `filter_*`";
    case Lexer::AND:
      return "`and`";
    case Lexer::OR:
      return "`or`";
    case Lexer::NOT:
      return "`not`";
    case Lexer::EQ:
      return "`==`";
    case Lexer::NE:
      return "`!=`";
    default:
      break;
  }
  std::string name = Vocabulary().getDisplayName(type);
  std::replace(name.begin(), name.end(), '\'', '`');
  return name;
}

std::string OneOf(const std::vector<std::string>& phrases) {
  std::string text;
  for (size_t i = 0; i < phrases.size(); ++i) {
    if (i > 0) text += i + 1 == phrases.size() ? " or " : ", ";
    text += phrases[i];
  }
  return text;
}

std::string ExpectedOneOf(const std::vector<size_t>& types) {
  constexpr size_t kMost = 4;
  const bool any_name = std::find(types.begin(), types.end(), Lexer::IDENT) != types.end();
  std::vector<std::string> phrases;
  for (const size_t type : types) {
    if (any_name && IsName(type) && type != Lexer::IDENT) continue;
    std::string phrase = Expected(type);
    if (std::find(phrases.begin(), phrases.end(), phrase) == phrases.end())
      phrases.push_back(std::move(phrase));
  }
  return phrases.size() > kMost ? std::string() : OneOf(phrases);
}

std::string Found(const Tokens& tokens, uint32_t index) {
  if (index >= tokens.size()) return "end of file";
  constexpr size_t kLongest = 40;
  const std::string_view text = tokens.text(index);
  if (text.size() <= kLongest)
    return tokens.type(index) == Lexer::QUOTED_NAME ? std::string(text) : fmt::format("`{}`", text);
  switch (tokens.type(index)) {
    case Lexer::STRING:
    case Lexer::RAW_STRING:
      return "a string";
    case Lexer::REGEX:
      return "a regular expression";
    case Lexer::INT:
    case Lexer::FLOAT:
      return "a number";
    default:
      return "a long name";
  }
}

}  // namespace sigrun::syntax
