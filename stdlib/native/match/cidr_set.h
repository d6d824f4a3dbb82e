// A set of networks and addresses. IPv4 and IPv6 are separate: "::/0" contains no IPv4 address, and
// an IPv4-mapped IPv6 address is only in IPv4 networks.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stdlib/native/basic/ip.h"

namespace sigrun::stdlib::native {

// The network of an item with host bits that are set: 10.0.0.0/8 for 10.0.0.1/8. nullopt for all
// other items.
std::optional<std::string> NetworkOf(std::string_view item);

class CidrSet {
 public:
  // Items like "10.0.0.0/8", "2001:db8::/32", "192.0.2.7". Host bits that are set are an error.
  static Result<CidrSet> Make(const std::vector<std::string>& items);

  bool Has(IpAddress address) const noexcept {
    const auto& ranges = address.is_v4() ? v4_ : v6_;
    const auto after = std::upper_bound(
        ranges.begin(), ranges.end(), address,
        [](const IpAddress& wanted, const Range& range) { return wanted < range.first; });
    return after != ranges.begin() && address <= std::prev(after)->last;
  }

 private:
  struct Range {
    IpAddress first, last;
  };
  static void Merge(std::vector<Range>& ranges);

  std::vector<Range> v4_, v6_;  // sorted, apart from each other
};

inline bool InCidr(IpAddress address, const CidrSet& set) noexcept { return set.Has(address); }

}  // namespace sigrun::stdlib::native
