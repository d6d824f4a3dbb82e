#include "compiler/syntax/foreign_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/foreign_words.h"
#include "compiler/syntax/words.h"

namespace sigrun::syntax {
namespace {

namespace codes = diag::codes;

bool IsWordOperator(size_t type) {
  switch (type) {
    case Lexer::CONTAINS:
    case Lexer::STARTSWITH:
    case Lexer::ENDSWITH:
    case Lexer::LIKE:
    case Lexer::MATCHES:
      return true;
    default:
      return false;
  }
}
bool IsText(size_t type) { return type == Lexer::STRING || type == Lexer::RAW_STRING; }

class Forms {
 public:
  Forms(const Tokens& tokens, const Failure& failure, Section section, bool item, diag::Sink& sink)
      : tokens_(tokens),
        section_(section),
        item_(item),
        sink_(sink),
        at_(failure.token),
        end_(failure.end) {}

  bool Explain() {
    static constexpr bool (Forms::* kCases[])() = {
        &Forms::CommasInNumber,
        &Forms::QuantityInTwo,
        &Forms::ListInParentheses,
        &Forms::ListWithoutBrackets,
        &Forms::IndexByText,
        &Forms::IndexOfAll,
        &Forms::NegatedWord,
        &Forms::AnyAsFunction,
        &Forms::OperatorAsFunction,
        &Forms::MethodCall,
        &Forms::ItemOfAnother,
        &Forms::ColonBehindItem,
        &Forms::ColonAsOperator,
        &Forms::OperatorInTwo,
        &Forms::WindowWithoutKind,
        &Forms::NullInWords,
        &Forms::Between,
        &Forms::CountOfAll,
        &Forms::PrefixOfText,
        &Forms::Semicolon,
        &Forms::TagsOfRule,
        &Forms::IdleWord,
        &Forms::IsAsOperator,
        &Forms::RegexBehindOperator,
        &Forms::QuotedQuantity,
        &Forms::DateWithSlashes,
        &Forms::ParamWithoutType,
        &Forms::StepsInWords,
        &Forms::TextWithoutQuotes,
        &Forms::DashedComment,
    };
    return at_ <= end_ && std::any_of(std::begin(kCases), std::end(kCases),
                                      [this](auto one) { return (this->*one)(); });
  }

 private:
  size_t Type(uint32_t i) const { return i < end_ ? tokens_.type(i) : antlr4::Token::EOF; }
  size_t Here() const { return Type(at_); }
  // The token `n` before the failure; EOF before the section.
  size_t Before(uint32_t n = 1) const {
    return at_ >= section_.begin + n ? tokens_.type(at_ - n) : antlr4::Token::EOF;
  }
  std::string_view Text(uint32_t i) const {
    return i < tokens_.size() ? tokens_.text(i) : std::string_view();
  }
  std::string Lower(uint32_t i) const { return AsciiLower(Text(i)); }
  bool Touch(uint32_t i) const {
    return i + 1 < tokens_.size() && tokens_[i].end == tokens_[i + 1].begin;
  }
  Span Cover(uint32_t first, uint32_t last) const {
    return tokens_.Between(tokens_[first].begin, tokens_[last].end);
  }
  // The source text of the tokens [first, behind).
  std::string Source(uint32_t first, uint32_t behind) const {
    if (first >= behind) return {};
    return std::string(tokens_.source_text().substr(
        tokens_[first].begin, tokens_[behind - 1].end - tokens_[first].begin));
  }

  diag::Sink::Builder Emit(Span span, const std::string& message, const std::string& help) {
    auto diagnostic = sink_.Emit(codes::SyntaxError, span, message);
    diagnostic.Help(help);
    return diagnostic;
  }
  // Reports that all of `span` is written differently.
  bool Rewrite(Span span, const std::string& message, const std::string& ours,
               const std::string& more = "") {
    Emit(span, message, fmt::format("write `{}`{}", ours, more)).FixWith(span, ours);
    return true;
  }

