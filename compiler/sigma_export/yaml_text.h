// Scalars in YAML syntax. Private to sigma_export.
#pragma once

#include <string>
#include <string_view>

namespace sigrun::sigma_export {

// In single quotes, or in double quotes if the text contains control characters.
std::string Quoted(std::string_view text);
// Without quotes if YAML reads it as exactly this text.
std::string Plain(std::string_view text);
// A key of a mapping.
std::string Key(std::string_view text);
// A value on one line, or a block for text with several lines; `indent` is that of the block.
std::string TextOrBlock(std::string_view text, size_t indent);

// Text in which `*` and `?` are literal, in the syntax of Sigma.
std::string WithoutWildcards(std::string_view text);

}  // namespace sigrun::sigma_export
