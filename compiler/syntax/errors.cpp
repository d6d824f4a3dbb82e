#include "compiler/syntax/errors.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/suggest.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/foreign/file.h"
#include "compiler/syntax/foreign/forms.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax {
namespace {

namespace codes = diag::codes;

const std::vector<std::string> kRuleItems = {"meta",   "on",       "param",     "group",
                                             "window", "sequence", "condition", "alert"};
const std::vector<std::string> kExpectations = {"fires", "quiet"};

bool IsExpression(size_t rule) {
  return rule >= Parser::RuleExpr && rule <= Parser::RuleStringLiteral;
}

class Explainer {
 public:
  Explainer(const Tokens& tokens, const Failure& failure, Section section, Part part,
            diag::Sink& sink)
      : tokens_(tokens),
        failure_(failure),
        section_(section),
        part_(part),
        sink_(sink),
        at_(failure.token) {}

  // Reports the first case that applies.
  void Go() {
    static constexpr bool (Explainer::* kCases[])() = {
        &Explainer::MisplacedDeclaration,
        &Explainer::MisspeltItem,
        &Explainer::Assignment,
        &Explainer::ReservedName,
        &Explainer::MissingName,
        &Explainer::ChainedTest,
        &Explainer::JsonPart,
        &Explainer::BarelyBegun,
        &Explainer::MissingValue,
        &Explainer::KnownExpectation,
        &Explainer::TwoValues,
    };
    for (const auto one : kCases)
      if ((this->*one)()) return;
    Syntax(fmt::format("unexpected {}", Found(tokens_, at_)));
  }

 private:
  bool AtEnd() const { return at_ >= failure_.end; }
  size_t Type() const { return AtEnd() ? antlr4::Token::EOF : tokens_.type(at_); }
  size_t Before() const {
    return at_ > section_.begin ? tokens_.type(at_ - 1) : antlr4::Token::EOF;
  }
  bool Innermost(size_t rule) const {
    return !failure_.rules.empty() && failure_.rules.front() == rule;
  }
  bool Inside(size_t rule) const {
    return std::find(failure_.rules.begin(), failure_.rules.end(), rule) != failure_.rules.end();
  }
  bool InExpression() const {
    if (!failure_.rules.empty())
      return std::any_of(failure_.rules.begin(), failure_.rules.end(), IsExpression);
    const size_t first = tokens_.type(section_.begin);
    return part_ != Part::kMetaItem && part_ != Part::kExpectation && first != Lexer::ON &&
           first != Lexer::WINDOW && first != Lexer::SEQUENCE && first != Lexer::IMPORT;
  }

  // The location of the error; if the text ends too early, right after the last valid token.
  Span Place() const {
    if (!AtEnd()) return tokens_.span(at_);
    if (at_ == section_.begin)
      return at_ < tokens_.size() ? tokens_.span(at_) : tokens_.Between(0, 0);
    const uint32_t end = tokens_[at_ - 1].end;
    return tokens_.Between(end, end);
  }
  std::string FoundHere() const {
    return AtEnd() ? std::string() : ", found " + Found(tokens_, at_);
  }
  diag::Sink::Builder Syntax(const std::string& message) {
    return sink_.Emit(codes::SyntaxError, Place(), message);
  }

  bool MisplacedDeclaration() {
    if (part_ == Part::kDeclaration || part_ == Part::kExpression) return false;
    if (!StartsDeclaration(tokens_, section_.begin)) return false;
    const bool is_let = tokens_.type(section_.begin) == Lexer::LET;
    const std::string word(tokens_.text(section_.begin));
    sink_
        .Emit(codes::Misplaced, tokens_.span(section_.begin),
              fmt::format("`{}` is not allowed inside another declaration", word))
        .Help(is_let ? "in a rule, write a binding as `name = …`, or move the `let` out of the rule"
                     : fmt::format("move the `{}` to the top level of the file", word));
    return true;
  }

  // conditon a == b
  bool MisspeltItem() {
    if (part_ != Part::kRuleItem && part_ != Part::kExpectation) return false;
    const bool at_begin = at_ <= section_.begin + 1;
    const uint32_t place = at_begin ? section_.begin : at_;
    if (!tokens_[place].first_on_line || (!at_begin && AtEnd())) return false;
    if (tokens_.type(place) != Lexer::IDENT || tokens_.type(place + 1) == Lexer::ASSIGN)
      return false;
    const std::string word(tokens_.text(place));
    const auto& known = part_ == Part::kRuleItem ? kRuleItems : kExpectations;
    const std::string_view near = Suggest(word, known);
    if (near.empty()) return false;
    sink_.Emit(codes::SyntaxError, tokens_.span(place), fmt::format("unknown item `{}`", word))
        .Help(fmt::format("did you mean `{}`?", near))
        .FixWith(tokens_.span(place), std::string(near));
    return true;
  }

  bool Assignment() {
    if (Type() != Lexer::ASSIGN || !InExpression() || !EndsOperand(Before())) return false;
    if (at_ == section_.begin + 1 && part_ != Part::kExpression) return false;
    sink_.Emit(codes::AssignmentInCondition, Place()).Help("write `==`").FixWith(Place(), "==");
    return true;
  }

