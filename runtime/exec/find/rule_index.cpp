#include "runtime/exec/find/rule_index.h"

namespace sigrun::exec {
namespace {

// The folded text: ASCII if an ASCII text equals it.
std::string Folded(std::string_view text) {
  std::string folded;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const stdlib::native::CodePoint c = stdlib::native::Decode(p, end);
    char encoded[4];
    const char* after = stdlib::native::Encode(stdlib::native::Fold(c.value), encoded);
    folded.append(encoded, static_cast<size_t>(after - encoded));
    p += c.size;
  }
  return folded;
}

void Append(std::vector<uint32_t>& to, const std::vector<uint32_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

RuleIndex::Table::Table(const RulesByHash& rules) : entries_(std::bit_ceil(rules.size() * 2 + 1)) {
  for (const auto& [hash, list] : rules) {
    size_t at = hash & (entries_.size() - 1);
    while (entries_[at].count != 0) at = (at + 1) & (entries_.size() - 1);
    entries_[at] = {hash, static_cast<uint32_t>(rules_.size()), static_cast<uint32_t>(list.size())};
    Append(rules_, list);
  }
}

RuleIndex::RuleIndex(const std::map<std::string, std::vector<uint32_t>>& rules) {
  RulesByHash ascii, wide;
  for (const auto& [text, list] : rules) {
    const std::string folded = Folded(text);
    if (stdlib::native::IsAscii(folded)) Append(ascii[HashAscii(folded)], list);
    Append(wide[HashWide(text)], list);
  }
  ascii_ = Table(ascii);
  wide_ = Table(wide);
}

}  // namespace sigrun::exec
