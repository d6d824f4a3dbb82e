#include "compiler/diag/invisible.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>

#include "base/text/utf8.h"

namespace sigrun::diag {
namespace {

struct Named {
  utf8proc_int32_t character;
  std::string_view name;
};
constexpr Named kNames[] = {
    {0x00A0, "no-break space"},    {0x00AD, "soft hyphen"},
    {0x061C, "direction mark"},    {0x180E, "Mongolian vowel separator"},
    {0x200B, "zero-width space"},  {0x200C, "zero-width non-joiner"},
    {0x200D, "zero-width joiner"}, {0x200E, "direction mark"},
    {0x200F, "direction mark"},    {0x202F, "narrow no-break space"},
    {0x2060, "word joiner"},       {0x3000, "full-width space"},
    {0xFEFF, "byte order mark"},
};

bool IsDefaultIgnorable(utf8proc_int32_t c) {
  return utf8proc_category(c) == UTF8PROC_CATEGORY_CF || c == 0x034F || c == 0x115F ||
         c == 0x1160 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}
bool IsBlank(utf8proc_int32_t c) {
  return c >= 0x80 && (utf8proc_category(c) == UTF8PROC_CATEGORY_ZS || c == 0x2800);
}

std::string NameOf(utf8proc_int32_t c, bool blank) {
  const auto* known = std::find_if(std::begin(kNames), std::end(kNames),
                                   [c](Named row) { return row.character == c; });
  const std::string_view name = known != std::end(kNames) ? known->name
                                : blank                   ? "special space"
                                                          : "zero-width character";
  return fmt::format("a {} (U+{:04X})", name, c);
}

}  // namespace

std::optional<Invisible> FindInvisible(std::string_view text, size_t from) {
  bool ascii_before = from == 0 || static_cast<unsigned char>(text[from - 1]) < 0x80;
  for (size_t at = from; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      ascii_before = true;
      ++at;
      continue;
    }
    const utf8::CodePoint first = utf8::Decode(&text[at], text.data() + text.size());
    const bool valid = first.value < utf8::kInvalidByte;
    const auto c = valid ? static_cast<utf8proc_int32_t>(first.value) : -1;
    const size_t end = at + first.size;
    const bool ascii_after = end >= text.size() || static_cast<unsigned char>(text[end]) < 0x80;
    const bool blank = c >= 0 && IsBlank(c);
    if (c >= 0 && (blank || IsDefaultIgnorable(c)) && (ascii_before || ascii_after))
      return Invisible{at, end, static_cast<uint32_t>(c), blank, NameOf(c, blank)};
    ascii_before = false;
    at = end;
  }
  return std::nullopt;
}

}  // namespace sigrun::diag
