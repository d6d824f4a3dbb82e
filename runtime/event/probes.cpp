#include "runtime/event/probes.h"

namespace sigrun::event {

const std::vector<ProbeSpec>& ProbeSpecs() {
  static const std::vector<ProbeSpec> specs = {
#define PROBE(name, role, ...) {Probe::k##name, ProbeRole::role, {__VA_ARGS__}},
#include "runtime/event/recognised.def"
#undef PROBE
  };
  return specs;
}

bool IsContainerKey(std::string_view key) {
  for (const ProbeSpec& spec : ProbeSpecs())
    if (spec.role == ProbeRole::kContainer && spec.path[0] == key) return true;
  return false;
}

}  // namespace sigrun::event
