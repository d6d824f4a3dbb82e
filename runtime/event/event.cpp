#include "runtime/event/event.h"

#include <algorithm>

#include "runtime/event/envelopes/envelopes.h"

namespace sigrun::event {

namespace {
constexpr std::string_view kInto = " > ";
}

std::string Name(Passage passage) {
  std::string name;
  for (uint32_t bits = passage.bits(); bits != 0; bits >>= 8) {
    if (!name.empty()) name += kInto;
    name += PathText(Carriers()[(bits & 0xFF) - 1].path);
  }
  return name;
}

std::optional<Passage> FindPassage(std::string_view name) {
  Passage passage;
  while (!name.empty()) {
    const std::string_view place = name.substr(0, name.find(kInto));
    uint8_t number = 1;
    for (const CarrierSpec& carrier : Carriers()) {
      if (PathText(carrier.path) == place) break;
      ++number;
    }
    if (number > Carriers().size()) return std::nullopt;
    passage = passage.Into(number);
    name.remove_prefix(std::min(name.size(), place.size() + kInto.size()));
  }
  return passage;
}

}  // namespace sigrun::event
