#include "stdlib/native/match/cidr_set.h"

#include <fmt/format.h>

#include "base/text/parse_number.h"
#include "stdlib/native/basic/ip_text.h"

namespace sigrun::stdlib::native {
namespace {

// A network as written; `bits` of the 128.
struct Network {
  IpAddress address;
  int bits;
};

std::string NetworkName(IpAddress address, int bits) {
  char buffer[kAddressText];
  return fmt::format("{}/{}", FormatIp(address, buffer), address.is_v4() ? bits - 96 : bits);
}

Result<int> ParsePrefix(std::string_view item, std::string_view digits, int width) {
  const auto prefix = sigrun::ParseNumber<int>(digits);
  if (!prefix || *prefix < 0 || *prefix > width)
    return Error{fmt::format("\"{}\": the prefix length of this address is 0 to {}", item, width)};
  return *prefix;
}

// An address and a prefix; host bits may be set.
Result<Network> ParseItem(std::string_view item) {
  const size_t slash = item.find('/');
  const std::string_view text = item.substr(0, slash);
  const auto address = ParseIp(text);
  if (address && text.find('%') != std::string_view::npos)
    return Error{fmt::format("\"{}\" has a zone, which a network cannot have; write \"{}\"", item,
                             WithoutZone(text))};
  if (!address)
    return Error{fmt::format(
        "\"{}\" is not an address or network; write 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7", item)};
  if (slash == std::string_view::npos) return Network{*address, 128};
  const int width = text.find(':') == std::string_view::npos ? 32 : 128;
  const auto prefix = ParsePrefix(item, item.substr(slash + 1), width);
  if (!prefix) return prefix.error();
  return Network{*address, *prefix + 128 - width};
}

Result<Network> ParseNetwork(std::string_view item) {
  const auto network = ParseItem(item);
  if (!network) return network;
  if (const auto meant = NetworkOf(item))
    return Error{
        fmt::format("\"{}\" has bits set behind its prefix; did you mean \"{}\"?", item, *meant)};
  return network;
}

IpAddress LastOf(Network network) {
  const IpAddress kept = FirstBits({~uint64_t{0}, ~uint64_t{0}}, network.bits);
  return {network.address.high | ~kept.high, network.address.low | ~kept.low};
}

}  // namespace

std::optional<std::string> NetworkOf(std::string_view item) {
  const auto written = ParseItem(item);
  if (!written) return std::nullopt;
  const IpAddress first = FirstBits(written->address, written->bits);
  if (first == written->address) return std::nullopt;
  return NetworkName(first, written->bits);
}

Result<CidrSet> CidrSet::Make(const std::vector<std::string>& items) {
  CidrSet set;
  for (const std::string& item : items) {
    const auto network = ParseNetwork(item);
    if (!network) return network.error();
    auto& ranges = network->address.is_v4() ? set.v4_ : set.v6_;
    ranges.push_back({network->address, LastOf(*network)});
  }
  Merge(set.v4_);
  Merge(set.v6_);
  return set;
}

void CidrSet::Merge(std::vector<Range>& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> merged;
  for (const Range& range : ranges) {
    if (!merged.empty() && range.first <= merged.back().last) {
      merged.back().last = std::max(merged.back().last, range.last);
    } else {
      merged.push_back(range);
    }
  }
  ranges = std::move(merged);
}

}  // namespace sigrun::stdlib::native
