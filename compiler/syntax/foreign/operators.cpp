// Operators between values.
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax::foreign {

// !has: reported at the `!`.
bool NegatedWord(const Place& p) {
  return p.at > p.section.begin && p.at < p.end && p.Text(p.at - 1) == "!" && p.Touch(p.at - 1) &&
         !WordFor(p.Text(p.at)).empty();
}

// field : "x", field := "x"
bool ColonAsOperator(const Place& p) {
  if (p.Here() != Lexer::COLON || !EndsOperand(p.Before())) return false;
  if (p.at == p.section.begin + 1) return false;  // a name and its value
  const bool assign = p.Type(p.at + 1) == Lexer::ASSIGN;
  if (!IsText(p.Type(p.at + 1)) && !assign) return false;
  if (p.Opening() && p.Type(*p.Opening()) == Lexer::LBRACE) return false;
  const bool pattern = p.Text(p.at + 1).find('*') != std::string_view::npos;
  const Span span = p.Cover(p.at, assign ? p.at + 1 : p.at);
  p.sink.Emit(diag::codes::ForeignOperator, span, p.Source(p.at, assign ? p.at + 2 : p.at + 1))
      .Help(pattern ? "write `like`" : "write `==`")
      .FixWith(span, pattern ? " like" : " ==");
  return true;
}

// => =<
bool OperatorInTwo(const Place& p) {
  if (p.Here() != Lexer::ASSIGN || !p.Touch(p.at)) return false;
  const bool ge = p.Type(p.at + 1) == Lexer::GT, le = p.Type(p.at + 1) == Lexer::LT;
  if (!ge && !le) return false;
  p.sink.Emit(diag::codes::ForeignOperator, p.Cover(p.at, p.at + 1), p.Source(p.at, p.at + 2))
      .Help(ge ? "write `>=`" : "write `<=`")
      .FixWith(p.Cover(p.at, p.at + 1), ge ? ">=" : "<=");
  return true;
}

// IS NOT NULL, is not None
bool NullInWords(const Place& p) {
  uint32_t is = p.at;
  while (is > p.section.begin && p.at - is < 2 && p.Lower(is) != "is") --is;
  if (p.Lower(is) != "is" || is <= p.section.begin || !EndsOperand(p.Type(is - 1))) return false;
  uint32_t word = is + 1;
  bool negated = p.Lower(word) == "not";
  if (negated) ++word;
  const std::string what = p.Lower(word);
  if (what == "defined" || what == "set" || what == "present")
    negated = !negated;
  else if (what != "null" && what != "none" && what != "nil" && what != "undefined" &&
           what != "missing" && what != "empty" && what != "absent")
    return false;
  if (word >= p.end) return false;
  const uint32_t begin = p.PathBegin(is);
  const std::string path = begin < is ? p.Source(begin, is) : "field";
  const std::string ours = what == "empty" || what == "absent"
                               ? fmt::format("{} is {}{}", path, negated ? "not " : "", what)
                               : fmt::format("{}exists {}", negated ? "" : "not ", path);
  const std::string written = p.Source(is, word + 1);
  p.sink.Emit(diag::codes::ForeignOperator, p.Cover(is, word), written)
      .Help(fmt::format("write `{}`", ours))
      .FixWith(p.Cover(begin, word), ours);
  return true;
}

// a between 1 and 5
bool Between(const Place& p) {
  if (p.at >= p.end || p.Lower(p.at) != "between" || !EndsOperand(p.Before())) return false;
  const std::string path = p.Source(p.PathBegin(p.at), p.at);
  const bool whole = IsLiteral(p.Type(p.at + 1)) && p.Lower(p.at + 2) == "and" &&
                     IsLiteral(p.Type(p.at + 3)) && !path.empty();
  auto diagnostic = p.sink.Emit(diag::codes::ForeignOperator, p.tokens.span(p.at), p.Text(p.at));
  const std::string ours =
      whole ? fmt::format("{0} >= {1} and {0} <= {2}", path, p.Text(p.at + 1), p.Text(p.at + 3))
            : "a >= 1 and a <= 5";
  diagnostic.Help(fmt::format("write `{}`", ours));
  if (whole) diagnostic.FixWith(p.Cover(p.PathBegin(p.at), p.at + 3), ours);
  return true;
}

// == "x" nocase
bool IdleWord(const Place& p) {
  const std::string word = p.at < p.end ? p.Lower(p.at) : "";
  if ((word != "nocase" && word != "ignorecase" && word != "insensitive") ||
      !EndsOperand(p.Before()))
    return false;
  p.Emit(p.tokens.span(p.at), fmt::format("unexpected `{}`", p.Text(p.at)),
         "remove it: letter case is ignored without `cased`")
      .FixWith(p.tokens.span(p.at), "");
  return true;
}

// eventName is "x", eventName is not "x"
bool IsAsOperator(const Place& p) {
  const bool negated =
      p.at >= p.section.begin + 2 && p.Before() == Lexer::NOT && p.Before(2) == Lexer::IS;
  if ((!negated && p.Before() != Lexer::IS) || !StartsOperand(p.Here())) return false;
  const Span span = p.Cover(p.at - (negated ? 2 : 1), p.at - 1);
  p.sink.Emit(diag::codes::ForeignOperator, span, negated ? "is not" : "is")
      .Help(negated ? "write `!=`" : "write `==`")
      .FixWith(span, negated ? "!=" : "==");
  return true;
}

// eventName == /Get.*/
bool RegexBehindOperator(const Place& p) {
  const bool equal = p.Before() == Lexer::EQ || p.Before() == Lexer::NE;
  if (p.Here() != Lexer::SLASH || !equal) return false;
  const std::string matches = p.Before() == Lexer::EQ ? "matches" : "not matches";
  p.Emit(p.tokens.span(p.at - 1), "cannot compare with a regular expression",
         fmt::format("write `{} /…/`", matches))
      .FixWith(p.tokens.span(p.at - 1), matches);
  return true;
}

}  // namespace sigrun::syntax::foreign
