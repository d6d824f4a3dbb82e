// Which texts of a list are meant as networks. Private to sema.
#pragma once

#include <string>
#include <vector>

namespace sigrun::sema {

enum class NetworkText {
  kText,     // something else
  kAddress,  // a single address, which is as well a text
  kNetwork,  // with a prefix length
  kBroken,   // surely meant as a network or an address, and not one
};
struct NetworkForm {
  NetworkText form = NetworkText::kText;
  std::string fault;  // of a broken one
};
NetworkForm FormOf(const std::string& item);

bool HasNetwork(const std::vector<std::string>& items);  // one with a prefix length
bool AllAddressesOrNetworks(const std::vector<std::string>& items);

}  // namespace sigrun::sema
