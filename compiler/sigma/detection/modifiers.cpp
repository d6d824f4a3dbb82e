#include "compiler/sigma/detection/modifiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text/suggest.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sigma/base/yaml_view.h"
#include "stdlib/native/match/cidr_set.h"
#include "stdlib/prepared.h"

namespace sigrun::sigma {
namespace {

// Applies one modifier.
class Applier {
 public:
  Applier(Item& item, const std::vector<WrittenModifier>& names, size_t index,
          const Placeholders& placeholders, diag::Sink& sink)
      : item_(item), names_(names), at_(index), placeholders_(placeholders), sink_(sink) {}

  bool Contains() { return AddWildcards(true, true); }
  bool StartsWith() { return AddWildcards(false, true); }
  bool EndsWith() { return AddWildcards(true, false); }

  bool All() {
    if (item_.values.size() < 2 && !HasChoice())
      sink_.Emit(codes::SigmaModifierIdle, Span(), name(), "there is only one value");
    item_.all = true;
    return true;
  }

  bool Neq() {
    item_.negated = true;
    return true;
  }

  bool Cased() {
    return EachText("text", [](Text& text) {
      text.cased = true;
      return true;
    });
  }

  // A keyword, which may occur anywhere in the event, cannot have this.
  bool NeedsField() {
    return !item_.field.empty() || Refuse("needs a field", "write the field name before it");
  }

  bool Exists() {
    if (names_.size() > 1)
      return Refuse("cannot be combined with other modifiers", "write `field|exists: true`");
    if (!NeedsField()) return false;
    return Each([&](Value& value) {
      const bool* wanted = std::get_if<bool>(&value.form);
      if (wanted == nullptr || item_.values.size() != 1)
        return WrongValue(value, "true or false without quotes", "write `true` or `false`");
      value.form = Present{*wanted};
      return true;
    });
  }

  bool Re() {
    if (at_ != 0)
      return Refuse("must come first", "a regular expression cannot be modified before it is used");
    return Each([&](Value& value) {
      if (const auto* number = std::get_if<Number>(&value.form))
        value.form = Regex{number->written, {}};
      return std::holds_alternative<Regex>(value.form) || WrongValue(value, "a text");
    });
  }

  bool Flag(char flag) {
    return Each([&](Value& value) {
      auto* regex = std::get_if<Regex>(&value.form);
      if (regex == nullptr)
        return Refuse("is a flag of `re`", "write `field|re|" + name() + ": …`");
      if (regex->flags.find(flag) == std::string::npos) regex->flags += flag;
      return true;
    });
  }

  // Applies a function of the language to the text.
  bool Encode(const char* function) {
    return EachText("text", [&](Text& text) {
      text.functions.push_back(function);
      return true;
    });
  }
  // The same, for text without wildcards: they have no meaning in the encoded text.
  bool EncodeBase64(const char* function) {
    return EachText("text", [&](Text& text) {
      if (text.HasWildcards())
        return Refuse(
            "takes text without wildcards",
            "put `contains`, `startswith` or `endswith` after it, and escape `*` and `?`");
      text.functions.push_back(function);
      return true;
    });
  }

  bool Cidr() {
    if (at_ != 0) return Refuse("must come first", "write `field|cidr: 10.0.0.0/8`");
    return EachText("a network such as 10.0.0.0/8", [&](Value& value, const Text& text) {
      std::string written;
      for (const Token& token : text.tokens) written += token.text;
      const auto prepared = stdlib::Prepare({stdlib::PreparedKind::kCidrSet, {written}, {}});
      if (!prepared.ok()) return WrongNetwork(value, written, prepared.error().message);
      value.form = Network{std::move(written)};
      return true;
    });
  }

  bool Order(const char* op) {
    if (!NeedsField()) return false;
    return Each([&](Value& value) {
      if (auto* part = std::get_if<TimePart>(&value.form)) {
        part->op = op;
        return true;
      }
      const auto* number = std::get_if<Number>(&value.form);
      if (number == nullptr)
        return WrongValue(value, "a number without quotes", "write a number: `5`, not `'5'`");
      value.form = Compare{op, *number};
      return true;
    });
  }

