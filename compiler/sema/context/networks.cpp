#include "compiler/sema/context/networks.h"

#include <algorithm>
#include <string_view>

#include "base/text/ascii.h"
#include "base/text/invisible.h"
#include "stdlib/prepared.h"

namespace sigrun::sema {
namespace {

// Consists of the characters of an address, with the right number of separators; not necessarily
// valid.
bool LooksLikeAddress(std::string_view text) {
  const bool v6 = text.find(':') != std::string_view::npos;
  const auto fits = [&](char c) {
    const bool hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return IsDigit(c) || c == '.' || (v6 && (hex || c == ':'));
  };
  const auto separators = std::ranges::count(text, v6 ? ':' : '.');
  return std::ranges::all_of(text, fits) && (v6 ? separators >= 2 : separators == 3);
}

// Without spaces, no-break spaces and similar characters.
std::string WithoutBlanks(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t blank = LeadingBlank(text);
    if (blank == 0) out += text.front();
    text.remove_prefix(std::max(blank, size_t{1}));
  }
  return out;
}

}  // namespace

NetworkForm FormOf(const std::string& item) {
  const auto prepared = stdlib::Prepare({stdlib::PreparedKind::kCidrSet, {item}, {}});
  const bool has_prefix = item.find('/') != std::string::npos;
  if (prepared.ok()) return {has_prefix ? NetworkText::kNetwork : NetworkText::kAddress, {}};
  const std::string plain = WithoutBlanks(item);
  // The part before the prefix and before the zone of a link (`fe80::1%eth0`).
  const std::string_view address = std::string_view(plain).substr(0, plain.find_first_of("%/"));
  if (!LooksLikeAddress(address)) return {};
  // Without a prefix length it may be a version or a time: only surrounding spaces indicate an
  // address.
  const bool meant =
      has_prefix ||
      (plain != item && stdlib::Prepare({stdlib::PreparedKind::kCidrSet, {plain}, {}}).ok());
  if (!meant) return {};
  return {NetworkText::kBroken, plain == item
                                    ? prepared.error().message
                                    : "\"" + item + "\" contains a space; write \"" + plain + "\""};
}

bool HasNetwork(const std::vector<std::string>& items) {
  return std::ranges::any_of(
      items, [](const std::string& item) { return FormOf(item).form == NetworkText::kNetwork; });
}

bool AllAddressesOrNetworks(const std::vector<std::string>& items) {
  return !items.empty() && std::ranges::all_of(items, [](const std::string& item) {
    const NetworkText form = FormOf(item).form;
    return form == NetworkText::kAddress || form == NetworkText::kNetwork;
  });
}

}  // namespace sigrun::sema
