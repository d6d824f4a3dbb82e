#include "compiler/sigma/legacy_condition.h"

#include <cstdint>
#include <string_view>

#include "base/text/ascii.h"
#include "base/text/parse_number.h"
#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {
namespace {

bool IsBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool IsPunctuation(char c) { return c == '(' || c == ')' || c == ','; }
bool IsOperator(char c) { return c == '<' || c == '>' || c == '=' || c == '!'; }
bool IsPartOfWord(char c) { return !IsBlank(c) && !IsPunctuation(c) && !IsOperator(c); }

// The end of the name, number or operator at `at`; `(`, `)` and `,` are words by themselves.
size_t WordEnd(std::string_view text, size_t at) {
  size_t end = at + 1;
  if (IsOperator(text[at]))
    while (end < text.size() && IsOperator(text[end])) ++end;
  else if (!IsPunctuation(text[at]))
    while (end < text.size() && IsPartOfWord(text[end])) ++end;
  return end;
}

bool IsComparison(std::string_view op) {
  return op == "==" || op == "!=" || op == "<" || op == "<=" || op == ">" || op == ">=";
}

}  // namespace

LegacyParser::LegacyParser(const yaml::Node& condition, size_t from) : span_(condition.span) {
  const std::string& text = condition.text;
  for (size_t at = from; at < text.size();) {
    if (IsBlank(text[at])) {
      ++at;
      continue;
    }
    const size_t end = WordEnd(text, at);
    words_.push_back({text.substr(at, end - at), PartOf(condition, at, end)});
    at = end;
  }
  words_.push_back({"", condition.span});
}

bool LegacyParser::IsNear() const { return AsciiLower(Peek()) == "near"; }

std::optional<std::vector<NearStep>> LegacyParser::ReadNear() {
  Take();
  std::vector<NearStep> steps;
  while (true) {
    const bool negated = AsciiLower(Peek()) == "not";
    if (negated) Take();
    const Word name = Take();
    if (name.text.empty()) return std::nullopt;
    steps.push_back({name.text, negated, name.span});
    if (IsAtEnd()) return steps;
    if (AsciiLower(Take().text) != "and") return std::nullopt;
  }
}

std::optional<Aggregation> LegacyParser::ReadAggregation() {
  Aggregation made;
  made.function = AsciiLower(Take().text);
  if (Take().text != "(") return std::nullopt;
  if (Peek() != ")") {
    const Word field = Take();
    made.field = field.text;
    made.field_span = field.span;
  }
  if (Take().text != ")") return std::nullopt;
  if (AsciiLower(Peek()) == "by") {
    do {
      Take();
      const Word field = Take();
      made.by.push_back({field.text, field.span});
    } while (Peek() == ",");
  }
  made.comparison.span = span_;
  made.comparison.op = Take().text;
  if (made.comparison.op == "=") made.comparison.op = "==";
  const std::string number = Take().text;
  if (const auto whole = ParseNumber<int64_t>(number))
    made.comparison.threshold = *whole;
  else if (const auto real = ParseNumber<double>(number))
    made.comparison.threshold = *real;
  else
    return std::nullopt;
  if (!IsComparison(made.comparison.op) || !IsAtEnd()) return std::nullopt;
  return made;
}

}  // namespace sigrun::sigma
