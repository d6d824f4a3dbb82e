// Where a record ends that is not right by JSON's grammar: by its brackets alone. Private to
// runtime/event.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/event/structural_index.h"
#include "runtime/event/walk_result.h"

namespace sigrun::event {

// The token after the bracket that closes the one at `token`. Bad where the brackets do not pair,
// and where another record plainly begins before they do: at a bracket that opens a line, or, where
// JSON has no place for an object, at one that follows a record or begins with the key that its
// neighbours begin with (`first_key`; empty outside arrays). Its depth may be more than a record's,
// though not any.
WalkResult FindEnd(const TokenView& view, uint32_t token, std::string_view first_key);

// The text of a string's token, between its quotes.
std::string_view StringText(const TokenView& view, uint32_t token);

}  // namespace sigrun::event
