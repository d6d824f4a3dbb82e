#include "tests/docs/markdown.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace sigrun::docs {
namespace {

namespace fs = std::filesystem;

std::string FileName(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  for (const std::string mark : {"// file: ", "# file: "})
    if (line.rfind(mark, 0) == 0) return line.substr(mark.size());
  return {};
}

}  // namespace

std::vector<std::string> SplitLines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<Block> ReadBlocks(const fs::path& markdown) {
  std::vector<Block> blocks;
  std::ifstream stream(markdown, std::ios::binary);
  std::string fence;
  size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    const size_t ticks = std::min(line.find_first_not_of('`'), line.size());
    if (fence.empty() && ticks >= 3) {
      fence = line.substr(0, ticks);
      Block block;
      std::istringstream(line.substr(ticks)) >> block.language >> block.argument;
      block.line = number;
      blocks.push_back(block);
    } else if (!fence.empty() && line == fence) {
      fence.clear();
      blocks.back().file = FileName(blocks.back().text);
    } else if (!fence.empty()) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::vector<fs::path> Documents(const fs::path& root) {
  std::vector<fs::path> found;
  for (const char* name : {"README.md", "CHANGELOG.md"})
    if (fs::exists(root / name)) found.push_back(root / name);
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  for (const auto& entry : fs::recursive_directory_iterator(root / "examples"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace sigrun::docs
