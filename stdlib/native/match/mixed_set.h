// A list of networks and other strings: ["10.0.0.0/8", "AWS Internal"]. A text is in it if it
// equals an item, or is an address in one of the networks.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "stdlib/native/match/cidr_set.h"
#include "stdlib/native/match/text_set.h"

namespace sigrun::stdlib::native {

class MixedSet {
 public:
  static Result<MixedSet> Make(const std::vector<std::string>& items, bool cased) {
    std::vector<std::string> networks;
    for (const std::string& item : items)
      if (CidrSet::Make({item}).ok()) networks.push_back(item);
    auto set = CidrSet::Make(networks);
    if (!set) return set.error();
    return MixedSet(TextSet(items, cased), std::move(*set));
  }

  bool Has(std::string_view text) const noexcept {
    if (texts_.Has(text)) return true;
    const auto address = ParseIp(text);
    return address && networks_.Has(*address);
  }

 private:
  MixedSet(TextSet texts, CidrSet networks)
      : texts_(std::move(texts)), networks_(std::move(networks)) {}

  TextSet texts_;
  CidrSet networks_;
};

inline bool InMixed(std::string_view text, const MixedSet& set) noexcept { return set.Has(text); }

}  // namespace sigrun::stdlib::native
