#include "compiler/sigma/detection/emit_item.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/overloaded.h"
#include "base/text/ascii.h"
#include "compiler/sigma/base/names.h"
#include "stdlib/constant_function.h"
#include "stdlib/windash.h"

namespace sigrun::sigma {
namespace {

// Values that fit into one test of the language: field OP any [values].
struct Together {
  std::string op;
  bool cased = false;
  bool untyped = false;
  std::vector<std::string> functions;  // applied to the values, innermost first
  bool numbers = false;
  std::vector<ExprId> values;
  Span span;

  bool Joins(const Together& other) const {
    return op == other.op && cased == other.cased && untyped == other.untyped &&
           functions == other.functions && numbers == other.numbers;
  }
};

bool LooksLikeNetwork(std::string_view text) {
  return text.find('/') != std::string_view::npos &&
         text.find_first_not_of("0123456789abcdefABCDEF.:/") == std::string_view::npos;
}

// Builds the predicates of an item on one field (or, for keywords, on the whole event).
class ItemEmitter {
 public:
  ItemEmitter(const Item& item, std::string name, Fields& fields, ExprBuilder& build)
      : item_(item), name_(std::move(name)), fields_(fields), build_(build) {
    keyword_ = item.field.empty();
    if (!keyword_) type_ = fields_.TypeOf(name_, item.span);
  }

  ExprId Emit() {
    for (const Value& value : item_.values) Take(value, operands_, together_);
    Flush(operands_, together_, item_.all);
    return item_.all ? build_.And(std::move(operands_), item_.span)
                     : build_.Or(std::move(operands_), item_.span);
  }

 private:
  using Operands = std::vector<ExprId>;
  using Groups = std::vector<Together>;

  void Take(const Value& value, Operands& operands, Groups& groups) {
    std::visit(
        Overloaded{
            [&](const Text& text) { TakeText(text, value.span, operands, groups); },
            [&](const Number& number) { TakeNumber(number, value.span, operands, groups); },
            [&](bool flag) { TakeBool(flag, value.span, operands, groups); },
            [&](const Null&) {
              operands.push_back(
                  build_.Not(build_.Exists(Field(false, value.span), value.span), value.span));
            },
            [&](const Regex& regex) {
              Add(groups, {"matches",
                           false,
                           Opaque(),
                           {},
                           false,
                           {build_.Literal(ast::RegexText{regex.pattern, regex.flags}, value.span)},
                           value.span});
            },
            [&](const Network& network) {
              operands.push_back(build_.Test("in", Field(Opaque(), value.span),
                                             build_.Text(network.text, value.span), value.span));
            },
            [&](const Compare& compare) {
              const bool untyped = !type_.IsNumber() && type_ != stdlib::kAny;
              operands.push_back(build_.Test(compare.op, Field(untyped, value.span),
                                             NumberLiteral(compare.number, value.span),
                                             value.span));
            },
            [&](const FieldRef& other) { TakeFieldRef(other, value.span, operands); },
            [&](const Present& present) { TakePresent(present, value.span, operands); },
            [&](const TimePart& part) { TakeTimePart(part, value.span, operands); },
            [&](const Choice& choice) { TakeChoice(choice, value.span, operands, groups); },
        },
        value.form);
  }

  // A choice of several values is one condition.
  void TakeChoice(const Choice& choice, Span span, Operands& operands, Groups& groups) {
    if (!item_.all) {
      for (const Value& value : choice.values) Take(value, operands, groups);
      return;
    }
    Operands own;
    Groups own_groups;
    for (const Value& value : choice.values) Take(value, own, own_groups);
    Flush(own, own_groups, false);
    operands.push_back(build_.Or(std::move(own), span));
  }

  void TakeText(const Text& text, Span span, Operands& operands, Groups& groups) {
    if (text.functions == std::vector<std::string>{"windash"} &&
        CountDashes(text) > stdlib::kMostDashes)
      return TakeManyDashes(text, span, groups);
    if (const std::vector<Text> plain = EncodedAround(text); !plain.empty())
      return TakeChoice(ChoiceOf(plain, span), span, operands, groups);
    const Text::Core core = text.ToCore();
    const bool exact = core.simple && !core.any_before && !core.any_after;
    if (type_ == stdlib::kBool && exact && !text.cased && text.functions.empty()) {
      const std::string word = AsciiLower(core.literal);
      if (word == "true" || word == "false")
        return TakeBool(word == "true", span, operands, groups);
    }
    Together made{"", text.cased, Opaque(), text.functions, false, {}, span};
    if (keyword_) {
      made.op = core.simple ? "contains" : "like";
    } else if (!core.simple) {
      made.op = "like";
    } else if (core.any_before || core.any_after) {
      made.op = !core.any_before ? "startswith" : core.any_after ? "contains" : "endswith";
    } else {
      made.op = "==";
    }
    std::string written = core.literal;
    if (made.op == "like") {
      std::vector<Token> tokens = text.tokens;
      if (keyword_) {
        tokens.insert(tokens.begin(), {Token::kAny, {}});
        tokens.push_back({Token::kAny, {}});
      }
      written = ToLike(tokens);
    }
    made.values.push_back(build_.Text(std::move(written), span));
    Add(groups, std::move(made));
  }