  bool Fieldref() {
    if (!NeedsField()) return false;
    return EachText("a field name", [&](Value& value, const Text& text) {
      const Text::Core core = text.ToCore();
      if (!core.simple) return WrongValue(value, "a field name without wildcards");
      // contains, startswith and endswith may also come before it.
      const bool written_before = at_ > 0;
      if (text.HasWildcards() && !written_before)
        return WrongValue(value, "a field name without wildcards");
      value.form = FieldRef{core.literal, core.any_after, core.any_before};
      return true;
    });
  }

  bool Expand() {
    bool found = false;
    bool sound = true;
    for (Value& value : item_.values) sound &= ExpandValue(value, found);
    if (sound && !found)
      sink_
          .Emit(codes::SigmaModifierIdle, Span(), name(),
                "no value has a placeholder between percent signs")
          .Help("write `%name%`; write a literal percent sign with a backslash: `\\%name%`");
    return sound;
  }

  // A part of a time, from `first` to `last`.
  bool Part(int64_t first, int64_t last) {
    if (!NeedsField()) return false;
    return Each([&](Value& value) {
      const auto* number = std::get_if<Number>(&value.form);
      if (number == nullptr || !std::holds_alternative<int64_t>(number->value))
        return WrongValue(value, "a whole number without quotes", "write a number: `5`, not `'5'`");
      const int64_t given = std::get<int64_t>(number->value);
      // `lt: 24` is a way of saying "at any hour".
      const bool compared = at_ + 1 < names_.size() && names_.back().name != "neq";
      if (!compared && (given < first || given > last))
        return WrongValue(value, fmt::format("a number from {} to {}", first, last),
                          "no time has this value");
      value.form = TimePart{name(), "==", *number};
      return true;
    });
  }

 private:
  const std::string& name() const { return names_[at_].name; }
  ::sigrun::Span Span() const { return names_[at_].span; }

  bool Refuse(const std::string& why, const std::string& help) {
    sink_.Emit(codes::SigmaModifierUse, Span(), name(), why).Help(help);
    return false;
  }
  bool WrongValue(const Value& value, const std::string& wanted, const std::string& help = "") {
    const auto* number = std::get_if<Number>(&value.form);
    const bool* flag = std::get_if<bool>(&value.form);
    const std::string written = number != nullptr ? number->written
                                : flag == nullptr ? ""
                                                  : (*flag ? "true" : "false");
    auto diagnostic = sink_.Emit(codes::SigmaModifierValue, value.span, name(), wanted);
    diagnostic.Note(Span(), "the modifier is here");
    if (!help.empty())
      diagnostic.Help(help);
    else if (!written.empty())
      diagnostic.Help("put it in quotes to make it text: `'" + written + "'`");
    else
      diagnostic.Help("change the value, or remove the modifier");
    return false;
  }
  bool WrongNetwork(const Value& value, const std::string& written, const std::string& reason) {
    const auto meant = stdlib::native::NetworkOf(written);
    if (!meant) return WrongValue(value, "a network such as 10.0.0.0/8: " + reason);
    auto diagnostic =
        sink_.Emit(codes::SigmaModifierValue, value.span, name(),
                   fmt::format("a network: \"{}\" has bits set behind its prefix", written));
    diagnostic.Note(Span(), "the modifier is here");
    AddSuggestion(diagnostic, value.span, written, *meant);
    return false;
  }

  bool HasChoice() const {
    return std::any_of(item_.values.begin(), item_.values.end(), [](const Value& value) {
      const Text* text = std::get_if<Text>(&value.form);
      return std::holds_alternative<Choice>(value.form) || (text && !text->functions.empty());
    });
  }

