// Text under construction, and the width of its last line. Private to format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::format {

inline constexpr size_t kWidth = 100;

class Writer {
 public:
  void Put(std::string_view text) { text_ += text; }
  void Line(size_t indent) {
    text_ += '\n';
    text_.append(indent, ' ');
  }
  // The number of characters on the last line.
  size_t column() const;
  bool Fits(std::string_view text, size_t tail = 0) const {
    return text.find('\n') == std::string_view::npos && column() + Width(text) + tail <= kWidth;
  }

  // Inserts comments above the line that contains this position, each on a line with its
  // indentation.
  void InsertAbove(size_t place, const std::vector<std::string>& comments);
  void TrimLine();  // removes trailing spaces

  const std::string& text() const { return text_; }

  // Characters, not bytes.
  static size_t Width(std::string_view text);

 private:
  std::string text_;
};

}  // namespace sigrun::format
