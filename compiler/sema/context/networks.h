// Decides which strings of a list are intended as networks.
#pragma once

#include <string>
#include <vector>

namespace sigrun::sema {

enum class NetworkText {
  kText,     // something else
  kAddress,  // a single address, which is also text
  kNetwork,  // with a prefix length
  kBroken,   // clearly intended as a network or an address, but invalid
};
struct NetworkForm {
  NetworkText form = NetworkText::kText;
  std::string fault;  // of a broken one
};
NetworkForm FormOf(const std::string& item);

bool HasNetwork(const std::vector<std::string>& items);  // one with a prefix length
bool AllAddressesOrNetworks(const std::vector<std::string>& items);

}  // namespace sigrun::sema
