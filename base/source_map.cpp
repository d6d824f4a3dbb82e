#include "base/source_map.h"

#include <algorithm>

#include "base/text/utf8.h"

namespace sigrun {

Span Cover(Span a, Span b) {
  if (!a.valid()) return b;
  if (!b.valid()) return a;
  SIGRUN_CHECK(a.source == b.source);
  return {a.source, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_begins_.push_back(0);
  for (uint32_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_begins_.push_back(i + 1);
}

LineColumn SourceFile::Locate(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  const auto line = static_cast<uint32_t>(next - line_begins_.begin());
  uint32_t column = 1, i = line_begins_[line - 1];
  if (line == 1 && text_.starts_with("\xEF\xBB\xBF")) i = 3;  // a byte-order mark is invisible
  for (; i < offset; ++i)
    if (!utf8::IsContinuation(text_[i])) ++column;
  return {line, column};
}

std::string_view SourceFile::Line(uint32_t line) const {
  const uint32_t begin = line_begins_[line - 1];
  const size_t end = std::min(text_.find('\n', begin), text_.size());
  std::string_view view(text_.data() + begin, end - begin);
  if (view.ends_with('\r')) view.remove_suffix(1);
  return view;
}

SourceId SourceMap::Add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
  return SourceId{static_cast<uint32_t>(files_.size() - 1)};
}

const SourceFile& SourceMap::operator[](SourceId id) const {
  SIGRUN_CHECK(id.index < files_.size());
  return files_[id.index];
}

std::string_view SourceMap::Text(Span span) const {
  return (*this)[span.source].text().substr(span.begin, span.end - span.begin);
}

}  // namespace sigrun