  // For encoded text that contains wildcards: encodes the text between them, in each way. Empty if
  // the functions of the language can do it, or cannot and report why.
  static std::vector<Text> EncodedAround(const Text& text) {
    const bool dashes_only = text.functions == std::vector<std::string>{"windash"};
    if (text.functions.empty() || dashes_only || text.ToCore().simple) return {};
    std::vector<Text> made = {{{}, text.cased, {}}};
    for (const Token& token : text.tokens) {
      std::vector<std::string> ways = {token.text};
      if (token.kind == Token::kLiteral)
        for (const std::string& function : text.functions) ways = Applied(function, ways);
      std::vector<Text> longer;
      for (const Text& before : made)
        for (const std::string& way : ways) {
          longer.push_back(before);
          longer.back().tokens.push_back({token.kind, way});
        }
      made = std::move(longer);
    }
    return made;
  }
  static std::vector<std::string> Applied(const std::string& function,
                                          const std::vector<std::string>& texts) {
    std::vector<std::string> results;
    for (const std::string& text : texts)
      if (const auto some = stdlib::FindConstantFunction(function)->apply(text); some.ok())
        results.insert(results.end(), some->begin(), some->end());
    return results;
  }
  static Choice ChoiceOf(const std::vector<Text>& texts, Span span) {
    Choice choice;
    for (const Text& text : texts) choice.values.push_back({text, span});
    return choice;
  }

  // Too many combinations for a list become one regular expression.
  void TakeManyDashes(const Text& text, Span span, Groups& groups) {
    const Text::Core core = text.ToCore();
    const std::string any_dash = fmt::format("[{}]", fmt::join(stdlib::kDashes, ""));
    std::string pattern = core.any_before || keyword_ ? "" : "^";
    for (const Token& token : text.tokens) {
      if (token.kind != Token::kLiteral) pattern += token.kind == Token::kAny ? ".*" : ".";
      const auto parts = stdlib::CutAtDashes(token.text);
      for (size_t i = 0; i < parts.size(); ++i)
        pattern += (i > 0 ? any_dash : "") + EscapedForRegex(parts[i]);
    }
    if (!core.any_after && !keyword_) pattern += "$";
    Add(groups, {"matches",
                 false,
                 Opaque(),
                 {},
                 false,
                 {build_.Literal(ast::RegexText{pattern, text.cased ? "s" : "is"}, span)},
                 span});
  }

  static size_t CountDashes(const Text& text) {
    size_t count = 0;
    for (const Token& token : text.tokens) count += stdlib::CutAtDashes(token.text).size() - 1;
    return count;
  }

  void TakeNumber(const Number& number, Span span, Operands& operands, Groups& groups) {
    if (type_.IsText() || keyword_)
      return TakeText({{{Token::kLiteral, number.written}}, false, {}}, span, operands, groups);
    const bool untyped = !type_.IsNumber() && type_ != stdlib::kAny;
    Add(groups, {"==", false, untyped, {}, true, {NumberLiteral(number, span)}, span});
  }

  void TakeBool(bool flag, Span span, Operands& operands, Groups& groups) {
    if (type_.IsText() || keyword_)
      return TakeText({{{Token::kLiteral, flag ? "true" : "false"}}, false, {}}, span, operands,
                      groups);
    const bool untyped = type_ != stdlib::kBool && type_ != stdlib::kAny;
    operands.push_back(build_.Test("==", Field(untyped, span), build_.Literal(flag, span), span));
  }

  void TakeFieldRef(const FieldRef& other, Span span, Operands& operands) {
    const std::string op = other.starts && other.ends ? "contains"
                           : other.starts             ? "startswith"
                           : other.ends               ? "endswith"
                                                      : "==";
    Operands any;
    for (const std::string& name : fields_.NamesOf(other.field)) {
      const stdlib::Type type = fields_.TypeOf(name, span);
      const bool comparable = op == "==" ? type == type_ || (type.IsText() && type_.IsText())
                                         : type.IsText() && type_.IsText();
      any.push_back(build_.Test(op, Field(!comparable, span),
                                fields_.Path(build_, name, span, !comparable), span));
    }
    operands.push_back(build_.Or(std::move(any), span));
  }

  void TakePresent(const Present& present, Span span, Operands& operands) {
    operands.push_back(build_.Add(
        ast::Presence{ast::PresenceMode::kAbsent, present.wanted, Field(false, span)}, span));
  }

