#include "stdlib/native/match/literal_index.h"

#include <algorithm>
#include <bit>

namespace sigrun::stdlib::native {
namespace {

constexpr size_t kMostPlaces = 256;  // positions at which a gram is chosen in a literal

}  // namespace

LiteralIndex::LiteralIndex(std::vector<Literal> literals) : literals_(std::move(literals)) {
  std::vector<std::pair<std::string_view, uint32_t>> beginnings, ends;
  std::vector<uint32_t> wholes, twos, fours;
  for (uint32_t i = 0; i < literals_.size(); ++i) {
    const std::string_view text = literals_[i].text;
    switch (literals_[i].place) {
      case Place::kWhole:
        wholes.push_back(i);
        lengths_ |= uint64_t{1} << std::min<size_t>(text.size(), 63);
        break;
      case Place::kBeginning:
        beginnings.push_back({text, i});
        break;
      case Place::kEnd:
        ends.push_back({text, i});
        break;
      case Place::kAnywhere:
        (text.size() == 1 ? singles_ : text.size() < 4 ? twos : fours).push_back(i);
        break;
    }
  }
  wholes_.resize(std::bit_ceil(wholes.size() * 2 + 1));
  for (const uint32_t whole : wholes) {
    const uint64_t hash = Hash64(literals_[whole].text);
    size_t at = hash & (wholes_.size() - 1);
    while (wholes_[at].literal != UINT32_MAX) at = (at + 1) & (wholes_.size() - 1);
    wholes_[at] = {hash, whole};
  }
  beginnings_ = EdgeTrie<Edge::kBeginning>(beginnings);
  ends_ = EdgeTrie<Edge::kEnd>(ends);
  twos_ = Grams<uint16_t>(literals_, twos);
  fours_ = Grams<uint32_t>(literals_, fours);
}

// The gram of a literal is the one that the fewest others contain, by a count of hashes.
template <class Gram>
LiteralIndex::Grams<Gram>::Grams(const std::vector<Literal>& literals,
                                 const std::vector<uint32_t>& members) {
  if (members.empty()) return;
  const auto places_in = [](const std::string& text) {
    return std::min(text.size() - sizeof(Gram) + 1, kMostPlaces);
  };
  std::vector<uint32_t> counts(size_t{1} << 16);
  const auto count_of = [&](const char* p) -> uint32_t& { return counts[Hash(Load(p)) >> 16]; };
  for (const uint32_t member : members) {
    const std::string& text = literals[member].text;
    for (size_t at = 0; at < places_in(text); ++at) ++count_of(text.data() + at);
  }
  std::vector<std::pair<Gram, Source>> grams;
  grams.reserve(members.size());
  for (const uint32_t member : members) {
    const std::string& text = literals[member].text;
    size_t best = 0;
    for (size_t at = 1; at < places_in(text); ++at)
      if (count_of(text.data() + at) < count_of(text.data() + best)) best = at;
    grams.push_back({Load(text.data() + best), {member, static_cast<uint32_t>(best)}});
  }
  std::sort(grams.begin(), grams.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.literal < b.second.literal;
  });
  const size_t bits = std::bit_ceil(std::clamp<size_t>(grams.size() * 32, 512, size_t{1} << 18));
  shift_ = 32 - std::countr_zero(bits);
  seen_.resize(bits / 64);
  entries_.resize(std::bit_ceil(grams.size() * 2 + 1));
  const size_t mask = entries_.size() - 1;
  for (size_t i = 0; i < grams.size();) {
    const Gram gram = grams[i].first;
    const auto begin = static_cast<uint32_t>(i);
    for (; i < grams.size() && grams[i].first == gram; ++i) sources_.push_back(grams[i].second);
    const uint32_t bit = Hash(gram) >> shift_;
    seen_[bit / 64] |= uint64_t{1} << bit % 64;
    size_t place = Hash(gram) >> 7 & mask;
    while (entries_[place].count != 0) place = (place + 1) & mask;
    entries_[place] = {gram, begin, static_cast<uint32_t>(i) - begin};
  }
}

template class LiteralIndex::Grams<uint16_t>;
template class LiteralIndex::Grams<uint32_t>;

}  // namespace sigrun::stdlib::native
