#include "runtime/exec/answer_cache.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/hash.h"

namespace sigrun::exec {

AnswerCache::AnswerCache(const CachePlan::Cache& plan) : width_(plan.answers) {
  const size_t fit = kMemory / (sizeof(Entry) + width_);
  const size_t entries = std::bit_floor(std::clamp<size_t>(fit, 16, 1024));
  entries_.resize(entries);
  answers_.resize(entries * width_);
}

Answer* AnswerCache::Find(std::string_view text) {
  if (text.size() > kLongest || Resting()) return nullptr;
  const uint64_t hash = Hash64(text);
  const size_t index = hash & (entries_.size() - 1);
  Entry& entry = entries_[index];
  Answer* const answers = answers_.data() + index * width_;
  if (entry.used && entry.hash == hash && std::string_view(entry.text.data(), entry.size) == text) {
    ++found_;
    return answers;
  }
  entry.hash = hash;
  entry.size = static_cast<uint32_t>(text.size());
  entry.used = true;
  std::copy(text.begin(), text.end(), entry.text.begin());
  std::fill_n(answers, width_, Answer::kUnknown);
  return answers;
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