  void TakeTimePart(const TimePart& part, Span span, Operands& operands) {
    ExprId time = Field(type_ != stdlib::kTimestamp, span);
    if (type_ != stdlib::kTimestamp) time = build_.Call("timestamp", {time}, span);
    operands.push_back(build_.Test(part.op, build_.Call(part.part, {time}, span),
                                   NumberLiteral(part.number, span), span));
  }

  // Whether a test of text must read the field without its type.
  bool Opaque() const { return !type_.IsText() && type_ != stdlib::kAny; }

  ExprId Field(bool untyped, Span span) {
    if (keyword_) return build_.Call("anywhere", {}, span);
    return fields_.Path(build_, name_, item_.span, untyped);
  }

  ExprId NumberLiteral(const Number& number, Span span) {
    if (const auto* whole = std::get_if<int64_t>(&number.value))
      return build_.Literal(*whole, span);
    return build_.Literal(std::get<double>(number.value), span);
  }

  static void Add(Groups& groups, Together made) {
    for (Together& group : groups)
      if (group.Joins(made)) {
        group.values.push_back(made.values[0]);
        return;
      }
    groups.push_back(std::move(made));
  }

  void Flush(Operands& operands, Groups& groups, bool all) {
    for (Together& group : groups) {
      const bool apart = all && (group.op == "==" || !group.functions.empty());
      if (apart || (group.op == "==" && AllNetworks(group))) {
        for (const ExprId value : group.values) {
          Together one = group;
          one.values = {value};
          operands.push_back(TestOf(one, false));
        }
        continue;
      }
      operands.push_back(TestOf(group, all));
    }
    groups.clear();
  }

  // A list of networks after `in` would match the addresses in them, but text is intended.
  bool AllNetworks(const Together& group) const {
    return group.values.size() > 1 &&
           std::all_of(group.values.begin(), group.values.end(), [&](ExprId id) {
             const auto* literal = std::get_if<ast::Literal>(&build_[id].node);
             const auto* text = literal ? std::get_if<std::string>(&literal->value) : nullptr;
             return text != nullptr && LooksLikeNetwork(*text);
           });
  }

  // Whether the functions make several strings from one.
  static bool MakesSeveral(const std::vector<std::string>& functions) {
    return std::any_of(functions.begin(), functions.end(), [](const std::string& function) {
      return stdlib::FindConstantFunction(function)->several;
    });
  }

  ExprId TestOf(const Together& group, bool all) {
    const bool single = group.values.size() == 1;
    const bool list = !single || MakesSeveral(group.functions);
    ast::Test test;
    test.op = group.op == "==" && list ? "in" : group.op;
    test.op_span = group.span;
    test.cased = group.cased;
    if (list && test.op != "in")
      test.of_right = all ? ast::Quantifier::kAll : ast::Quantifier::kAny;
    test.left = Field(group.untyped, group.span);
    test.right = single ? group.values[0] : build_.List(group.values, group.span);
    for (const std::string& function : group.functions)
      test.right = build_.Call(function, {test.right}, group.span);
    return build_.Add(std::move(test), group.span);
  }

  const Item& item_;
  std::string name_;
  Fields& fields_;
  ExprBuilder& build_;
  bool keyword_ = false;
  stdlib::Type type_ = stdlib::kAny;
  Operands operands_;
  Groups together_;
};

}  // namespace

namespace {

// With several names, a field is absent if it is absent under all of them; any other test holds if
// it holds under one.
bool AsksForAbsence(const Value& value) {
  const auto* present = std::get_if<Present>(&value.form);
  return std::holds_alternative<Null>(value.form) || (present != nullptr && !present->wanted);
}

}  // namespace

ExprId EmitItem(const Item& item, Fields& fields, ExprBuilder& build) {
  SIGRUN_CHECK(!item.values.empty());
  const std::vector<std::string> names =
      item.field.empty() ? std::vector<std::string>{""} : fields.NamesOf(item.field);
  std::vector<ExprId> operands;
  for (const bool absent : {true, false}) {
    Item part = item;
    std::erase_if(part.values, [&](const Value& value) {
      return (names.size() > 1 && AsksForAbsence(value)) != absent;
    });
    if (part.values.empty()) continue;
    std::vector<ExprId> by_name;
    by_name.reserve(names.size());
    for (const std::string& name : names)
      by_name.push_back(ItemEmitter(part, name, fields, build).Emit());
    operands.push_back(absent ? build.And(std::move(by_name), item.span)
                              : build.Or(std::move(by_name), item.span));
  }
  const ExprId made = item.all ? build.And(std::move(operands), item.span)
                               : build.Or(std::move(operands), item.span);
  return item.negated ? build.Not(made, item.span) : made;
}

}  // namespace sigrun::sigma
