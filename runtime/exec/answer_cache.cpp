#include "runtime/exec/answer_cache.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sigrun::exec {
namespace {

uint64_t Load8(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
}

// A hash of the beginning, the middle and the end, which distinguish most values of a field; values
// that collide evict each other.
uint64_t QuickHash(std::string_view text) {
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
  const char* const p = text.data();
  const size_t size = text.size();
  uint64_t hash = size;
  if (size >= 8)
    hash ^= Load8(p) ^ std::rotl(Load8(p + (size - 8) / 2) * kOdd, 23) ^
            std::rotl(Load8(p + size - 8), 41);
  else
    for (size_t i = 0; i < size; ++i) hash = hash << 8 | static_cast<unsigned char>(p[i]);
  hash *= kOdd;
  return hash ^ hash >> 32;
}

}  // namespace

void KeptValue::Keep(const Value& value) {
  if (value.kind >= Kind::kObject || (value.chars != nullptr && value.size > kLongest)) return;
  text_.assign(value.chars == nullptr ? std::string_view() : value.text());
  value_ = value;
  if (value.chars != nullptr) value_.chars = text_.data();
  known_ = true;
}

AnswerCache::AnswerCache(const CachePlan::Cache& plan) : plan_(plan) {
  const size_t fit =
      kMemory / (sizeof(Entry) + plan.answers + plan.values * (sizeof(KeptValue) + kLongest));
  const size_t entries = std::bit_floor(std::clamp<size_t>(fit, 16, 1024));
  entries_.resize(entries);
  answers_.resize(entries * plan.answers);
  values_.resize(entries * plan.values);
}

bool AnswerCache::Find(std::string_view text) {
  if (text.size() > kLongest || Resting()) return false;
  const uint64_t hash = QuickHash(text);
  const size_t index = hash & (entries_.size() - 1);
  Entry& entry = entries_[index];
  current_ = {answers_.data() + index * plan_.answers, values_.data() + index * plan_.values};
  if (entry.used && entry.hash == hash && std::string_view(entry.text.data(), entry.size) == text) {
    ++found_;
    return true;
  }
  entry.hash = hash;
  entry.size = static_cast<uint32_t>(text.size());
  entry.used = true;
  std::copy(text.begin(), text.end(), entry.text.begin());
  std::fill_n(current_.answers, plan_.answers, Answer::kUnknown);
  std::for_each_n(current_.values, plan_.values, [](KeptValue& value) { value.Forget(); });
  return true;
}

bool AnswerCache::Resting() {
  if (rest_ > 0) {
    --rest_;
    return true;
  }
  if (++looked_up_ < kTrial) return false;
  if (found_ < kTrial / 2) rest_ = kRest;
  looked_up_ = found_ = 0;
  return false;
}

}  // namespace sigrun::exec
