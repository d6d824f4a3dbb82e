#include "compiler/diag/source_line.h"

#include <utf8proc.h>

#include <algorithm>
#include <vector>

namespace sigrun::diag {
namespace {

constexpr uint32_t kTabWidth = 4;
constexpr uint32_t kMostColumns = 110;
// Bytes looked at on either side of the mark, however long the line.
constexpr uint32_t kReach = 600;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// One character on the screen; `at` is its byte in the line.
struct Cell {
  uint32_t at;
  std::string text;
  uint32_t width;
};

bool IsHidden(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

// Reads the character at `at`, and moves behind it.
Cell Take(std::string_view line, uint32_t& at) {
  const uint32_t begin = at;
  utf8proc_int32_t c = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(line.data()) + at,
                                     static_cast<utf8proc_ssize_t>(line.size() - at), &c);
  at += size > 0 ? static_cast<uint32_t>(size) : 1;
  if (c == '\t') return {begin, std::string(kTabWidth, ' '), kTabWidth};
  if (c < 0 || IsHidden(c)) return {begin, std::string(kReplacement), 1};
  return {begin, std::string(line.substr(begin, at - begin)),
          static_cast<uint32_t>(std::max(0, utf8proc_charwidth(c)))};
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::vector<Cell> Cells(std::string_view line, uint32_t begin, uint32_t end) {
  std::vector<Cell> cells;
  const auto size = static_cast<uint32_t>(line.size());
  uint32_t at = begin > kReach ? begin - kReach : 0;
  while (at > 0 && at < size && IsContinuation(line[at])) --at;
  const uint32_t last = std::min(size, std::min(end, begin + kReach) + kReach);
  while (at < last) cells.push_back(Take(line, at));
  return cells;
}

uint32_t Width(const std::vector<Cell>& cells, size_t from, size_t to) {
  uint32_t width = 0;
  for (size_t i = from; i < to; ++i) width += cells[i].width;
  return width;
}

// The first cell shown, so that the mark and some text before it are in view.
size_t FirstShown(const std::vector<Cell>& cells, size_t mark, uint32_t mark_width) {
  if (Width(cells, 0, cells.size()) <= kMostColumns) return 0;
  const uint32_t wanted = std::min(mark_width, kMostColumns / 2);
  uint32_t room = (kMostColumns - wanted) / 2;
  if (Width(cells, 0, mark) + wanted <= kMostColumns - 10) return 0;
  size_t first = mark;
  while (first > 0 && cells[first - 1].width <= room) room -= cells[--first].width;
  return first;
}

}  // namespace

ShownLine ShowLine(std::string_view line, uint32_t begin, uint32_t end) {
  const auto size = static_cast<uint32_t>(line.size());
  begin = std::min(begin, size);
  end = std::clamp(end, begin, size);
  const std::vector<Cell> cells = Cells(line, begin, end);
  const auto cell_at = [&](uint32_t byte) {
    const auto found =
        std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.at >= byte; });
    return static_cast<size_t>(found - cells.begin());
  };
  const size_t mark = cell_at(begin), mark_end = cell_at(end);
  const size_t first = FirstShown(cells, mark, Width(cells, mark, mark_end));
  const bool cut_before = first > 0 || (!cells.empty() && cells.front().at > 0);

  ShownLine shown;
  if (cut_before) shown.text = kEllipsis;
  uint32_t column = cut_before ? 1 : 0;
  size_t i = first;
  for (; i < cells.size() && column + cells[i].width <= kMostColumns; ++i) {
    if (i == mark) shown.mark_begin = column;
    shown.text += cells[i].text;
    column += cells[i].width;
    if (i >= mark && i < mark_end) shown.mark_width += cells[i].width;
  }
  if (mark >= i) shown.mark_begin = column;
  if (i < cells.size() || (!cells.empty() && cells.back().at + 4 < size)) shown.text += kEllipsis;
  shown.mark_width = std::max(shown.mark_width, 1u);
  return shown;
}

std::string Visible(std::string_view text) {
  std::string visible;
  for (uint32_t at = 0; at < text.size();) {
    if (text[at] == '\n') {
      visible += '\n';
      ++at;
      continue;
    }
    visible += Take(text, at).text;
  }
  return visible;
}

}  // namespace sigrun::diag