  // The innermost open bracket; nullopt outside brackets.
  std::optional<uint32_t> Opening() const {
    uint32_t closed = 0;
    for (uint32_t i = std::min(at_, end_); i > section_.begin; --i) {
      if (IsClosing(Type(i - 1))) ++closed;
      if (IsOpening(Type(i - 1)) && closed-- == 0) return i - 1;
    }
    return std::nullopt;
  }
  std::optional<uint32_t> ClosingOf(uint32_t opening) const {
    uint32_t depth = 0;
    for (uint32_t i = opening; i < end_; ++i) {
      depth += IsOpening(Type(i));
      if (IsClosing(Type(i)) && --depth == 0) return i;
    }
    return std::nullopt;
  }
  // The start of the path that ends before `behind`.
  uint32_t PathBegin(uint32_t behind) const {
    uint32_t begin = behind;
    while (begin > section_.begin) {
      const size_t type = Type(begin - 1);
      const bool dot_next = begin < behind && Type(begin) == Lexer::DOT;
      const bool dot_before = begin >= section_.begin + 2 && Type(begin - 2) == Lexer::DOT;
      const bool part = IsName(type) || type == Lexer::QUOTED_NAME || IsReserved(type);
      const bool goes_on = begin == behind ? part : type == Lexer::DOT || (dot_next && part);
      if (!goes_on || (begin == behind && IsReserved(type) && !dot_before)) break;
      --begin;
    }
    return begin;
  }
  bool TakesList(size_t type) const {
    return type == Lexer::IN || type == Lexer::ANY || type == Lexer::ALL || IsWordOperator(type);
  }

  // 1,000,000
  bool CommasInNumber() {
    if (Here() != Lexer::COMMA || Before() != Lexer::INT) return false;
    uint32_t last = at_ - 1;
    while (Type(last + 1) == Lexer::COMMA && Type(last + 2) == Lexer::INT && Touch(last) &&
           Touch(last + 1) && Text(last + 2).size() == 3)
      last += 2;
    if (last == at_ - 1) return false;
    std::string digits;
    for (uint32_t i = at_ - 1; i <= last; i += 2) digits += Text(i);
    sink_.Emit(codes::BadNumber, Cover(at_ - 1, last), "commas are not allowed in a number")
        .Help(fmt::format("write `{}`", digits))
        .FixWith(Cover(at_ - 1, last), digits);
    return true;
  }

  // 10 minutes
  bool QuantityInTwo() {
    if (Before() != Lexer::INT && Before() != Lexer::FLOAT) return false;
    const std::string_view unit = at_ < end_ ? UnitFor(Text(at_)) : std::string_view();
    if (unit.empty()) return false;
    const std::string ours = std::string(Text(at_ - 1)) + std::string(unit);
    sink_.Emit(codes::BadNumber, Cover(at_ - 1, at_), "a quantity has no space before its unit")
        .Help(fmt::format("write `{}`", ours))
        .FixWith(Cover(at_ - 1, at_), ours);
    return true;
  }

  // The items of a list, with quotes around words, which most languages write without quotes.
  std::string ListOf(uint32_t first, uint32_t behind) const {
    std::string list = "[";
    for (uint32_t i = first; i < behind; ++i) {
      const bool word = Type(i) == Lexer::IDENT && Type(i + 1) != Lexer::DOT &&
                        (i == first || Type(i - 1) != Lexer::DOT);
      if (word)
        list += fmt::format("\"{}\"", Text(i));
      else
        list += Text(i);
      if (Type(i) == Lexer::COMMA) list += ' ';
    }
    return list + "]";
  }

  // in ("a", "b"), in {"a", "b"}
  bool ListInParentheses() {
    const bool brace = Here() == Lexer::LBRACE && TakesList(Before());
    const auto opening = brace ? std::optional(at_) : Opening();
    if (!opening || (!brace && Here() != Lexer::COMMA)) return false;
    if (*opening == section_.begin || Type(*opening) == Lexer::LBRACK) return false;
    if (!TakesList(Type(*opening - 1))) return false;
    const auto closing = ClosingOf(*opening);
    const std::string_view message = "a list needs square brackets";
    if (!closing) {
      Emit(tokens_.span(*opening), std::string(message), "write `[…]`");
      return true;
    }
    return Rewrite(Cover(*opening, *closing), std::string(message), ListOf(*opening + 1, *closing));
  }

