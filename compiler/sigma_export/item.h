// Exports a test as an item of a Sigma selection: `field|modifiers: values`. Private to
// sigma_export.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/sigma_export/context.h"

namespace sigrun::sigma_export {

struct Item {
  std::string field;  // empty: a keyword
  std::vector<std::string> modifiers;
  std::vector<std::string> values;  // in YAML syntax; one must match, or
  bool all = false;                 // all must match
  bool negated = false;             // expressed in the condition

  std::string Key() const;
};

// Nullopt if it is not a single test of a field: a chain, or something that Sigma cannot express,
// which is reported.
std::optional<Item> ReadItem(Context& cx, ir::ExprId id);

}  // namespace sigrun::sigma_export
