#include "stdlib/native/match/gram_index.h"

#include <algorithm>
#include <bit>

namespace sigrun::stdlib::native {
namespace {

constexpr size_t kSizes[] = {8, 4, 2, 1};
constexpr size_t kMostPlaces = 256;  // positions at which a gram is chosen in a needle

// Approximate frequencies of grams: grams that share a counter only seem more frequent.
class Frequencies {
 public:
  explicit Frequencies(size_t grams)
      : counts_(std::bit_ceil(std::clamp<size_t>(grams * 2, 64, size_t{1} << 21))) {}
  uint32_t& of(uint64_t hash) { return counts_[hash >> 24 & (counts_.size() - 1)]; }

 private:
  std::vector<uint32_t> counts_;
};

size_t PlacesIn(const std::string& needle, size_t size) {
  return std::min(needle.size() - size + 1, kMostPlaces);
}

}  // namespace

GramIndex::GramIndex(const std::vector<std::string>& needles) {
  std::vector<uint32_t> members[std::size(kSizes)];
  for (uint32_t i = 0; i < needles.size(); ++i)
    for (size_t s = 0; s < std::size(kSizes); ++s)
      if (needles[i].size() >= kSizes[s]) {
        members[s].push_back(i);
        break;
      }
  for (size_t s = 0; s < std::size(kSizes); ++s)
    if (!members[s].empty()) groups_.push_back(MakeGroup(kSizes[s], needles, members[s]));
}

GramIndex::Group GramIndex::MakeGroup(size_t size, const std::vector<std::string>& needles,
                                      const std::vector<uint32_t>& members) {
  Group group;
  group.size = size;
  group.mask = size == 8 ? ~uint64_t{0} : (uint64_t{1} << 8 * size) - 1;
  const auto gram_at = [&](const std::string& needle, size_t at) {
    return Load(needle.data() + at, needle.size() - at) & group.mask;
  };
  size_t all = 0;
  for (const uint32_t member : members) all += PlacesIn(needles[member], size);
  Frequencies frequencies(all);
  for (const uint32_t member : members)
    for (size_t at = 0; at < PlacesIn(needles[member], size); ++at)
      ++frequencies.of(Hash(gram_at(needles[member], at)));
  std::vector<std::pair<uint64_t, Source>> grams;
  grams.reserve(members.size());
  for (const uint32_t member : members) {
    const std::string& needle = needles[member];
    size_t best = 0;
    for (size_t at = 1; at < PlacesIn(needle, size); ++at)
      if (frequencies.of(Hash(gram_at(needle, at))) < frequencies.of(Hash(gram_at(needle, best))))
        best = at;
    grams.push_back({gram_at(needle, best), {member, static_cast<uint32_t>(best)}});
  }
  FillTable(group, std::move(grams));
  return group;
}

void GramIndex::FillTable(Group& group, std::vector<std::pair<uint64_t, Source>> grams) {
  std::sort(grams.begin(), grams.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.needle < b.second.needle;
  });
  const size_t bits = std::bit_ceil(std::max<size_t>(grams.size() * 16, 64));
  group.shift = 64 - std::countr_zero(bits);
  group.seen.resize(bits / 64);
  group.entries.resize(std::bit_ceil(grams.size() * 2 + 1));
  const size_t mask = group.entries.size() - 1;
  for (size_t i = 0; i < grams.size();) {
    const uint64_t gram = grams[i].first, bit = Hash(gram) >> group.shift;
    const auto begin = static_cast<uint32_t>(i);
    for (; i < grams.size() && grams[i].first == gram; ++i)
      group.sources.push_back(grams[i].second);
    group.seen[bit / 64] |= uint64_t{1} << bit % 64;
    size_t place = Hash(gram) >> 20 & mask;
    while (group.entries[place].count != 0) place = (place + 1) & mask;
    group.entries[place] = {gram, begin, static_cast<uint32_t>(i) - begin};
  }
}

}  // namespace sigrun::stdlib::native
