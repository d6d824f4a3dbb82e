#include "runtime/event/json/input.h"

#include <algorithm>

#include "runtime/event/json/odd_bytes.h"
#include "runtime/event/json/utf8.h"

namespace sigrun::event {

bool IndexText(const char* text, size_t size, size_t nul, StructuralIndex& index, Input& input) {
  using Status = StructuralIndex::Status;
  input.odd.clear();
  Status status = index.Build(text, size, nul);
  if (status == Status::kBrokenString) status = index.BuildTolerant(text, size, nul, input.odd);
  input.view = index.view();
  if (status == Status::kBrokenString) return false;
  const size_t controls = input.odd.size();
  if (status == Status::kInvalidUtf8) FindInvalidUtf8(text, size, input.odd);
  const size_t before = input.odd.size();
  FindBadEscapes(text, size, input.odd);
  const bool mixed = (controls > 0) + (before > controls) + (input.odd.size() > before) > 1;
  if (mixed) std::sort(input.odd.begin(), input.odd.end());
  return true;
}

std::unique_ptr<MadeText> MadeTexts::Take() {
  static constexpr size_t kKept = size_t{1} << 20;
  if (free_.empty()) return std::make_unique<MadeText>();
  std::unique_ptr<MadeText> text = std::move(free_.back());
  free_.pop_back();
  if (text->text.capacity() > kKept) text->text = {};
  text->flaw.clear();
  text->input = {};
  return text;
}

}  // namespace sigrun::event
