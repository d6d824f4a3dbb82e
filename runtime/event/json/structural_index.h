// simdjson's first stage: the positions of the JSON tokens of a text, and whether it is UTF-8. The
// only file that uses simdjson's internal interface. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace sigrun::event {

// A text and the positions of its tokens: the operators {}[]:, the opening quotes of strings, and
// the first characters of everything else. The position after the last is that of a NUL, so that
// looking ahead of the end finds no token.
struct TokenView {
  const char* text = nullptr;
  const uint32_t* at = nullptr;
  uint32_t count = 0;

  char Char(uint32_t token) const { return text[at[token]]; }
};

class StructuralIndex {
 public:
  // A text must be readable this far beyond its end.
  static constexpr size_t kPadding = 64;

  enum class Status : uint8_t {
    kOk,
    kInvalidUtf8,   // the tokens are available nevertheless
    kBrokenString,  // a string is unclosed, or contains a control character: no tokens
  };

  StructuralIndex();
  ~StructuralIndex();

  // Finds the tokens of text[0, size). text[nul] must be a NUL, nul >= size.
  Status Build(const char* text, size_t size, size_t nul);
  // The same for a text with control characters in strings, whose offsets are added to `controls`;
  // only a line break breaks a string. Slower.
  Status BuildTolerant(const char* text, size_t size, size_t nul, std::vector<uint32_t>& controls);
  const TokenView& view() const { return view_; }

 private:
  void PutEnd(size_t nul);

  struct Stage1;
  std::unique_ptr<Stage1> stage1_;
  TokenView view_;
};

}  // namespace sigrun::event
