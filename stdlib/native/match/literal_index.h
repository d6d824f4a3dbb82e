// Finds which of many literals a text equals, begins with, ends in or contains, in one pass for all
// of them: whole texts by hash, beginnings and ends by a tree, parts by a few of their bytes (the
// gram that the fewest other literals contain), which a bitmap looks for at every place of the
// text.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "stdlib/native/match/edge_trie.h"

namespace sigrun::stdlib::native {

// Where in a text a literal must stand.
enum class Place : uint8_t { kWhole, kBeginning, kEnd, kAnywhere };

struct Literal {
  Place place = Place::kWhole;
  std::string text;
  friend auto operator<=>(const Literal&, const Literal&) = default;
};

class LiteralIndex {
 public:
  LiteralIndex() = default;
  // Each once; only a whole text may be empty. Their number is their position.
  explicit LiteralIndex(std::vector<Literal> literals);

  size_t size() const noexcept { return literals_.size(); }

  // Calls visit(number) for each literal that the text has, once or several times, unless
  // known(number). Compares bytes: letter case is the caller's business. False if the text leads to
  // too many comparisons in vain; then some literals may be missing.
  template <class Known, class Visit>
  [[nodiscard]] bool ForEach(std::string_view text, const Known& known,
                             const Visit& visit) const noexcept {
    if (lengths_ >> std::min<size_t>(text.size(), 63) & 1) FindWhole(text, visit);
    beginnings_.ForEach(text, visit);
    ends_.ForEach(text, visit);
    uint64_t budget = kBudget + text.size() * kBudgetPerByte;
    const auto check = [&](const Source& source, size_t at) {
      if (known(source.literal)) return --budget > 0;
      const std::string_view part = literals_[source.literal].text;
      const uint64_t cost = 1 + part.size() / 32;
      if (budget <= cost) return false;
      budget -= cost;
      if (source.offset > at || part.size() > text.size() - (at - source.offset)) return true;
      if (std::memcmp(text.data() + at - source.offset, part.data(), part.size()) == 0)
        visit(source.literal);
      return true;
    };
    for (const uint32_t single : singles_)
      if (text.find(literals_[single].text[0]) != std::string_view::npos) visit(single);
    return fours_.Scan(text, check) && twos_.Scan(text, check);
  }

 private:
  static constexpr uint64_t kBudget = 4096, kBudgetPerByte = 8;

  // A literal, and where in it its gram stands.
  struct Source {
    uint32_t literal = 0, offset = 0;
  };

  // The literals whose gram has this many bytes, 2 or 4.
  template <class Gram>
  class Grams {
   public:
    Grams() = default;
    Grams(const std::vector<Literal>& literals, const std::vector<uint32_t>& members);

    // Calls check(source, place of its gram) until it returns false; returns whether none did.
    template <class Check>
    bool Scan(std::string_view text, const Check& check) const noexcept {
      if (sources_.empty() || text.size() < sizeof(Gram)) return true;
      const char* const begin = text.data();
      const size_t places = text.size() - sizeof(Gram) + 1;
      for (size_t at = 0; at < places; ++at) {
        const Gram gram = Load(begin + at);
        const uint32_t bit = Hash(gram) >> shift_;
        if ((seen_[bit / 64] >> bit % 64 & 1) != 0 && !CheckGram(gram, at, check)) return false;
      }
      return true;
    }

   private:
    struct Entry {
      Gram gram = 0;
      uint32_t begin = 0, count = 0;  // in sources_; a count of 0 marks a free entry
    };

    static Gram Load(const char* p) noexcept {
      Gram gram;
      std::memcpy(&gram, p, sizeof gram);
      return gram;
    }
    static uint32_t Hash(Gram gram) noexcept { return uint32_t{gram} * 0x9E3779B1u; }

    template <class Check>
    bool CheckGram(Gram gram, size_t at, const Check& check) const noexcept {
      const size_t mask = entries_.size() - 1;
      for (size_t i = Hash(gram) >> 7 & mask;; i = (i + 1) & mask) {
        const Entry& entry = entries_[i];
        if (entry.count == 0) return true;
        if (entry.gram != gram) continue;
        for (uint32_t s = entry.begin; s < entry.begin + entry.count; ++s)
          if (!check(sources_[s], at)) return false;
        return true;
      }
    }

    int shift_ = 0;               // of a hash, for the number of a bit in seen_
    std::vector<uint64_t> seen_;  // one bit for each value of the hash: some gram has it
    std::vector<Entry> entries_;  // a power of two, at most half full
    std::vector<Source> sources_;
  };

  struct Whole {
    uint64_t hash = 0;
    uint32_t literal = UINT32_MAX;  // UINT32_MAX marks a free entry
  };

  template <class Visit>
  void FindWhole(std::string_view text, const Visit& visit) const noexcept {
    const uint64_t hash = Hash64(text);
    const size_t mask = wholes_.size() - 1;
    for (size_t i = hash & mask; wholes_[i].literal != UINT32_MAX; i = (i + 1) & mask)
      if (wholes_[i].hash == hash && literals_[wholes_[i].literal].text == text)
        return visit(wholes_[i].literal);
  }

  std::vector<Literal> literals_;
  std::vector<Whole> wholes_;  // a power of two, at most half full
  uint64_t lengths_ = 0;       // bit n: some whole text has n bytes (63: or more)
  EdgeTrie<Edge::kBeginning> beginnings_;
  EdgeTrie<Edge::kEnd> ends_;
  std::vector<uint32_t> singles_;  // parts of one byte
  Grams<uint16_t> twos_;           // of two and three
  Grams<uint32_t> fours_;          // longer
};

}  // namespace sigrun::stdlib::native