  // Applies it to each value, and to each of the alternatives of a value.
  bool Each(const std::function<bool(Value&)>& change) { return Each(item_.values, change); }
  bool Each(std::vector<Value>& values, const std::function<bool(Value&)>& change) {
    bool sound = true;
    for (Value& value : values) {
      auto* choice = std::get_if<Choice>(&value.form);
      sound &= choice != nullptr ? Each(choice->values, change) : change(value);
    }
    return sound;
  }
  bool EachText(const std::string& wanted, const std::function<bool(Text&)>& change) {
    return Each([&](Value& value) {
      auto* text = std::get_if<Text>(&value.form);
      return text == nullptr ? WrongValue(value, wanted) : change(*text);
    });
  }
  bool EachText(const std::string& wanted, const std::function<bool(Value&, const Text&)>& change) {
    return Each([&](Value& value) {
      const auto* text = std::get_if<Text>(&value.form);
      if (text == nullptr) return WrongValue(value, wanted);
      const Text copy = *text;
      return change(value, copy);
    });
  }

  bool AddWildcards(bool before, bool after) {
    return Each([&](Value& value) {
      if (std::holds_alternative<Regex>(value.form))
        return true;  // a regular expression matches anywhere
      if (auto* field = std::get_if<FieldRef>(&value.form)) {
        field->starts |= after;
        field->ends |= before;
        return true;
      }
      auto* text = std::get_if<Text>(&value.form);
      if (text == nullptr) return WrongValue(value, "text");
      std::vector<Token>& tokens = text->tokens;
      if (before && (tokens.empty() || tokens.front().kind != Token::kAny))
        tokens.insert(tokens.begin(), {Token::kAny, {}});
      if (after && (tokens.empty() || tokens.back().kind != Token::kAny))
        tokens.push_back({Token::kAny, {}});
      return true;
    });
  }

  bool ExpandValue(Value& value, bool& found) {
    if (auto* regex = std::get_if<Regex>(&value.form)) return ExpandRegex(value, *regex, found);
    auto* text = std::get_if<Text>(&value.form);
    if (text == nullptr) return WrongValue(value, "text");
    found |= HasEscapedPercent(text->tokens);
    text->tokens = ReadPlaceholders(text->tokens);
    std::vector<Value> made = {value};
    bool sound = true;
    for (size_t i = 0; i < text->tokens.size(); ++i) {
      if (text->tokens[i].kind != Token::kPlaceholder) continue;
      found = true;
      const std::vector<std::string>* values = Lookup(text->tokens[i].text, value.span);
      sound &= values != nullptr;
      if (values == nullptr) continue;
      std::vector<Value> next;
      for (const Value& one : made)
        for (const std::string& replacement : *values) {
          if (next.size() >= kMaxExpansions)
            return Refuse("makes more than 100,000 values", "use fewer placeholders in one text");
          next.push_back(one);
          // A separate token for now, so that positions stay valid; merged below.
          std::get<Text>(next.back().form).tokens[i] = {Token::kPlaceholder, replacement};
        }
      made = std::move(next);
    }
    if (!sound) return false;
    for (Value& one : made) {
      std::vector<Token> tokens;
      for (Token& token : std::get<Text>(one.form).tokens) {
        // The replacement may contain wildcards, as if it were written in the rule.
        if (token.kind == Token::kPlaceholder)
          for (Token& part : ReadText(token.text)) tokens.push_back(std::move(part));
        else
          tokens.push_back(std::move(token));
      }
      Normalise(tokens);
      std::get<Text>(one.form).tokens = std::move(tokens);
    }
    if (made.size() == 1)
      value = std::move(made[0]);
    else
      value.form = Choice{std::move(made)};
    return true;
  }

