// Which rules need a slot to contain one of some strings, letter case ignored, by a hash of the
// string. Hash collisions only add rules.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/native/match/text_set.h"

namespace sigrun::exec {

class RuleIndex {
 public:
  RuleIndex() = default;
  // `rules`: for each string, its rules.
  explicit RuleIndex(const std::map<std::string, std::vector<uint32_t>>& rules);

  // Calls visit(rule) for each rule that the text may select.
  template <class Visit>
  void ForEach(std::string_view text, Visit visit) const {
    const bool ascii = stdlib::native::IsAscii(text);
    const Table& table = ascii ? ascii_ : wide_;
    for (const uint32_t rule : table.Find(ascii ? HashAscii(text) : HashWide(text))) visit(rule);
  }

 private:
  using RulesByHash = std::map<uint64_t, std::vector<uint32_t>>;

  class Table {
   public:
    Table() = default;
    explicit Table(const RulesByHash& rules);
    std::span<const uint32_t> Find(uint64_t hash) const {
      for (size_t at = hash;; ++at) {
        const Entry& entry = entries_[at & (entries_.size() - 1)];
        if (entry.count == 0) return {};
        if (entry.hash == hash) return {rules_.data() + entry.begin, entry.count};
      }
    }

   private:
    struct Entry {
      uint64_t hash = 0;
      uint32_t begin = 0, count = 0;  // in rules_; a count of 0 marks a free entry
    };
    std::vector<Entry> entries_ = std::vector<Entry>(1);  // a power of two, at most half full
    std::vector<uint32_t> rules_;
  };

  // Of ASCII text, which nearly all is, the beginning and the end are enough.
  static uint64_t HashAscii(std::string_view text) {
    uint64_t head = 0, tail = 0;
    if (text.size() >= 8) {
      head = stdlib::native::Load8(text.data());
      tail = stdlib::native::Load8(text.data() + text.size() - 8);
    } else if (!text.empty()) {
      std::memcpy(&head, text.data(), text.size());
    }
    const uint64_t folded = stdlib::native::FoldAscii8(head) ^
                            std::rotl(stdlib::native::FoldAscii8(tail), 29) ^ text.size();
    const uint64_t mixed = folded * 0x9E3779B97F4A7C15u;
    return mixed ^ mixed >> 32;
  }
  static uint64_t HashWide(std::string_view text) {
    return stdlib::native::FoldedHash(text).hash();
  }

  Table ascii_;  // can match ASCII text
  Table wide_;   // can match any other text
};

}  // namespace sigrun::exec
