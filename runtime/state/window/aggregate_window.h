// What every aggregate's window has in common. A row of stdlib/aggregates.def needs a class that
// satisfies AggregateWindow; docs/adding/aggregate.md leads through it.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/archive.h"
#include "base/hash.h"
#include "base/value.h"
#include "runtime/state/kept/tuple_hash.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

// What an event brings to an aggregate.
class AggregateInput {
 public:
  AggregateInput(int64_t when, std::span<const Value> values, uint32_t most_values,
                 TupleHash& hashes)
      : time(when), arguments(values), max_values(most_values), hashes_(hashes) {}

  const int64_t time;
  const std::span<const Value> arguments;
  const uint32_t max_values;  // of a set that has to be exact

  // The hash of all arguments together.
  const Hash128& Tuple() const {
    if (!tuple_) tuple_ = hashes_.Of(arguments);
    return *tuple_;
  }

 private:
  TupleHash& hashes_;
  mutable std::optional<Hash128> tuple_;
};

//   Takes   whether arguments, none of them absent, count at all
//   Add     called in order of time; false if the value became inexact
//   Expire  forgets what is older than `start`
//   Get     the value; text points into the window
//   bytes   of the memory that it holds besides itself
//   Fields  what it holds, for an archive; reading refuses what Add could not have made
// A class that needs the percentage of its row is constructed from it, others from nothing.
template <class Window>
concept AggregateWindow = std::movable<Window> &&
                          requires(Window window, const Window& constant, const WindowShape& shape,
                                   const AggregateInput& input, std::span<const Value> arguments,
                                   int64_t start, ArchiveReader& reader, ArchiveWriter& writer) {
                            { Window::Takes(arguments) } -> std::same_as<bool>;
                            { window.Add(shape, input) } -> std::same_as<bool>;
                            window.Expire(start);
                            window.Clear();
                            { constant.Get() } -> std::same_as<Value>;
                            { constant.bytes() } -> std::same_as<size_t>;
                            Window::Fields(reader, window);
                            Window::Fields(writer, constant);
                          };

// One number that is neither infinite nor NaN.
inline bool IsOneNumber(std::span<const Value> arguments) {
  if (arguments.size() != 1) return false;
  const Value& value = arguments[0];
  return value.kind == Kind::kInt || (value.kind == Kind::kFloat && std::isfinite(value.number));
}

}  // namespace sigrun::state
