#include "runtime/event/event.h"

#include "runtime/event/envelopes/envelopes.h"

namespace sigrun::event {

std::string Name(Passage passage) {
  std::string name;
  for (uint32_t bits = passage.bits(); bits != 0; bits >>= 8) {
    const size_t place = bits & 0xFF;
    if (place > Carriers().size()) continue;
    if (!name.empty()) name += " > ";
    name += PathText(Carriers()[place - 1].path);
  }
  return name;
}

}  // namespace sigrun::event
