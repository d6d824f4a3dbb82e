// The contribution of one event to one stateful rule: found by the executor, consumed by the state.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/hash.h"
#include "base/value.h"

namespace sigrun::program {

struct Fed {
  uint32_t rule = 0;        // index in Program::rules
  uint64_t aggregates = 0;  // bit i: it feeds Stateful::aggregates[i]
  uint64_t first_seen = 0;  // bit i: it feeds Stateful::first_seen[i]
  uint64_t steps = 0;       // bit i: it can take step i of Stateful::sequence

  bool Feeds() const { return aggregates != 0 || first_seen != 0 || steps != 0; }
};

// Values, or some of them selected by index. Owns nothing.
class ValueView {
 public:
  ValueView() = default;
  ValueView(const Value* values, size_t count) : values_(values), size_(count) {}
  ValueView(const Value* values, std::span<const uint32_t> picked)
      : values_(values), picked_(picked.data()), size_(picked.size()) {}

  size_t size() const { return size_; }
  const Value& operator[](size_t i) const { return values_[picked_ == nullptr ? i : picked_[i]]; }

 private:
  const Value* values_ = nullptr;
  const uint32_t* picked_ = nullptr;
  size_t size_ = 0;
};

// Together with its values.
struct Feed : Fed {
  std::span<const Value> group;  // one for each of Stateful::group
  std::optional<Hash128> key;    // the hash of the group, if it is known: of the state's TupleHash
  // The arguments of the fed aggregates, then of the fed first_seen, in order.
  std::span<const Value> arguments;
  ValueView captures;  // one for each of Stateful::captures
};

}  // namespace sigrun::program
