// Formats literals, types and metadata values. Private to format.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"

namespace sigrun::format {

// "…", or '…' if that saves escapes.
std::string QuoteText(std::string_view text);
std::string QuoteWithEscapes(std::string_view text);
std::string LiteralText(const ast::LiteralValue& value);
std::string TypeText(const ast::TypeName& type);
// A value of a meta block that is not a list.
std::string MetaText(const ast::MetaValue& value);
std::string Joined(const std::vector<ast::Name>& names, std::string_view separator);

}  // namespace sigrun::format
