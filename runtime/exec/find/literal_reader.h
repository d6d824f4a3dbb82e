// Finds the literals of a slot in its value, as the tests read it: every element of a list, and
// numbers and objects as text. Of one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/value.h"
#include "runtime/exec/find/atom_index.h"

namespace sigrun::exec {

class LiteralReader {
 public:
  explicit LiteralReader(const AtomIndex& index);

  // Calls visit(literal) once for each literal of the slot that the value has. False if that takes
  // too much memory or too many comparisons: then some may be missing.
  template <class Visit>
  [[nodiscard]] bool Read(const SlotLiterals& slot, const Value& value, const Visit& visit) {
    if (++reading_ == 0) Restart();
    if (value.kind != Kind::kList) return ReadOne(slot, value, visit);
    for (uint32_t i = 0; i < value.size; ++i)
      if (!ReadOne(slot, value.items[i], visit)) return false;
    return true;
  }

 private:
  // Of a text, and what its other forms need. The tests themselves have more.
  static constexpr size_t kLongest = size_t{256} << 10;

  template <class Visit>
  bool ReadOne(const SlotLiterals& slot, const Value& value, const Visit& visit) {
    if (!value.present()) return true;
    if (value.kind == Kind::kString) return ReadText(slot, value.text(), visit);
    Texts texts;
    if (!TextsOf(value, texts)) return false;
    for (uint32_t i = 0; i < texts.count; ++i)
      if (!ReadText(slot, texts.all[i], visit)) return false;
    return true;
  }

  template <class Visit>
  bool ReadText(const SlotLiterals& slot, std::string_view text, const Visit& visit) {
    if (text.size() > kLongest) return false;
    uint32_t* const seen = seen_.data() + slot.first();
    return slot.index().ForEach(
        Folded(text), [&](uint32_t literal) { return seen[literal] == reading_; },
        [&](uint32_t literal) {
          if (seen[literal] == reading_) return;
          seen[literal] = reading_;
          visit(literal);
        });
  }

  // The forms in which tests read a value that is no string.
  struct Texts {
    std::string_view all[2];
    uint32_t count = 0;
  };
  bool TextsOf(const Value& value, Texts& texts);
  std::string_view Folded(std::string_view text);
  void Restart();

  Arena arena_;
  std::vector<char> folded_;
  std::vector<uint32_t> seen_;  // by each literal of the index: the last reading that found it
  uint32_t reading_ = 0;
};

}  // namespace sigrun::exec
