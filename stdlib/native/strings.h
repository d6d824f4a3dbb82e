// Functions that take text apart or make new text. They count in code points and, unlike the tests,
// compare byte for byte.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/time/duration.h"
#include "base/value.h"
#include "stdlib/native/basic/utf8.h"
#include "stdlib/native/coerce.h"

namespace sigrun::stdlib::native {

using OptionalText = std::optional<std::string_view>;

inline int64_t Length(std::string_view text) noexcept { return CountCodePoints(text); }

using CaseMap = utf8proc_int32_t (*)(utf8proc_int32_t);

// Maps every code point to one other; none gets longer than twice its bytes.
template <CaseMap map>
OptionalText MapCase(std::string_view text, Arena& arena) noexcept {
  if (text.empty()) return text;
  char* const begin = arena.Allocate(text.size() * 2);
  if (begin == nullptr) return std::nullopt;
  char* out = begin;
  const char* end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const CodePoint c = Decode(p, end);
    const bool valid = c.value < kInvalidByte;
    out = Encode(
        valid ? static_cast<char32_t>(map(static_cast<utf8proc_int32_t>(c.value))) : c.value, out);
    p += c.size;
  }
  return std::string_view(begin, static_cast<size_t>(out - begin));
}

inline OptionalText Lower(std::string_view text, Arena& arena) noexcept {
  return MapCase<&utf8proc_tolower>(text, arena);
}
inline OptionalText Upper(std::string_view text, Arena& arena) noexcept {
  return MapCase<&utf8proc_toupper>(text, arena);
}

// ASCII white space.
inline std::string_view Trim(std::string_view text) noexcept {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

inline OptionalText Join(std::span<const std::string_view> parts, Arena& arena) noexcept {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  if (size == 0) return "";
  char* const begin = arena.Allocate(size);
  if (begin == nullptr) return std::nullopt;
  char* out = begin;
  for (const std::string_view part : parts) out = std::copy(part.begin(), part.end(), out);
  return std::string_view(begin, size);
}

inline OptionalText Concat(std::span<const Value> values, Arena& arena) noexcept {
  auto* parts = arena.AllocateArray<std::string_view>(values.size());
  if (parts == nullptr) return std::nullopt;
  for (size_t i = 0; i < values.size(); ++i) {
    const OptionalText text = ToText(values[i], arena);
    if (!text) return std::nullopt;
    parts[i] = *text;
  }
  return Join({parts, values.size()}, arena);
}

inline int64_t CountOf(std::string_view text, std::string_view part) noexcept {
  int64_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size())
    ++count;
  return count;
}

// The index-th of the parts that `separator` divides the text into; from the end when negative.
inline OptionalText SplitPart(std::string_view text, std::string_view separator,
                              int64_t index) noexcept {
  if (separator.empty()) return std::nullopt;
  if (index < 0) index += CountOf(text, separator) + 1;
  if (index < 0) return std::nullopt;
  for (; index > 0; --index) {
    const size_t at = text.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + separator.size());
  }
  return text.substr(0, text.find(separator));
}

// From code point `start` on, counted from the end when negative.
inline std::string_view From(std::string_view text, int64_t start) noexcept {
  if (start < 0) start = std::max<int64_t>(0, start + CountCodePoints(text));
  return SkipCodePoints(text, start);
}
// As From, and no more than `count` code points.
inline std::string_view Substring(std::string_view text, int64_t start, int64_t count) noexcept {
  const std::string_view rest = From(text, start);
  return rest.substr(0, rest.size() - SkipCodePoints(rest, count).size());
}

// Bounded by the arena: the result can be as long as text times `with`.
inline OptionalText Replace(std::string_view text, std::string_view part, std::string_view with,
                            Arena& arena) noexcept {
  if (part.empty()) return text;
  const auto count = static_cast<size_t>(CountOf(text, part));
  if (count == 0) return text;
  const size_t size = text.size() - count * part.size() + count * with.size();
  if (size == 0) return "";
  char* const begin = arena.Allocate(size);
  if (begin == nullptr) return std::nullopt;
  char* out = begin;
  for (size_t i = 0; i < count; ++i) {
    const size_t at = text.find(part);
    out = std::copy_n(text.begin(), at, out);
    out = std::copy(with.begin(), with.end(), out);
    text.remove_prefix(at + part.size());
  }
  std::copy(text.begin(), text.end(), out);
  return std::string_view(begin, size);
}

inline std::string_view StripPrefix(std::string_view text, std::string_view prefix) noexcept {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return text;
}
inline std::string_view StripSuffix(std::string_view text, std::string_view suffix) noexcept {
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return text;
}

// 1.5 KiB, 312 B. Short enough for a std::string that does not allocate.
inline OptionalText BytesText(int64_t bytes, Arena& arena) noexcept {
  return CopyText(FormatBytes(bytes), arena);
}

}  // namespace sigrun::stdlib::native
