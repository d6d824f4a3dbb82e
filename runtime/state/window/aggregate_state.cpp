#include "runtime/state/window/aggregate_state.h"

#include <algorithm>
#include <iterator>
#include <type_traits>

#include "base/check.h"

namespace sigrun::state {
namespace {

using stdlib::AggregateKind;

template <class Window>
AnyAggregateWindow Make([[maybe_unused]] double percent) {
  if constexpr (std::is_constructible_v<Window, double>)
    return Window(percent);
  else
    return Window();
}

struct Row {
  AnyAggregateWindow (*make)(double percent);
  bool (*takes)(std::span<const Value> arguments);
};
constexpr Row kRows[] = {
#define SIGRUN_AGGREGATE(kind, ...) {Make<kind##Window>, kind##Window::Takes},
#include "stdlib/aggregates.def"
};

const Row& RowOf(AggregateKind kind) {
  const auto index = static_cast<size_t>(kind);
  SIGRUN_CHECK(index < std::size(kRows));
  return kRows[index];
}

}  // namespace

AggregateState::AggregateState(AggregateKind kind, double percent)
    : window_(RowOf(kind).make(percent)) {}

bool AggregateState::Takes(AggregateKind kind, std::span<const Value> arguments) {
  return std::ranges::all_of(arguments, [](const Value& v) { return v.present(); }) &&
         RowOf(kind).takes(arguments);
}

bool AggregateState::Add(const WindowShape& shape, const AggregateInput& input) {
  return std::visit([&](auto& window) { return window.Add(shape, input); }, window_);
}

void AggregateState::Expire(int64_t start) {
  std::visit([&](auto& window) { window.Expire(start); }, window_);
}

void AggregateState::Clear() {
  std::visit([](auto& window) { window.Clear(); }, window_);
}

Value AggregateState::Get() const {
  return std::visit([](const auto& window) { return window.Get(); }, window_);
}

size_t AggregateState::bytes() const {
  return std::visit([](const auto& window) { return window.bytes(); }, window_);
}

}  // namespace sigrun::state
