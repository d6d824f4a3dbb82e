#include "base/text/visible.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>

#include "base/text/utf8.h"

namespace sigrun {
namespace {

struct Character {
  utf8proc_int32_t point;  // -1 if it is not UTF-8
  uint32_t bytes;
};

Character First(std::string_view text) {
  const utf8::CodePoint first = utf8::Decode(text.data(), text.data() + text.size());
  return {first.value < utf8::kInvalidByte ? static_cast<utf8proc_int32_t>(first.value) : -1,
          first.size};
}

// Noncharacters, for internal use only: U+FFFE, U+FFFF and similar.
bool IsNoncharacter(utf8proc_int32_t c) {
  return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

// Invisible characters that may change how the rest is displayed. Emoji selectors only choose how
// the character before them is drawn.
bool IsHidden(utf8proc_int32_t c) {
  if (c < 0x80) return c < 0x20 || c == 0x7F;
  const auto category = utf8proc_category(c);
  if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
      category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP || IsNoncharacter(c))
    return true;
  return utf8proc_get_property(c)->ignorable && (c < 0xFE00 || c > 0xFE0F);
}

std::string WrittenOut(utf8proc_int32_t c) {
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  if (c < 0x80) return fmt::format("\\x{:02x}", c);
  return c <= 0xFFFF ? fmt::format("\\u{:04x}", c) : fmt::format("\\u{{{:x}}}", c);
}

std::string AsJsonEscape(utf8proc_int32_t c) {
  if (c <= 0xFFFF) return fmt::format("\\u{:04x}", c);
  const auto rest = static_cast<uint32_t>(c) - 0x10000;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

// Most text is plain and copied unchanged.
size_t PlainPart(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F) ++at;
  return at;
}

std::string Shown(std::string_view text, std::string_view kept) {
  std::string out;
  while (!text.empty()) {
    const size_t plain = PlainPart(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (kept.find(text[0]) != std::string_view::npos) {
      out += text[0];
      text.remove_prefix(1);
      continue;
    }
    const Glyph glyph = FirstGlyph(text);
    out += glyph.text;
    text.remove_prefix(glyph.bytes);
  }
  return out;
}

}  // namespace

Glyph FirstGlyph(std::string_view text) {
  const Character c = First(text);
  if (c.point >= 0 && !IsHidden(c.point))
    return {std::string(text.substr(0, c.bytes)), c.bytes,
            static_cast<uint32_t>(std::max(0, utf8proc_charwidth(c.point)))};
  Glyph glyph{c.point < 0 ? fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]))
                          : WrittenOut(c.point),
              c.bytes, 0};
  glyph.width = static_cast<uint32_t>(glyph.text.size());
  return glyph;
}

std::string Visible(std::string_view text) { return Shown(text, ""); }

std::string VisibleLines(std::string_view text) { return Shown(text, "\n\t"); }

std::string VisibleJson(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const Character c = First(json);
    if (json.starts_with("##")) {
      out += "#\\u0023";
      json.remove_prefix(2);
      continue;
    }
    if (c.point >= 0x7F && IsHidden(c.point))
      out += AsJsonEscape(c.point);
    else
      out += json.substr(0, c.bytes);
    json.remove_prefix(c.bytes);
  }
  return out;
}

}  // namespace sigrun
