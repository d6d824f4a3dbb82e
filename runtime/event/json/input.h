// A section of text that is being read. Private to runtime/event.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/event/json/structural_index.h"

namespace sigrun::event {

struct Input {
  TokenView view;
  uint64_t offset = 0;   // offset in the file of view.text, or of the source of the text
  bool carried = false;  // assembled from other text: everything is at `offset`
  // The positions at which strings contain what JSON does not allow, in order.
  std::vector<uint32_t> odd;
  // What the records beside it in an array begin with: one of these keys. Empty outside arrays.
  std::span<const std::string_view> first_keys;
  // What was wrong with the record that the text was made of, and that record.
  std::string_view flaw;
  const Input* original = nullptr;
  uint32_t original_token = 0;

  uint64_t OffsetOf(uint32_t token) const { return carried ? offset : offset + view.at[token]; }
};

// Finds the tokens of a text from a position outside strings, and the odd bytes in its strings.
// False, without results, if a string is unclosed or contains a line break.
bool IndexText(const char* text, size_t size, size_t nul, StructuralIndex& index, Input& input);

// A text assembled from others. They are reused, because indexing needs memory.
struct MadeText {
  std::string text, flaw;
  StructuralIndex index;
  Input input;
};
class MadeTexts {
 public:
  class Lease {
   public:
    explicit Lease(MadeTexts& texts) : texts_(texts), text_(texts.Take()) {}
    ~Lease() { texts_.free_.push_back(std::move(text_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    MadeText* operator->() { return text_.get(); }
    MadeText& operator*() { return *text_; }

   private:
    MadeTexts& texts_;
    std::unique_ptr<MadeText> text_;
  };

 private:
  std::unique_ptr<MadeText> Take();

  std::vector<std::unique_ptr<MadeText>> free_;
};

}  // namespace sigrun::event
