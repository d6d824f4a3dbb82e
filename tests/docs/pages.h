// The pages that are generated from rule files: the library and the shipped rules.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::docs {

inline constexpr std::string_view kGenerated =
    "<!-- Made by sigrun_docs from the tables; do not edit. -->\n";

// Text in a cell of a Markdown table.
std::string Cell(std::string_view text);

// A page, and its gaps: public names without a description.
struct Page {
  std::string text;
  std::vector<std::string> missing;
};

// `rules` is the folder of the shipped rules; examples are lines of them.
Page LibraryPage(const std::filesystem::path& rules);
Page RulesPage(const std::filesystem::path& rules);

}  // namespace sigrun::docs
