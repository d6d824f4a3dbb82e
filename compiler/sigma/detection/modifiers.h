// The modifiers of an item, applied from left to right.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/detection/item.h"

namespace sigrun::sigma {

struct ModifierInfo {
  std::string_view name, doc;
};
const std::vector<ModifierInfo>& Modifiers();

using Placeholders = std::map<std::string, std::vector<std::string>>;

// Applies `names` (each with its location) to an item with its values as written. False after an
// error, which has been reported.
struct WrittenModifier {
  std::string name;
  Span span;
};
bool ApplyModifiers(Item& item, const std::vector<WrittenModifier>& names,
                    const Placeholders& placeholders, diag::Sink& sink);

// Reports an invalid regular expression.
void CheckRegex(const Regex& regex, Span span, diag::Sink& sink);

}  // namespace sigrun::sigma
