// The captured values of an event that was saved: a rule whose message has changed needs others.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sigrun::state {

struct SavedCaptures {
  size_t count = 0;                         // as saved
  std::vector<std::optional<size_t>> from;  // for each that is needed now: the saved one

  SavedCaptures() = default;
  // By what they compute: program::Memory::captures, as saved and as needed now.
  SavedCaptures(const std::vector<std::string>& saved, const std::vector<std::string>& needed)
      : count(saved.size()) {
    from.reserve(needed.size());
    for (const std::string& capture : needed) {
      const auto same = std::ranges::find(saved, capture);
      from.push_back(same == saved.end()
                         ? std::nullopt
                         : std::optional(static_cast<size_t>(same - saved.begin())));
    }
  }
};

}  // namespace sigrun::state
