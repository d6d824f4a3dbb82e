// Case-folded text: equal bytes if and only if the texts are equal except for case.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "stdlib/native/basic/fold.h"

namespace sigrun::stdlib::native {

// Writes the folded text, of up to two bytes for each of the text, and returns its end.
inline char* FoldInto(std::string_view text, char* out) noexcept {
  const char *p = text.data(), *end = p + text.size();
  while (p < end) {
    if (end - p >= 8 && (Load8(p) & kHighBits) == 0) {
      const uint64_t folded = FoldAscii8(Load8(p));
      std::memcpy(out, &folded, 8);
      p += 8;
      out += 8;
    } else {
      const CodePoint c = Decode(p, end);
      out = Encode(Fold(c.value), out);
      p += c.size;
    }
  }
  return out;
}

inline std::string FoldedString(std::string_view text) {
  std::string folded(text.size() * 2, '\0');
  folded.resize(static_cast<size_t>(FoldInto(text, folded.data()) - folded.data()));
  return folded;
}

// A folded copy that lives as long as this object and the arena. Two texts of which one is valid
// UTF-8 begin with, end in or contain one another just where their folded bytes do: a code point
// never begins with a byte that goes on with another.
class FoldedCopy {
 public:
  FoldedCopy(std::string_view text, Arena& arena) noexcept {
    const size_t most = IsAscii(text) ? text.size() : text.size() * 2;
    char* const out = most <= sizeof buffer_ ? buffer_ : arena.Allocate(most);
    if (out == nullptr) return;
    text_ = std::string_view(out, static_cast<size_t>(FoldInto(text, out) - out));
  }
  FoldedCopy(const FoldedCopy&) = delete;
  FoldedCopy& operator=(const FoldedCopy&) = delete;

  bool ok() const noexcept { return text_.has_value(); }  // the memory sufficed
  std::string_view text() const noexcept { return *text_; }

 private:
  std::optional<std::string_view> text_;
  char buffer_[1024];
};

}  // namespace sigrun::stdlib::native
