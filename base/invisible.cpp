#include "base/invisible.h"

#include <utf8proc.h>

#include <algorithm>

namespace sigrun {
namespace {

// Joiners shape adjacent letters in some scripts, and are part of the word.
bool IsJoiner(utf8proc_int32_t c) { return c == 0x200C || c == 0x200D; }

struct Decoded {
  utf8proc_int32_t c = -1;
  size_t size = 1;
};
Decoded First(std::string_view text) {
  Decoded first;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &first.c);
  if (size > 0) first.size = static_cast<size_t>(size);
  return first;
}

bool IsInvisible(utf8proc_int32_t c) {
  if (c < 0x80 || IsJoiner(c)) return false;
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CF;
}

}  // namespace

size_t LeadingBlank(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == ' ' || text.front() == '\t') return 1;
  const Decoded first = First(text);
  return IsInvisible(first.c) ? first.size : 0;
}

std::string_view WithoutOuterBlanks(std::string_view text) {
  while (const size_t blank = LeadingBlank(text)) text.remove_prefix(blank);
  size_t end = 0;  // after the last non-space character
  for (size_t at = 0; at < text.size();) {
    const size_t blank = LeadingBlank(text.substr(at));
    at += blank > 0 ? blank : First(text.substr(at)).size;
    if (blank == 0) end = at;
  }
  return text.substr(0, end);
}

std::string_view WithoutByteOrderMark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

}  // namespace sigrun
