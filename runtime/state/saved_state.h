// The memory of all rules as it is saved: that of each rule is bytes of their own, so that a reader
// can skip rules that it does not have.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/archive.h"

namespace sigrun::state {

struct SavedRule {
  std::string name;
  std::optional<int64_t> began;       // when the log did, for this rule
  std::vector<std::string> captures;  // of what its state keeps: program::Memory::captures
  std::string state;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.name, self.began, self.captures, self.state);
  }
};

struct SavedState {
  int64_t now = INT64_MIN;  // the newest feed
  uint64_t feeds = 0;
  std::string events;            // an EventStore: what groups hold
  std::vector<SavedRule> rules;  // by name

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.now, self.feeds, self.events, self.rules);
  }

  bool IsPlausible() const {
    const bool ascending =
        std::ranges::adjacent_find(rules, std::greater_equal(), &SavedRule::name) == rules.end();
    const bool plausible = std::ranges::all_of(rules, [](const SavedRule& rule) {
      return !rule.began || sigrun::IsPlausible({*rule.began});
    });
    return ascending && plausible && (now == INT64_MIN || sigrun::IsPlausible({now}));
  }

  const SavedRule* Find(std::string_view name) const {
    const auto place = std::ranges::lower_bound(rules, name, {}, &SavedRule::name);
    return place != rules.end() && place->name == name ? &*place : nullptr;
  }
};

}  // namespace sigrun::state
