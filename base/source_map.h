// The source texts of rules, and positions in them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace sigrun {

struct SourceTag;
using SourceId = Id<SourceTag>;

// A half-open range of bytes in one source text.
struct Span {
  SourceId source;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool valid() const { return source.valid(); }
  friend bool operator==(const Span&, const Span&) = default;
};

// The smallest span that covers both; `a` and `b` must be of one source.
Span Cover(Span a, Span b);

// Line and column count from 1; the column counts characters (code points), not bytes.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

class SourceFile {
 public:
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  LineColumn Locate(uint32_t offset) const;
  // The text of a line (counted from 1) without its line break.
  std::string_view Line(uint32_t line) const;
  uint32_t line_begin(uint32_t line) const { return line_begins_[line - 1]; }

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_begins_;
};

// Owns the source files of one compilation. References stay valid while the map lives.
class SourceMap {
 public:
  SourceId Add(std::string path, std::string text);
  const SourceFile& operator[](SourceId id) const;
  std::string_view Text(Span span) const;
  uint32_t size() const { return static_cast<uint32_t>(files_.size()); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace sigrun
