#include "runtime/event/structural_index.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace sigrun::event {
namespace {
constexpr size_t kLeastCapacity = size_t{64} << 10;
constexpr uint32_t kLookAhead = 4;  // tokens that may be asked for beyond the last
}  // namespace

struct StructuralIndex::Stage1 {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

  void Reserve(size_t size) {
    if (parser && parser->capacity() >= size) return;
    const size_t capacity = std::bit_ceil(std::max(size, kLeastCapacity));
    const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity, 1, parser);
    SIGRUN_CHECK(error == simdjson::SUCCESS);
  }
};

StructuralIndex::StructuralIndex() : stage1_(std::make_unique<Stage1>()) {}
StructuralIndex::~StructuralIndex() = default;

StructuralIndex::Status StructuralIndex::Build(const char* text, size_t size, size_t nul) {
  stage1_->Reserve(size);
  auto& parser = *stage1_->parser;
  parser.n_structural_indexes = 0;
  auto error = simdjson::EMPTY;
  if (size > 0)
    error = parser.stage1(reinterpret_cast<const uint8_t*>(text), size,
                          simdjson::stage1_mode::regular);
  view_ = {text, parser.structural_indexes.get(), 0};
  if (error == simdjson::UNCLOSED_STRING || error == simdjson::UNESCAPED_CHARS)
    return Status::kBrokenString;
  if (error != simdjson::EMPTY) view_.count = parser.n_structural_indexes;
  for (uint32_t i = 0; i < kLookAhead; ++i)
    parser.structural_indexes[view_.count + i] = static_cast<uint32_t>(nul);
  return error == simdjson::UTF8_ERROR ? Status::kInvalidUtf8 : Status::kOk;
}

}  // namespace sigrun::event