  bool ExpandRegex(Value& value, Regex& regex, bool& found) {
    std::string pattern;
    bool sound = true;
    const std::vector<Token> written = {{Token::kLiteral, regex.pattern}};
    found |= HasEscapedPercent(written);
    for (const Token& token : ReadPlaceholders(written)) {
      if (token.kind != Token::kPlaceholder) {
        pattern += token.text;
        continue;
      }
      found = true;
      const std::vector<std::string>* values = Lookup(token.text, value.span);
      sound &= values != nullptr;
      if (values == nullptr) continue;
      pattern += "(?:";
      for (size_t i = 0; i < values->size(); ++i)
        pattern += (i == 0 ? "" : "|") + EscapedForRegex((*values)[i]);
      pattern += ")";
    }
    regex.pattern = std::move(pattern);
    return sound;
  }

  static bool HasEscapedPercent(const std::vector<Token>& tokens) {
    return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.text.find("\\%") != std::string::npos;
    });
  }

  const std::vector<std::string>* Lookup(const std::string& placeholder, ::sigrun::Span span) {
    const auto found = placeholders_.find(placeholder);
    if (found != placeholders_.end() && !found->second.empty()) return &found->second;
    sink_.Emit(codes::SigmaPlaceholder, span, placeholder)
        .Help("give it values in the pack's sigrun.yml: `placeholders: { " + placeholder +
              ": [value] }`");
    return nullptr;
  }

  static constexpr size_t kMaxExpansions = 100'000;

  Item& item_;
  const std::vector<WrittenModifier>& names_;
  size_t at_;
  const Placeholders& placeholders_;
  diag::Sink& sink_;
};

struct Row {
  std::string_view name, doc;
  bool (*apply)(Applier&);
};
constexpr Row kRows[] = {
#define SIGRUN_MODIFIER(name, Call, doc) \
  {#name, doc, [](Applier& applier) { return applier.Call; }},
#include "compiler/sigma/detection/modifiers.def"
};

const Row* FindRow(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return &row;
  return nullptr;
}

void ReportUnknown(const WrittenModifier& modifier, diag::Sink& sink) {
  std::vector<std::string_view> known;
  for (const Row& row : kRows) known.push_back(row.name);
  const std::string near(Suggest(modifier.name, std::span<const std::string_view>(known)));
  auto diagnostic = sink.Emit(codes::SigmaModifier, modifier.span, modifier.name);
  if (modifier.name.empty())
    diagnostic.Help("the `|` has no modifier after it: add one, or remove the `|`");
  else if (near.empty())
    diagnostic.Help(
        "docs/reference/sigma.md lists the modifiers; extensions of other tools are not part of "
        "Sigma");
  else
    AddSuggestion(diagnostic, modifier.span, modifier.name, near);
}

}  // namespace

const std::vector<ModifierInfo>& Modifiers() {
  static const std::vector<ModifierInfo> kAll = [] {
    std::vector<ModifierInfo> all;
    for (const Row& row : kRows) all.push_back({row.name, row.doc});
    return all;
  }();
  return kAll;
}

bool ApplyModifiers(Item& item, const std::vector<WrittenModifier>& names,
                    const Placeholders& placeholders, diag::Sink& sink) {
  std::vector<const Row*> rows;
  for (const WrittenModifier& modifier : names) {
    rows.push_back(FindRow(modifier.name));
    if (rows.back() == nullptr) ReportUnknown(modifier, sink);
  }
  if (std::find(rows.begin(), rows.end(), nullptr) != rows.end()) return false;
  for (size_t i = 0; i < names.size(); ++i) {
    Applier applier(item, names, i, placeholders, sink);
    if (!rows[i]->apply(applier)) return false;
  }
  return true;
}

void CheckRegex(const Regex& regex, Span span, diag::Sink& sink) {
  const auto prepared =
      stdlib::Prepare({stdlib::PreparedKind::kRegex, {regex.pattern}, regex.flags});
  if (!prepared.ok())
    sink.Emit(codes::BadPattern, span, prepared.error().message)
        .Help(
            "regular expressions use RE2 syntax: linear time, so no look-around and no "
            "backreferences");
}

}  // namespace sigrun::sigma