  bool ReservedName() {
    if (!IsReserved(Type())) return false;
    const bool first = at_ == section_.begin && tokens_.type(at_ + 1) == Lexer::ASSIGN;
    if (!first && !Innermost(Parser::RuleName)) return false;
    sink_.Emit(codes::ReservedWord, Place(), tokens_.text(at_));
    return true;
  }

  bool MissingName() {
    if (!Innermost(Parser::RuleName)) return false;
    auto diagnostic = Syntax("expected a name" + AfterBefore() + FoundHere());
    if (Type() == Lexer::STRING)
      diagnostic.Help(Before() == Lexer::IMPORT
                          ? "write a module like a path: import aws.cloudtrail"
                          : "a name is one word, such as root_key_used; put a title into `meta`");
    else if (Before() == Lexer::RULE)
      diagnostic.Help("give the rule a name: `rule root_key_used { … }`");
    return true;
  }

  bool ChainedTest() {
    if (!InExpression() || !EndsOperand(Before())) return false;
    const bool negated = Type() == Lexer::NOT && IsTestOperator(tokens_.type(at_ + 1));
    if (!IsTestOperator(Type()) && !negated) return false;
    if (AfterSelection()) {
      Syntax(fmt::format("unexpected {} after a selection", Found(tokens_, at_)))
          .Help(
              "`any of` counts bindings; a test on a field that holds a list is true when any "
              "element passes, and `all of field` requires all of them");
      return true;
    }
    sink_.Emit(codes::ChainedTest, Place()).Help("join two tests with `and`");
    return true;
  }

  // After `any of name`.
  bool AfterSelection() const {
    uint32_t i = at_;
    while (i > section_.begin &&
           (IsName(tokens_.type(i - 1)) || tokens_.type(i - 1) == Lexer::DOT) &&
           tokens_.type(i - 1) != Lexer::OF)
      --i;
    return i > section_.begin + 1 && tokens_.type(i - 1) == Lexer::OF &&
           tokens_.type(i - 2) == Lexer::ANY;
  }

  // Nothing valid after the first word of an item.
  bool BarelyBegun() {
    if (at_ != section_.begin + 1 || part_ == Part::kExpression) return false;
    const char* next = NextAfter(Before());
    if (next == nullptr) return false;
    Syntax(fmt::format("expected {}", next) + AfterBefore() + FoundHere());
    return true;
  }
  static const char* NextAfter(size_t word) {
    switch (word) {
      case Lexer::META:
      case Lexer::ALERT:
        return "`{`";
      case Lexer::ON:
        return "a log source such as `aws.cloudtrail`";
      case Lexer::GROUP:
        return "`by`";
      case Lexer::WINDOW:
        return "`sliding`, `tumbling` or `session`";
      case Lexer::SEQUENCE:
        return "the name of a step";
      case Lexer::CONDITION:
      case Lexer::WHEN:
        return "a value";
      case Lexer::EXCEPTION:
        return "`for`";
      case Lexer::FIRES:
      case Lexer::QUIET:
        return "`on`";
      default:
        return nullptr;
    }
  }

  bool MissingValue() {
    if (part_ == Part::kAlertItem && Type() == Lexer::BY) ++at_;  // … by, without a value
    const bool value = Innermost(Parser::RuleAmount) || Innermost(Parser::RuleMetaValue) ||
                       Before() == Lexer::BY ||
                       (!failure_.rules.empty() && IsExpression(failure_.rules.front()));
    if (!value || (EndsOperand(Before()) && !BeforeIsItemWord())) return false;
    const bool amount = Innermost(Parser::RuleAmount);
    auto diagnostic = Syntax((amount ? "expected a quantity such as `10m`" : "expected a value") +
                             AfterBefore() + FoundHere());
    if (Type() == Lexer::SEMI) diagnostic.Help("remove the `;`: items need no separator");
    return true;
  }
  bool BeforeIsItemWord() const {
    switch (Before()) {
      case Lexer::CONDITION:
      case Lexer::BY:
      case Lexer::WHEN:
      case Lexer::WHERE:
      case Lexer::WITHIN:
      case Lexer::SLIDING:
      case Lexer::TUMBLING:
      case Lexer::GAP:
      case Lexer::MAX:
      case Lexer::EVERY:
      case Lexer::AFTER:
        return true;
      default:
        return false;
    }
  }

