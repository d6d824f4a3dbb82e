// Comments are not part of the tree: they are the text after a `#` outside every scalar.
#include <algorithm>

#include "compiler/yaml/yaml.h"

namespace sigrun::yaml {
namespace {

struct Range {
  uint32_t begin, end;
};

std::vector<Range> ScalarRanges(const Tree& tree, SourceId source) {
  std::vector<Range> ranges;
  for (const Node& node : tree.nodes)
    if (node.kind == Kind::kScalar && node.span.source == source)
      ranges.push_back({node.span.begin, node.span.end});
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.begin < b.begin; });
  return ranges;
}

}  // namespace

std::vector<Comment> Comments(const Tree& tree, SourceId source, const SourceMap& sources) {
  const std::string_view text = sources[source].text();
  const std::vector<Range> ranges = ScalarRanges(tree, source);
  std::vector<Comment> comments;
  size_t range = 0, line_begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    while (range < ranges.size() && ranges[range].end <= at) ++range;
    if (range < ranges.size() && ranges[range].begin <= at) {
      at = ranges[range].end - 1;
      line_begin = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
      continue;
    }
    if (text[at] == '\n') line_begin = at + 1;
    const bool starts =
        text[at] == '#' && (at == line_begin || text[at - 1] == ' ' || text[at - 1] == '\t');
    if (!starts) continue;
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view body = text.substr(at + 1, end - at - 1);
    while (!body.empty() && (body.back() == '\r' || body.back() == ' ')) body.remove_suffix(1);
    while (!body.empty() && body.front() == ' ') body.remove_prefix(1);
    const std::string_view before = text.substr(line_begin, at - line_begin);
    const bool own_line = before.find_first_not_of(" \t") == std::string_view::npos;
    comments.push_back({static_cast<uint32_t>(at), std::string(body), own_line});
    at = end - 1;
  }
  return comments;
}

}  // namespace sigrun::yaml
