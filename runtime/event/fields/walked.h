// An object that has been walked: its text, and the probes that were found in it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"
#include "runtime/event/fields/probes.h"
#include "runtime/event/json/structural_index.h"

namespace sigrun::event {

struct Walked {
  const TokenView& view;
  const Probes& probes;
  uint32_t first, last;  // its brackets

  uint32_t token(Probe probe) const { return probes[probe]; }
  bool has(Probe probe) const { return token(probe) != 0; }
  // The first character of a probe's value; NUL when it is not there.
  char Char(Probe probe) const { return has(probe) ? view.Char(token(probe)) : '\0'; }
  // Whether it is there, and not null.
  bool HasValue(Probe probe) const { return has(probe) && Char(probe) != 'n'; }
  // A probe's string as written, between its quotes; empty when it is not a string.
  std::string_view Raw(Probe probe) const;
  // The same without escapes; the arena keeps it where it had some.
  std::string_view Text(Probe probe, Arena& arena) const;
  // A probe's value if it is text or a number.
  Value Scalar(Probe probe, Arena& arena) const;
};

}  // namespace sigrun::event