  // in a, b
  bool ListWithoutBrackets() {
    if (Here() != Lexer::COMMA || Opening()) return false;
    for (uint32_t i = at_; i > section_.begin; --i) {
      if (!TakesList(Type(i - 1))) continue;
      uint32_t last = at_;
      while (last + 1 < end_ &&
             (Type(last + 1) == Lexer::COMMA || EndsOperand(Type(last + 1)) ||
              Type(last + 1) == Lexer::DOT) &&
             !tokens_[last + 1].first_on_line)
        ++last;
      const Span span = Cover(i, last);
      return Rewrite(span, "several values need square brackets", ListOf(i, last + 1));
    }
    Emit(tokens_.span(at_), "unexpected `,`", "join two conditions with `and` or `or`");
    return true;
  }

  // userIdentity["arn"]
  bool IndexByText() {
    if (Before() != Lexer::LBRACK || !IsText(Here()) || Type(at_ + 1) != Lexer::RBRACK)
      return false;
    if (at_ < section_.begin + 2 || !EndsOperand(Before(2))) return false;
    std::string key(Text(at_).substr(1, Text(at_).size() - 2));
    const bool word =
        std::all_of(key.begin(), key.end(), [](char c) { return IsAsciiAlnum(c) || c == '_'; });
    if (!word) key = '"' + key + '"';
    const std::string path = Source(PathBegin(at_ - 1), at_ - 1);
    Emit(Cover(at_ - 1, at_ + 1), "a member is written after a dot",
         fmt::format("write `{}.{}`", path, key))
        .FixWith(Cover(at_ - 1, at_ + 1), "." + key);
    return true;
  }

  // items[*].key, items[].key
  bool IndexOfAll() {
    const bool star = (Here() == Lexer::STAR || (at_ < end_ && Text(at_) == "_")) &&
                      Type(at_ + 1) == Lexer::RBRACK;
    if (Before() != Lexer::LBRACK || !EndsOperand(Before(2)) || (!star && Here() != Lexer::RBRACK))
      return false;
    const Span span = Cover(at_ - 1, star ? at_ + 1 : at_);
    Emit(span,
         fmt::format("`{}` is not allowed in a path", Source(at_ - 1, star ? at_ + 2 : at_ + 1)),
         "remove it: a path that crosses an array means any of its elements")
        .FixWith(span, "");
    return true;
  }

  // !has: reported at the `!`.
  bool NegatedWord() {
    return at_ > section_.begin && at_ < end_ && Text(at_ - 1) == "!" && Touch(at_ - 1) &&
           !WordFor(Text(at_)).empty();
  }

  // any(resources.ARN)
  bool AnyAsFunction() {
    if (Here() != Lexer::LPAREN || Before() != Lexer::ANY || IsWordOperator(Before(2)))
      return false;
    Emit(tokens_.span(at_ - 1), "`any` is not a function",
         "a path that crosses an array means any of its elements: test the path itself, as in "
         "`resources.ARN endswith \"x\"`");
    return true;
  }

  // contains(eventName, "Get")
  bool OperatorAsFunction() {
    if (!IsWordOperator(Here()) || Type(at_ + 1) != Lexer::LPAREN || EndsOperand(Before()))
      if (Before() != Lexer::CONDITION && Before() != Lexer::WHERE && Before() != Lexer::WHEN)
        return false;
    if (!IsWordOperator(Here()) || Type(at_ + 1) != Lexer::LPAREN) return false;
    const auto closing = ClosingOf(at_ + 1);
    const auto comma = closing ? OnlyComma(at_ + 1, *closing) : std::nullopt;
    if (!comma) {
      Emit(tokens_.span(at_), fmt::format("write `{}` between two values", Text(at_)),
           fmt::format("write `field {} \"…\"`", Text(at_)));
      return true;
    }
    return Rewrite(
        Cover(at_, *closing), fmt::format("write `{}` between two values", Text(at_)),
        fmt::format("{} {} {}", Source(at_ + 2, *comma), Text(at_), Source(*comma + 1, *closing)));
  }
  std::optional<uint32_t> OnlyComma(uint32_t opening, uint32_t closing) const {
    std::optional<uint32_t> comma;
    uint32_t depth = 0;
    for (uint32_t i = opening; i < closing; ++i) {
      depth += IsOpening(Type(i));
      depth -= IsClosing(Type(i));
      if (Type(i) != Lexer::COMMA || depth != 1) continue;
      if (comma) return std::nullopt;
      comma = i;
    }
    return comma;
  }

