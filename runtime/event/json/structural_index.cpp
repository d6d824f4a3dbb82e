#include "runtime/event/json/structural_index.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <new>

#include "base/check.h"
#include "runtime/event/json/plain_index.h"

namespace sigrun::event {
namespace {

constexpr size_t kLeastCapacity = size_t{64} << 10;
constexpr uint32_t kLookAhead = 4;  // tokens that may be read beyond the last

// Chosen when the program starts: simdjson ends the program if there is no memory for it later.
const simdjson::implementation* const kImplementation = [] {
  auto& active = simdjson::get_active_implementation();
  active->name();  // the first use chooses
  const simdjson::implementation* const chosen = active;
  return chosen;
}();

bool HasKernel() {
  static const bool has = kImplementation->name() != "fallback";
  return has;
}

}  // namespace

struct StructuralIndex::Stage1 {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

  uint32_t* tokens() { return parser->structural_indexes.get(); }

  void Reserve(size_t size) {
    if (parser && parser->capacity() >= size) return;
    const size_t capacity = std::bit_ceil(std::max(size, kLeastCapacity));
    const auto error = kImplementation->create_dom_parser_implementation(capacity, 1, parser);
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    SIGRUN_CHECK(error == simdjson::SUCCESS);
  }

  // Either sets the number of tokens.
  Status RunPlain(const char* text, size_t size, uint32_t& count,
                  std::vector<uint32_t>* controls = nullptr) {
    const size_t found = FindTokens(text, size, tokens(), controls);
    if (found == kBrokenText) return Status::kBrokenString;
    count = static_cast<uint32_t>(found);
    return simdjson::validate_utf8(text, size) ? Status::kOk : Status::kInvalidUtf8;
  }
  Status RunKernel(const char* text, size_t size, uint32_t& count) {
    const auto error = parser->stage1(reinterpret_cast<const uint8_t*>(text), size,
                                      simdjson::stage1_mode::regular);
    if (error == simdjson::EMPTY) return Status::kOk;
    if (error == simdjson::SUCCESS || error == simdjson::UTF8_ERROR) {
      count = parser->n_structural_indexes;
      return error == simdjson::SUCCESS ? Status::kOk : Status::kInvalidUtf8;
    }
    SIGRUN_CHECK(error == simdjson::UNCLOSED_STRING || error == simdjson::UNESCAPED_CHARS);
    return Status::kBrokenString;
  }
};

StructuralIndex::StructuralIndex() : stage1_(std::make_unique<Stage1>()) {}
StructuralIndex::~StructuralIndex() = default;

StructuralIndex::Status StructuralIndex::Build(const char* text, size_t size, size_t nul) {
  stage1_->Reserve(size);
  view_ = {text, stage1_->tokens(), 0};
  Status status = Status::kOk;
  if (size > 0)
    status = HasKernel() ? stage1_->RunKernel(text, size, view_.count)
                         : stage1_->RunPlain(text, size, view_.count);
  PutEnd(nul);
  return status;
}

StructuralIndex::Status StructuralIndex::BuildTolerant(const char* text, size_t size, size_t nul,
                                                       std::vector<uint32_t>& controls) {
  stage1_->Reserve(size);
  view_ = {text, stage1_->tokens(), 0};
  const Status status = stage1_->RunPlain(text, size, view_.count, &controls);
  PutEnd(nul);
  return status;
}

void StructuralIndex::PutEnd(size_t nul) {
  for (uint32_t i = 0; i < kLookAhead; ++i)
    stage1_->tokens()[view_.count + i] = static_cast<uint32_t>(nul);
}

}  // namespace sigrun::event
