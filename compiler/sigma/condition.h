// The condition of a rule or filter: and, or, not, parentheses and `N of pattern`. Private to
// sigma.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/sigma/yaml_view.h"

namespace sigrun::sigma {

// As written. Operands of and, or, not; a name; a quantifier over names.
struct Condition {
  enum Kind : uint8_t { kName, kAnd, kOr, kNot, kOf } kind = kName;
  std::string name;       // kName; kOf: the pattern, or "them"
  uint32_t at_least = 0;  // kOf: 0 means all
  std::vector<Condition> operands;
  Span span;
};

// Reads the text of a scalar; nothing after an error, which has been reported.
std::optional<Condition> ReadCondition(const yaml::Node& scalar, diag::Sink& sink);

// Warns of parts that hold always or never because they have both a selection and its `not`.
void ReportContradictions(const Condition& condition, diag::Sink& sink);

// Whether a selection's name fits a pattern with `*`, or `them`. Names that begin with `_` are left
// out unless the pattern does too.
bool FitsPattern(std::string_view name, std::string_view pattern);

}  // namespace sigrun::sigma
