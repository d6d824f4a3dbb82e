// The values of literals. Errors inside a literal are reported at their own bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"

namespace sigrun::syntax {

// All functions take the literal as written and its span.

// "…" with escapes, or '…' without.
std::string StringValue(std::string_view written, Span span, diag::Sink& sink);
// INT; `negative` for a minus sign before it.
int64_t IntValue(std::string_view written, bool negative, Span span, diag::Sink& sink);
double FloatValue(std::string_view written);
// 10m, 5GiB.
ast::LiteralValue QuantityValue(std::string_view written, Span span, diag::Sink& sink);
// 95%: 0.95.
double PercentValue(std::string_view written);
Timestamp TimeValue(std::string_view written, Span span, diag::Sink& sink);
// /pattern/flags
ast::RegexText RegexValue(std::string_view written);

}  // namespace sigrun::syntax
