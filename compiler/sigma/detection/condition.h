// The condition of a rule or filter: and, or, not, parentheses and `N of pattern`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {

// The parsed condition: operands of and, or, not; a name; a quantifier over names.
struct Condition {
  enum Kind : uint8_t { kName, kAnd, kOr, kNot, kOf } kind = kName;
  std::string name;       // kName; kOf: the pattern, or "them"
  uint32_t at_least = 0;  // kOf: 0 means all
  std::vector<Condition> operands;
  Span span;
};

// Parses the text of a scalar; nullopt after an error, which has been reported.
std::optional<Condition> ReadCondition(const yaml::Node& scalar, diag::Sink& sink);

// Warns of parts that are always true or always false because they contain both a selection and its
// negation.
void ReportContradictions(const Condition& condition, diag::Sink& sink);

// Whether a selection's name matches a pattern with `*`, or `them`. Names that begin with `_` only
// match a pattern that does too.
bool FitsPattern(std::string_view name, std::string_view pattern);

}  // namespace sigrun::sigma
