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
#define FIELD(name, ...) k##name,
#define CONTAINER(name, ...) k##name,
#define CARRIER(name, ...) k##name,
#define CARRIER_AT(...)
#include "runtime/event/recognised.def"
#undef FIELD
#undef CONTAINER
#undef CARRIER
#undef CARRIER_AT
  kCount,
};
inline constexpr size_t kProbes = static_cast<size_t>(Probe::kCount);

using KeyPath = std::vector<std::string_view>;

struct FieldSpec {
  Probe probe;
  KeyPath path;
};
const std::vector<FieldSpec>& Fields();

// recognised.def explains every row.
struct ContainerSpec {
  enum class How : uint8_t { kAlways, kAlone, kAmong };
  Probe probe;
  How how;
  std::vector<std::string_view> known;
  KeyPath path;

  bool Knows(std::string_view key) const;
};
const std::vector<ContainerSpec>& Containers();
// The container whose array has this key in an object, or nullptr.
const ContainerSpec* ContainerAt(std::string_view key);
// Whether a vendor writes this key into an object around records that is recognised only by its
// array.
bool IsFramingKey(std::string_view key);

struct CarrierSpec {
  enum class Form : uint8_t { kText, kBase64 };
  Probe probe;
  Form form;
  std::vector<std::string_view> marks;   // keys beside it
  std::vector<std::string_view> within;  // keys of the array around it
  bool marked;                           // the place itself is a mark
  KeyPath path;
};
const std::vector<CarrierSpec>& Carriers();

// Whether a key that begins so may be a framing key, or that of an array that is recognised by
// itself: most objects are records, whose first key is neither.
bool MayFrame(char first);

// The position of each probe's value in the structural index; 0 is "missing".
using Probes = std::array<uint32_t, kProbes>;

// The containers' probes follow one another.
inline constexpr size_t kFirstContainer = static_cast<size_t>(Probe::kRecords);
inline constexpr size_t kLastContainer = static_cast<size_t>(Probe::kData);

inline bool HasContainer(const Probes& probes) {
  uint32_t any = 0;
  for (size_t i = kFirstContainer; i <= kLastContainer; ++i) any |= probes[i];
  return any != 0;
}

}  // namespace sigrun::event
