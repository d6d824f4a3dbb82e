// Items of a rule, and what separates them.
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax::foreign {
namespace {

bool InMeta(const Place& p) {
  return p.Type(p.section.begin) == Lexer::META || p.Opening().has_value();
}

bool IsItemWord(size_t type) {
  switch (type) {
    case Lexer::ON:
    case Lexer::GROUP:
    case Lexer::WINDOW:
    case Lexer::SEQUENCE:
    case Lexer::CONDITION:
    case Lexer::META:
    case Lexer::ALERT:
      return true;
    default:
      return false;
  }
}

}  // namespace

// when eventName == "x"
bool ItemOfAnother(const Place& p) {
  if (p.at >= p.end || !p.tokens[p.at].first_on_line) return false;
  const ForeignItem item = ItemFor(p.Text(p.at));
  const bool begins = p.at == p.section.begin || EndsOperand(p.Before());
  const bool names = p.Type(p.at + 1) == Lexer::ASSIGN || p.Type(p.at + 1) == Lexer::DOT;
  if (item.ours.empty() || !begins || names) return false;
  if (p.Type(p.section.begin) == Lexer::SEQUENCE && item.word == "window sliding")
    return p.Rewrite(p.tokens.span(p.at),
                     fmt::format("`{}` is not allowed in a sequence", p.Text(p.at)), "within");
  auto diagnostic = p.Emit(p.tokens.span(p.at), fmt::format("unknown item `{}`", p.Text(p.at)),
                           fmt::format("write `{}`", item.ours));
  const bool colon = p.Type(p.at + 1) == Lexer::COLON;
  diagnostic.FixWith(p.Cover(p.at, colon ? p.at + 1 : p.at), std::string(item.word));
  return true;
}

// condition: x; title: "x"
bool ColonBehindItem(const Place& p) {
  if (!p.item) return false;
  uint32_t word = p.at;
  if (p.Here() == Lexer::COLON && p.at > p.section.begin) --word;
  if (p.Type(word + 1) != Lexer::COLON || !(IsName(p.Type(word)) || IsReserved(p.Type(word))))
    return false;
  if (!p.tokens[word].first_on_line) return false;
  const std::string name(p.Text(word));
  const Span colon = p.tokens.span(word + 1);
  if (IsMetaKey(name) && !InMeta(p)) {
    p.Emit(p.tokens.span(word), fmt::format("`{}` is metadata", name),
           fmt::format("write `meta {{ {} = … }}`", name));
  } else if (IsItemWord(p.Type(word))) {
    p.Emit(colon, fmt::format("unexpected `:` after `{}`", name),
           p.Type(word) == Lexer::WINDOW  ? "write `window sliding 10m`"
           : p.Type(word) == Lexer::GROUP ? "write `group by …`"
                                          : fmt::format("write `{} …`", name))
        .FixWith(colon, "");
  } else {
    p.Emit(colon, fmt::format("expected `=` after `{}`, found `:`", name),
           "write `=` between a name and its value")
        .FixWith(colon, " =");
  }
  return true;
}

bool Semicolon(const Place& p) {
  if (p.Here() != Lexer::SEMI || p.Opening()) return false;
  p.Emit(p.tokens.span(p.at), "unexpected `;`", "remove it: items need no separator")
      .FixWith(p.tokens.span(p.at), "");
  return true;
}

// rule r : tag {
bool TagsOfRule(const Place& p) {
  if (p.Here() != Lexer::COLON || p.Before(2) != Lexer::RULE || !IsName(p.Before())) return false;
  p.Emit(p.tokens.span(p.at), "unexpected `:`",
         "write tags in the rule: `meta { tags = [attack.t1078] }`");
  return true;
}

// param n = 5
bool ParamWithoutType(const Place& p) {
  if (p.Here() != Lexer::ASSIGN || p.Before(2) != Lexer::PARAM) return false;
  const size_t value = p.Type(p.at + 1);
  const std::string_view type = IsText(value)              ? "string"
                                : value == Lexer::FLOAT    ? "float"
                                : value == Lexer::QUANTITY ? "duration"
                                                           : "int";
  const std::string ours = fmt::format("{}: {}", p.Text(p.at - 1), type);
  p.Emit(p.tokens.span(p.at - 1), "a parameter needs a type",
         fmt::format("write `param {} = …`", ours))
      .FixWith(p.tokens.span(p.at - 1), ours);
  return true;
}

// sequence a then b
bool StepsInWords(const Place& p) {
  if (p.Type(p.section.begin) != Lexer::SEQUENCE || p.at >= p.end || !IsName(p.Before()))
    return false;
  const std::string word = p.Lower(p.at);
  if (word != "then" && word != "," && word != "followed" && word != "next") return false;
  const uint32_t last = word == "followed" && p.Lower(p.at + 1) == "by" ? p.at + 1 : p.at;
  return p.Rewrite(p.Cover(p.at, last), "expected `->` between two steps", "->");
}

// -- as in SQL
bool DashedComment(const Place& p) {
  if (p.Here() != Lexer::MINUS || p.Type(p.at + 1) != Lexer::MINUS || !p.Touch(p.at) ||
      !p.tokens[p.at].first_on_line)
    return false;
  p.Emit(p.Cover(p.at, p.at + 1), "`--` does not begin a comment",
         "comments begin with `//` or `#`")
      .FixWith(p.Cover(p.at, p.at + 1), "//");
  return true;
}

}  // namespace sigrun::syntax::foreign
