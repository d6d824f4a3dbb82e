#include "compiler/format/writer.h"

#include <algorithm>

#include "base/text/utf8.h"

namespace sigrun::format {

size_t Writer::Width(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !utf8::IsContinuation(c); }));
}

size_t Writer::column() const {
  const size_t line = text_.rfind('\n');
  return Width(std::string_view(text_).substr(line == std::string::npos ? 0 : line + 1));
}

void Writer::InsertAbove(size_t place, const std::vector<std::string>& comments) {
  const size_t before = place == 0 ? std::string::npos : text_.rfind('\n', place - 1);
  const size_t line = before == std::string::npos ? 0 : before + 1;
  const size_t indent = std::min(text_.find_first_not_of(' ', line), text_.size()) - line;
  std::string lines;
  for (const std::string& comment : comments)
    lines += std::string(indent, ' ') + "//" + comment + "\n";
  text_.insert(line, lines);
}

void Writer::TrimLine() { text_.erase(text_.find_last_not_of(' ') + 1); }

}  // namespace sigrun::format
