// A test of a rule as an item of a Sigma selection: `field|modifiers: values`. Private to
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
  std::vector<std::string> values;  // as YAML writes them; any of them, or
  bool all = false;                 // all of them
  bool negated = false;             // to be said by the condition

  std::string Key() const;
};

// Nothing for what is no single test of a field: a chain, or (which is refused) what Sigma cannot
// say.
std::optional<Item> ReadItem(Context& cx, ir::ExprId id);

}  // namespace sigrun::sigma_export
