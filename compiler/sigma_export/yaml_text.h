// Scalars as YAML writes them. Private to sigma_export.
#pragma once

#include <string>
#include <string_view>

namespace sigrun::sigma_export {

// In single quotes; in double ones where the text has control characters.
std::string Quoted(std::string_view text);
// Without quotes where YAML reads it as just this text.
std::string Plain(std::string_view text);
// A key of a mapping.
std::string Key(std::string_view text);
// A value for one line, or a block for text of several; `indent` is that of the block.
std::string TextOrBlock(std::string_view text, size_t indent);

// Text in which `*` and `?` stand for themselves, as Sigma writes it.
std::string WithoutWildcards(std::string_view text);

}  // namespace sigrun::sigma_export
