// Constant texts that mean something else where they stand: a `*` or a network after `==`, a `%`
// after `like`, an item of a list that is there already.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "stdlib/type.h"

namespace sigrun::sema {

// `known`: the left side is a field whose type the log source gives, so that it is no pattern
// itself.
void ReportLiteralPattern(std::string_view op, stdlib::Type left, bool known, std::string_view text,
                          Span span, diag::Sink& sink);

// Of a list as it is written: each item and its place. `cased`: letter case counts.
void ReportRepeatedItems(const std::vector<std::pair<std::string, Span>>& items, bool cased,
                         diag::Sink& sink);

}  // namespace sigrun::sema