  // eventName.lower(), eventName.startsWith("Get")
  bool MethodCall() {
    if (Here() != Lexer::LPAREN || Before(2) != Lexer::DOT) return false;
    const uint32_t name = at_ - 1;
    const std::string object = Source(PathBegin(name - 1), name - 1);
    const auto closing = ClosingOf(at_);
    if (object.empty() || !closing) return false;
    const std::string argument = Source(at_ + 1, *closing);
    const Span span = Cover(PathBegin(name - 1), *closing);
    std::string_view op = WordFor(Text(name));
    if (op.empty() && IsWordOperator(Type(name))) op = Text(name);
    if (!op.empty() && !argument.empty())
      return Rewrite(span, "values have no methods; write a test between two values",
                     fmt::format("{} {} {}", object, op, argument));
    const std::string_view function = FunctionFor(Text(name));
    const std::string ours(function.empty() ? Text(name) : function);
    return Rewrite(span, "values have no methods; write a function before its argument",
                   fmt::format("{}({}{})", ours, object, argument.empty() ? "" : ", " + argument));
  }

  // when eventName == "x"
  bool ItemOfAnother() {
    if (at_ >= end_ || !tokens_[at_].first_on_line) return false;
    const ForeignItem item = ItemFor(Text(at_));
    const bool begins = at_ == section_.begin || EndsOperand(Before());
    const bool names = Type(at_ + 1) == Lexer::ASSIGN || Type(at_ + 1) == Lexer::DOT;
    if (item.ours.empty() || !begins || names) return false;
    if (Type(section_.begin) == Lexer::SEQUENCE && item.word == "window sliding")
      return Rewrite(tokens_.span(at_), fmt::format("`{}` is not allowed in a sequence", Text(at_)),
                     "within");
    auto diagnostic = Emit(tokens_.span(at_), fmt::format("unknown item `{}`", Text(at_)),
                           fmt::format("write `{}`", item.ours));
    const bool colon = Type(at_ + 1) == Lexer::COLON;
    diagnostic.FixWith(Cover(at_, colon ? at_ + 1 : at_), std::string(item.word));
    return true;
  }

