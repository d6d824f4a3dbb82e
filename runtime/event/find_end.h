// Finds the end of an ungrammatical record by its brackets. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/event/structural_index.h"
#include "runtime/event/walk_result.h"

namespace sigrun::event {

// The token after the bracket that closes the one at `token`. Bad if the brackets do not match, or
// if another record clearly begins before they do: at a bracket that begins a line or, where JSON
// allows no object, at one that follows a record or begins with the first key of its neighbours
// (`first_key`; empty outside arrays). Its depth may exceed that of a record, but is limited.
WalkResult FindEnd(const TokenView& view, uint32_t token, std::string_view first_key);

// The text of a string's token, between its quotes.
std::string_view StringText(const TokenView& view, uint32_t token);

}  // namespace sigrun::event
