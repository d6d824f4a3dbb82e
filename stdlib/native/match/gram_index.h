// Finds which of many needles may occur in a text, and where. Each is identified by a few of its
// bytes, those that the fewest other needles contain: its gram. The text is scanned once for each
// gram size (8, 4, 2 and 1 bytes), however many needles there are.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/native/basic/utf8.h"

namespace sigrun::stdlib::native {

class GramIndex {
 public:
  GramIndex() = default;
  // None of the needles is empty; they are not kept.
  explicit GramIndex(const std::vector<std::string>& needles);

  // Calls visit(needle, place) for every place of the text at which the needle may begin, until one
  // call returns true; returns whether one did. Letter case is the caller's business.
  template <class Visit>
  bool Any(std::string_view text, const Visit& visit) const noexcept {
    for (const Group& group : groups_)
      if (AnyOfGroup(group, text, visit)) return true;
    return false;
  }

 private:
  // Where a gram comes from.
  struct Source {
    uint32_t needle, offset;
  };
  struct Entry {
    uint64_t gram = 0;
    uint32_t begin = 0, count = 0;  // in sources; a count of 0 marks a free entry
  };
  // The needles whose gram has one size.
  struct Group {
    size_t size = 0;  // bytes of a gram
    uint64_t mask = 0;
    int shift = 0;               // of a hash, for the number of a bit in `seen`
    std::vector<uint64_t> seen;  // one bit for each value of the hash: some gram has it
    std::vector<Entry> entries;  // a power of two, at most half full
    std::vector<Source> sources;
  };

  static uint64_t Hash(uint64_t gram) noexcept { return gram * 0x9E3779B97F4A7C15; }
  static Group MakeGroup(size_t size, const std::vector<std::string>& needles,
                         const std::vector<uint32_t>& members);
  static void FillTable(Group& group, std::vector<std::pair<uint64_t, Source>> grams);

  // Up to eight bytes from `p` on, the others zero.
  static uint64_t Load(const char* p, size_t size) noexcept {
    if (size >= 8) return Load8(p);
    uint64_t word = 0;
    std::memcpy(&word, p, size);
    return word;
  }

  template <class Visit>
  static bool AnyOfGroup(const Group& group, std::string_view text, const Visit& visit) noexcept {
    for (size_t at = 0; at + group.size <= text.size(); ++at) {
      const uint64_t gram = Load(text.data() + at, text.size() - at) & group.mask;
      const uint64_t hash = Hash(gram);
      const uint64_t bit = hash >> group.shift;
      if ((group.seen[bit / 64] >> bit % 64 & 1) != 0 && AnyOfGram(group, gram, at, visit))
        return true;
    }
    return false;
  }

  template <class Visit>
  static bool AnyOfGram(const Group& group, uint64_t gram, size_t at, const Visit& visit) noexcept {
    const size_t mask = group.entries.size() - 1;
    for (size_t i = Hash(gram) >> 20 & mask;; i = (i + 1) & mask) {
      const Entry& entry = group.entries[i];
      if (entry.count == 0) return false;
      if (entry.gram != gram) continue;
      for (uint32_t s = entry.begin; s < entry.begin + entry.count; ++s) {
        const Source source = group.sources[s];
        if (source.offset <= at && visit(source.needle, at - source.offset)) return true;
      }
      return false;
    }
  }

  std::vector<Group> groups_;
};

}  // namespace sigrun::stdlib::native
