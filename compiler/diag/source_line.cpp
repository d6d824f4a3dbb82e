#include "compiler/diag/source_line.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text/utf8.h"
#include "base/text/visible.h"

namespace sigrun::diag {
namespace {

constexpr uint32_t kTabWidth = 4;
constexpr uint32_t kMostColumns = 110;
// The bytes examined on both sides of the mark, however long the line.
constexpr uint32_t kReach = 600;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// One character on the screen; `at` is its byte in the line.
struct Cell {
  uint32_t at;
  std::string text;
  uint32_t width;
};

// Reads the character at `at`, and advances past it.
Cell Take(std::string_view line, uint32_t& at) {
  const uint32_t begin = at;
  if (line[begin] == '\t') {
    ++at;
    return {begin, std::string(kTabWidth, ' '), kTabWidth};
  }
  Glyph glyph = FirstGlyph(line.substr(begin));
  at += glyph.bytes;
  return {begin, std::move(glyph.text), glyph.width};
}

std::vector<Cell> Cells(std::string_view line, uint32_t begin, uint32_t end) {
  std::vector<Cell> cells;
  const auto size = static_cast<uint32_t>(line.size());
  uint32_t at = begin > kReach ? begin - kReach : 0;
  while (at > 0 && at < size && utf8::IsContinuation(line[at])) --at;
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

}  // namespace sigrun::diag
