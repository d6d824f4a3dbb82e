// The fenced blocks of a Markdown file, which contain its examples.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace sigrun::docs {

struct Block {
  std::string language;  // the first word after the fence: "sgr", "console"
  std::string argument;  // the second: "E0201"
  std::string text;      // with the line end of its last line
  size_t line = 0;       // of the opening fence, from 1
  // The name in a first line `// file: NAME` or `# file: NAME`; empty if there is none.
  std::string file;
};

std::vector<Block> ReadBlocks(const std::filesystem::path& markdown);

// README.md, CHANGELOG.md and docs/**/*.md below the root of the project, sorted.
std::vector<std::filesystem::path> Documents(const std::filesystem::path& root);

std::vector<std::string> SplitLines(const std::string& text);

}  // namespace sigrun::docs