  // condition: x; title: "x"
  bool ColonBehindItem() {
    if (!item_) return false;
    uint32_t word = at_;
    if (Here() == Lexer::COLON && at_ > section_.begin) --word;
    if (Type(word + 1) != Lexer::COLON || !(IsName(Type(word)) || IsReserved(Type(word))))
      return false;
    if (!tokens_[word].first_on_line) return false;
    const std::string name(Text(word));
    const Span colon = tokens_.span(word + 1);
    if (IsMetaKey(name) && !InMeta()) {
      Emit(tokens_.span(word), fmt::format("`{}` is metadata", name),
           fmt::format("write `meta {{ {} = … }}`", name));
    } else if (IsItemWord(Type(word))) {
      Emit(colon, fmt::format("unexpected `:` after `{}`", name),
           Type(word) == Lexer::WINDOW  ? "write `window sliding 10m`"
           : Type(word) == Lexer::GROUP ? "write `group by …`"
                                        : fmt::format("write `{} …`", name))
          .FixWith(colon, "");
    } else {
      Emit(colon, fmt::format("expected `=` after `{}`, found `:`", name),
           "write `=` between a name and its value")
          .FixWith(colon, " =");
    }
    return true;
  }
  bool InMeta() const { return Type(section_.begin) == Lexer::META || Opening().has_value(); }
  static bool IsItemWord(size_t type) {
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

  // field : "x", field := "x"
  bool ColonAsOperator() {
    if (Here() != Lexer::COLON || !EndsOperand(Before())) return false;
    if (at_ == section_.begin + 1) return false;  // a name and its value
    const bool assign = Type(at_ + 1) == Lexer::ASSIGN;
    if (!IsText(Type(at_ + 1)) && !assign) return false;
    if (Opening() && Type(*Opening()) == Lexer::LBRACE) return false;
    const bool pattern = Text(at_ + 1).find('*') != std::string_view::npos;
    const Span span = Cover(at_, assign ? at_ + 1 : at_);
    sink_.Emit(codes::ForeignOperator, span, Source(at_, assign ? at_ + 2 : at_ + 1))
        .Help(pattern ? "write `like`" : "write `==`")
        .FixWith(span, pattern ? " like" : " ==");
    return true;
  }

  // => =<
  bool OperatorInTwo() {
    if (Here() != Lexer::ASSIGN || !Touch(at_)) return false;
    const bool ge = Type(at_ + 1) == Lexer::GT, le = Type(at_ + 1) == Lexer::LT;
    if (!ge && !le) return false;
    sink_.Emit(codes::ForeignOperator, Cover(at_, at_ + 1), Source(at_, at_ + 2))
        .Help(ge ? "write `>=`" : "write `<=`")
        .FixWith(Cover(at_, at_ + 1), ge ? ">=" : "<=");
    return true;
  }

  // window 10m
  bool WindowWithoutKind() {
    if (Before() != Lexer::WINDOW) return false;
    const bool two = Here() == Lexer::INT && !UnitFor(Text(at_ + 1)).empty();
    if (Here() != Lexer::QUANTITY && !two) return false;
    std::string length(Text(at_));
    if (two) length += UnitFor(Text(at_ + 1));
    return Rewrite(Cover(at_ - 1, two ? at_ + 1 : at_),
                   "expected `sliding` or `tumbling` after `window`", "window sliding " + length);
  }

  // IS NOT NULL, is not None
  bool NullInWords() {
    uint32_t is = at_;
    while (is > section_.begin && at_ - is < 2 && Lower(is) != "is") --is;
    if (Lower(is) != "is" || is <= section_.begin || !EndsOperand(Type(is - 1))) return false;
    uint32_t word = is + 1;
    bool negated = Lower(word) == "not";
    if (negated) ++word;
    const std::string what = Lower(word);
    if (what == "defined" || what == "set" || what == "present")
      negated = !negated;
    else if (what != "null" && what != "none" && what != "nil" && what != "undefined" &&
             what != "missing" && what != "empty" && what != "absent")
      return false;
    if (word >= end_) return false;
    const uint32_t begin = PathBegin(is);
    const std::string path = begin < is ? Source(begin, is) : "field";
    const std::string ours = what == "empty" || what == "absent"
                                 ? fmt::format("{} is {}{}", path, negated ? "not " : "", what)
                                 : fmt::format("{}exists {}", negated ? "" : "not ", path);
    const std::string written = Source(is, word + 1);
    sink_.Emit(codes::ForeignOperator, Cover(is, word), written)
        .Help(fmt::format("write `{}`", ours))
        .FixWith(Cover(begin, word), ours);
    return true;
  }

  // a between 1 and 5
  bool Between() {
    if (at_ >= end_ || Lower(at_) != "between" || !EndsOperand(Before())) return false;
    const std::string path = Source(PathBegin(at_), at_);
    const bool whole = IsLiteral(Type(at_ + 1)) && Lower(at_ + 2) == "and" &&
                       IsLiteral(Type(at_ + 3)) && !path.empty();
    auto diagnostic = sink_.Emit(codes::ForeignOperator, tokens_.span(at_), Text(at_));
    const std::string ours =
        whole ? fmt::format("{0} >= {1} and {0} <= {2}", path, Text(at_ + 1), Text(at_ + 3))
              : "a >= 1 and a <= 5";
    diagnostic.Help(fmt::format("write `{}`", ours));
    if (whole) diagnostic.FixWith(Cover(PathBegin(at_), at_ + 3), ours);
    return true;
  }

  // count(*), count(distinct x)
  bool CountOfAll() {
    if (Here() == Lexer::STAR && Before() == Lexer::LPAREN && Type(at_ + 1) == Lexer::RPAREN)
      return Rewrite(Cover(at_ - 1, at_ + 1), "`*` is not a value", "()",
                     ": `count()` counts events");
    const bool distinct = at_ > section_.begin && Lower(at_ - 1) == "distinct" &&
                          Before(2) == Lexer::LPAREN && IsName(Here());
    if (!distinct || at_ < section_.begin + 3) return false;
    const auto closing = ClosingOf(at_ - 2);
    if (!closing) return false;
    return Rewrite(Cover(at_ - 3, *closing), "counting different values is a separate function",
                   fmt::format("distinct({})", Source(at_, *closing)));
  }

  // r"…", f"…"
  bool PrefixOfText() {
    if (!IsText(Here()) || Before() != Lexer::IDENT || Text(at_ - 1).size() > 2 || !Touch(at_ - 1))
      return false;
    const std::string letter = Lower(at_ - 1);
    const bool format = letter.find('f') != std::string::npos;
    Emit(tokens_.span(at_ - 1), fmt::format("unexpected `{}` before a string", Text(at_ - 1)),
         format ? "remove it: a message replaces `{field}` without it"
                : "remove it: in single quotes a backslash is an ordinary character, and a regular "
                  "expression is `/…/`")
        .FixWith(tokens_.span(at_ - 1), "");
    return true;
  }

  bool Semicolon() {
    if (Here() != Lexer::SEMI || Opening()) return false;
    Emit(tokens_.span(at_), "unexpected `;`", "remove it: items need no separator")
        .FixWith(tokens_.span(at_), "");
    return true;
  }

  // == "x" nocase
  bool IdleWord() {
    const std::string word = at_ < end_ ? Lower(at_) : "";
    if ((word != "nocase" && word != "ignorecase" && word != "insensitive") ||
        !EndsOperand(Before()))
      return false;
    Emit(tokens_.span(at_), fmt::format("unexpected `{}`", Text(at_)),
         "remove it: letter case is ignored without `cased`")
        .FixWith(tokens_.span(at_), "");
    return true;
  }

  // rule r : tag {
  bool TagsOfRule() {
    if (Here() != Lexer::COLON || Before(2) != Lexer::RULE || !IsName(Before())) return false;
    Emit(tokens_.span(at_), "unexpected `:`",
         "write tags in the rule: `meta { tags = [attack.t1078] }`");
    return true;
  }

  // eventName is "x", eventName is not "x"
  bool IsAsOperator() {
    const bool negated =
        at_ >= section_.begin + 2 && Before() == Lexer::NOT && Before(2) == Lexer::IS;
    if ((!negated && Before() != Lexer::IS) || !StartsOperand(Here())) return false;
    const Span span = Cover(at_ - (negated ? 2 : 1), at_ - 1);
    sink_.Emit(codes::ForeignOperator, span, negated ? "is not" : "is")
        .Help(negated ? "write `!=`" : "write `==`")
        .FixWith(span, negated ? "!=" : "==");
    return true;
  }

  // eventName == /Get.*/
  bool RegexBehindOperator() {
    const bool equal = Before() == Lexer::EQ || Before() == Lexer::NE;
    if (Here() != Lexer::SLASH || !equal) return false;
    const std::string matches = Before() == Lexer::EQ ? "matches" : "not matches";
    Emit(tokens_.span(at_ - 1), "cannot compare with a regular expression",
         fmt::format("write `{} /…/`", matches))
        .FixWith(tokens_.span(at_ - 1), matches);
    return true;
  }

  // window sliding "10m"
  bool QuotedQuantity() {
    const size_t before = Before();
    const bool wanted = before == Lexer::SLIDING || before == Lexer::TUMBLING ||
                        before == Lexer::WITHIN || before == Lexer::EVERY || before == Lexer::AFTER;
    if (!IsText(Here()) || !wanted) return false;
    const std::string bare(Text(at_).substr(1, Text(at_).size() - 2));
    return Rewrite(tokens_.span(at_), "a quantity has no quotes", bare);
  }

  // date = 2026/01/02
  bool DateWithSlashes() {
    if (Here() != Lexer::SLASH || Before() != Lexer::INT || Type(at_ + 1) != Lexer::INT ||
        Type(at_ + 2) != Lexer::SLASH || Type(at_ + 3) != Lexer::INT)
      return false;
    return Rewrite(Cover(at_ - 1, at_ + 3), "a date is written with dashes",
                   fmt::format("{}-{:0>2}-{:0>2}", Text(at_ - 1), Text(at_ + 1), Text(at_ + 3)));
  }

  // param n = 5
  bool ParamWithoutType() {
    if (Here() != Lexer::ASSIGN || Before(2) != Lexer::PARAM) return false;
    const size_t value = Type(at_ + 1);
    const std::string_view type = IsText(value)              ? "string"
                                  : value == Lexer::FLOAT    ? "float"
                                  : value == Lexer::QUANTITY ? "duration"
                                                             : "int";
    const std::string ours = fmt::format("{}: {}", Text(at_ - 1), type);
    Emit(tokens_.span(at_ - 1), "a parameter needs a type",
         fmt::format("write `param {} = …`", ours))
        .FixWith(tokens_.span(at_ - 1), ours);
    return true;
  }

  // sequence a then b
  bool StepsInWords() {
    if (Type(section_.begin) != Lexer::SEQUENCE || at_ >= end_ || !IsName(Before())) return false;
    const std::string word = Lower(at_);
    if (word != "then" && word != "," && word != "followed" && word != "next") return false;
    const uint32_t last = word == "followed" && Lower(at_ + 1) == "by" ? at_ + 1 : at_;
    return Rewrite(Cover(at_, last), "expected `->` between two steps", "->");
  }

  // title = Root used
  bool TextWithoutQuotes() {
    const bool value = Before() == Lexer::IDENT && Before(2) == Lexer::ASSIGN && IsName(Here());
    if (!value || !IsMetaKey(std::string(Text(at_ - 3)))) return false;
    uint32_t last = at_;
    while (IsName(Type(last + 1)) && !tokens_[last + 1].first_on_line &&
           Type(last + 2) != Lexer::ASSIGN)
      ++last;
    return Rewrite(Cover(at_ - 1, last), "text of several words needs quotes",
                   fmt::format("\"{}\"", Source(at_ - 1, last + 1)));
  }

  // -- as in SQL
  bool DashedComment() {
    if (Here() != Lexer::MINUS || Type(at_ + 1) != Lexer::MINUS || !Touch(at_) ||
        !tokens_[at_].first_on_line)
      return false;
    Emit(Cover(at_, at_ + 1), "`--` does not begin a comment", "comments begin with `//` or `#`")
        .FixWith(Cover(at_, at_ + 1), "//");
    return true;
  }

  const Tokens& tokens_;
  Section section_;
  bool item_;
  diag::Sink& sink_;
  uint32_t at_, end_;
};

}  // namespace

bool ExplainForeignForm(const Tokens& tokens, const Failure& failure, Section section, bool item,
                        diag::Sink& sink) {
  return Forms(tokens, failure, section, item, sink).Explain();
}

bool ExplainForeignFile(const Tokens& tokens, Section section, diag::Sink& sink) {
  const uint32_t i = section.begin;
  const std::string word = AsciiLower(tokens.text(i));
  const size_t next = tokens.type(i + 1);
  const auto tell = [&](const std::string& message, const std::string& help) {
    sink.Emit(codes::SyntaxError, tokens.span(i), message).Help(help);
    return true;
  };
  static constexpr std::string_view kSigma[] = {
      "title",       "logsource",   "detection",      "id",    "status",
      "description", "name",        "author",         "level", "tags",
      "references",  "correlation", "falsepositives", "date",  "related"};
  const bool yaml = next == Lexer::COLON && tokens[i].column == 0;
  if (yaml && std::find(std::begin(kSigma), std::end(kSigma), word) != std::end(kSigma))
    return tell("this looks like a Sigma rule, but the file is in the rule language",
                "save it as .yml: Sigrun reads Sigma rules; or convert it with "
                "`sigrun convert`");
  if (yaml || (tokens.type(i) == Lexer::MINUS && tokens[i].column == 0))
    return tell(
        "this looks like YAML, but the file is in the rule language",
        "write a rule as `rule name { on … condition … }`; the names of Sigma files end in .yml");
  if (tokens.type(i) == Lexer::LBRACE)
    return tell("this looks like JSON, but the file is in the rule language",
                "write a rule as `rule name { on … condition … }`, and a test event as `fixture "
                "name = { … }`");
  if (word == "def" || word == "package" || word == "select" || word == "from")
    return tell(fmt::format("unknown declaration `{}`", tokens.text(i)),
                "write a rule as `rule name { on aws.cloudtrail condition … }`");
  const std::string_view ours = DeclarationFor(word);
  if (ours.empty()) return false;
  sink.Emit(codes::SyntaxError, tokens.span(i),
            fmt::format("unknown declaration `{}`", tokens.text(i)))
      .Help(fmt::format("write `{}`", ours))
      .FixWith(tokens.span(i), std::string(ours));
  return true;
}

}  // namespace sigrun::syntax
