// Warns of constants that have another meaning than their operator gives them: a `*` or a network
// after `==`, a `%` after `like`, a repeated item of a list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "stdlib/type.h"

namespace sigrun::sema {

// `known`: the left side is a field with a type in the log source, so it is not a pattern itself.
void ReportLiteralPattern(std::string_view op, stdlib::Type left, bool known, std::string_view text,
                          Span span, diag::Sink& sink);

// For a list as written: each item and its location. `cased`: case-sensitive.
void ReportRepeatedItems(const std::vector<std::pair<std::string, Span>>& items, bool cased,
                         diag::Sink& sink);

}  // namespace sigrun::sema
