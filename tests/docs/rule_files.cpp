#include "tests/docs/rule_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "compiler/syntax/parse.h"

namespace sigrun::docs {
namespace {

std::string_view LineBefore(std::string_view text, size_t& line_begin) {
  if (line_begin == 0) return {};
  const size_t end = line_begin - 1;
  const size_t begin = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;
  line_begin = begin;
  return text.substr(begin, end - begin);
}

}  // namespace

std::string RuleFile::CommentBefore(uint32_t offset) const {
  size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  std::vector<std::string> lines;
  while (begin > 0) {
    const std::string_view line = LineBefore(text, begin);
    if (!line.starts_with("//") || line.starts_with("// ----")) break;
    lines.emplace_back(line.substr(std::min<size_t>(line.size(), 3)));
  }
  std::string comment;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line)
    comment += (comment.empty() ? "" : " ") + *line;
  return comment;
}

RuleFile ReadRuleText(std::string path, std::string text) {
  SourceMap sources;
  diag::Sink sink;
  RuleFile made{std::move(path), std::move(text), {}};
  made.file = syntax::ParseFile(sources.Add(made.path, made.text), sources, sink);
  return made;
}

std::vector<RuleFile> ReadRuleFiles(const std::filesystem::path& folder) {
  std::vector<RuleFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".sgr") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back(
        ReadRuleText(entry.path().lexically_relative(folder).string(),
                     {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()}));
  }
  std::sort(files.begin(), files.end(),
            [](const RuleFile& a, const RuleFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace sigrun::docs
