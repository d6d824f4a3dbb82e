// Where a record ends that is not right by JSON's grammar: by its brackets alone. Private to
// runtime/event.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/event/json/structural_index.h"
#include "runtime/event/json/walk_result.h"

namespace sigrun::event {

// How other records begin.
struct RecordStart {
  bool in_array;                           // they are elements of one array
  std::span<const std::string_view> keys;  // their first key is one of these

  bool Has(std::string_view key) const { return std::ranges::find(keys, key) != keys.end(); }
};

// The token after the bracket that closes the one at `token`. Bad where the brackets do not pair,
// and where another record plainly begins before they do: at a bracket that opens a line, or, where
// JSON has no place for an object, at one that follows a record or begins as records begin here.
// Its depth may be more than a record's, though not any.
WalkResult FindEnd(const TokenView& view, uint32_t token, const RecordStart& start);

}  // namespace sigrun::event
