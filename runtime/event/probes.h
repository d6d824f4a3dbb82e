// The keys by which records are recognised, as numbers; the table is recognised.def. Private to
// runtime/event.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sigrun::event {

enum class Probe : uint8_t {
  kNone,
#define PROBE(name, role, ...) k##name,
#include "runtime/event/recognised.def"
#undef PROBE
  kCount,
};
inline constexpr size_t kProbes = static_cast<size_t>(Probe::kCount);

enum class ProbeRole : uint8_t { kField, kContainer, kText, kBase64 };

struct ProbeSpec {
  Probe probe;
  ProbeRole role;
  std::vector<std::string_view> path;
};
const std::vector<ProbeSpec>& ProbeSpecs();

// True where the key, standing at the root of a document, may open an array of records.
bool IsContainerKey(std::string_view key);

// Where each probe's value stands in the structural index; 0 is "not there".
using Probes = std::array<uint32_t, kProbes>;

}  // namespace sigrun::event
