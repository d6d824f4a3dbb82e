#include "base/text/invisible.h"

#include <utf8proc.h>

#include <algorithm>

#include "base/text/utf8.h"

namespace sigrun {
namespace {

// Joiners shape adjacent letters in some scripts, and are part of the word.
bool IsJoiner(char32_t c) { return c == 0x200C || c == 0x200D; }

utf8::CodePoint First(std::string_view text) {
  return utf8::Decode(text.data(), text.data() + text.size());
}

bool IsInvisible(char32_t c) {
  if (c < 0x80 || c >= utf8::kInvalidByte || IsJoiner(c)) return false;
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CF;
}

}  // namespace

size_t LeadingBlank(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == ' ' || text.front() == '\t') return 1;
  const utf8::CodePoint first = First(text);
  return IsInvisible(first.value) ? first.size : 0;
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
