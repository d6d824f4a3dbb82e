// Rule files for the documentation generator: their trees and their comments.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"

namespace sigrun::docs {

struct RuleFile {
  std::string path;  // below the folder
  std::string text;
  ast::File file;

  std::string_view Text(Span span) const {
    return std::string_view(text).substr(span.begin, span.end - span.begin);
  }
  // The comment that ends on the line before `offset`, without its signs; empty without one.
  std::string CommentBefore(uint32_t offset) const;
};

RuleFile ReadRuleText(std::string path, std::string text);
// All below a folder, by path.
std::vector<RuleFile> ReadRuleFiles(const std::filesystem::path& folder);

}  // namespace sigrun::docs