  bool JsonPart() {
    if (!Inside(Parser::RuleJsonObject)) return false;
    if (Type() == Lexer::RAW_STRING) {
      const std::string_view text = tokens_.text(at_);
      const std::string ours = fmt::format("\"{}\"", text.substr(1, text.size() - 2));
      Syntax("a JSON string needs double quotes")
          .Help(fmt::format("write `{}`", ours))
          .FixWith(Place(), ours);
    } else if (Before() == Lexer::COLON) {
      Syntax("expected a JSON value after `:`" + FoundHere());
    } else if (Before() == Lexer::LBRACK ||
               (Before() == Lexer::COMMA && EnclosingBracket() == Lexer::LBRACK)) {
      Syntax("expected a JSON value" + AfterBefore() + FoundHere());
    } else if (Before() == Lexer::LBRACE || Before() == Lexer::COMMA) {
      auto diagnostic = Syntax("expected a JSON member such as \"name\": 1" + FoundHere());
      if (IsName(Type()) || IsReserved(Type()))
        diagnostic.Help(fmt::format("write the key in double quotes: `\"{}\"`", tokens_.text(at_)))
            .FixWith(Place(), fmt::format("\"{}\"", tokens_.text(at_)));
    } else {
      const bool key = Before() == Lexer::STRING && Innermost(Parser::RuleJsonMember);
      Syntax(std::string(key ? "expected `:`" : "expected `,` or a closing bracket") +
             AfterBefore() + FoundHere());
    }
    return true;
  }

  bool KnownExpectation() {
    if (failure_.expected.empty() || (InExpression() && TwoValuesHere())) return false;
    const std::string expected = ExpectedOneOf(failure_.expected);
    if (expected.empty()) return false;
    auto diagnostic = Syntax("expected " + expected + AfterBefore() + FoundHere());
    if (Type() == Lexer::COLON) diagnostic.Help("write `=` before the value");
    for (const size_t wanted : failure_.expected) {
      if (wanted == Lexer::WITHIN) diagnostic.Help("add the time: `… within 10m`");
      if (wanted == Lexer::ELSE) diagnostic.Help("add the other value: `if … then … else …`");
    }
    return true;
  }

  bool TwoValuesHere() const {
    return EndsOperand(Before()) && (StartsOperand(Type()) || Type() == Lexer::LBRACE);
  }
  bool TwoValues() {
    if (!EndsOperand(Before()) || AtEnd()) return false;
    const std::string_view ours = WordFor(tokens_.text(at_));
    if (!ours.empty()) {
      sink_.Emit(codes::ForeignOperator, Place(), tokens_.text(at_))
          .Help(fmt::format("write `{}`", ours))
          .FixWith(Place(), std::string(ours));
      return true;
    }
    if (!InExpression() || !TwoValuesHere()) return false;
    const size_t bracket = EnclosingBracket();
    const char* wanted = bracket == Lexer::LBRACK   ? "`,`"
                         : bracket == Lexer::LPAREN ? "`,` or an operator"
                                                    : "an operator such as `==` or `and`";
    auto diagnostic = Syntax(fmt::format("expected {} before {}", wanted, Found(tokens_, at_)));
    if (Type() == Lexer::EXISTS) diagnostic.Help("write `exists` before the field: `exists f`");
    return true;
  }

  // The kind of the innermost bracket open here; EOF outside of brackets.
  size_t EnclosingBracket() const {
    uint32_t closed = 0;
    for (uint32_t i = at_; i > section_.begin; --i) {
      const size_t type = tokens_.type(i - 1);
      if (IsClosing(type)) ++closed;
      if (IsOpening(type) && closed-- == 0) return type;
    }
    return antlr4::Token::EOF;
  }

  // " after `and`"
  std::string AfterBefore() const {
    return at_ > section_.begin ? " after " + Found(tokens_, at_ - 1) : std::string();
  }

  const Tokens& tokens_;
  const Failure& failure_;
  Section section_;
  Part part_;
  diag::Sink& sink_;
  uint32_t at_;
};

}  // namespace

void Explain(const Tokens& tokens, const Failure& failure, Section section, Part part,
             diag::Sink& sink) {
  if (ExplainForeignForm(tokens, failure, section, part == Part::kRuleItem, sink)) return;
  Explainer(tokens, failure, section, part, sink).Go();
}

void ExplainStray(const Tokens& tokens, Section section, diag::Sink& sink) {
  static const std::vector<std::string> kDeclarations = {
      "import", "pub", "let", "list", "table", "rule", "exception", "fixture", "test"};
  const uint32_t i = section.begin;
  const Span span = tokens.span(i);
  const std::string word(tokens.text(i));
  if (StartsExpectation(tokens, i)) {
    sink.Emit(codes::Misplaced, span, fmt::format("`{}` belongs inside a test", word));
    return;
  }
  if (StartsRuleItem(tokens, i) && tokens.type(i + 1) == Lexer::ASSIGN) {
    sink.Emit(codes::Misplaced, span, fmt::format("the binding `{}` belongs inside a rule", word))
        .Help(fmt::format("outside rules, define a name with `let {} = …`", word));
    return;
  }
  if (StartsRuleItem(tokens, i)) {
    sink.Emit(codes::Misplaced, span, fmt::format("`{}` belongs inside a rule", word));
    return;
  }
  if (ExplainForeignFile(tokens, section, sink)) return;
  auto diagnostic = sink.Emit(codes::SyntaxError, span,
                              fmt::format("expected a declaration, found {}", Found(tokens, i)));
  const std::string_view near = Suggest(word, kDeclarations);
  if (near.empty())
    diagnostic.Help(
        "the declarations are import, let, list, table, rule, exception, fixture and test");
  else
    diagnostic.Help(fmt::format("did you mean `{}`?", near)).FixWith(span, std::string(near));
}

}  // namespace sigrun::syntax
