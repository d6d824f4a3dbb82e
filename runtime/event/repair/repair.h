// Rewrites a record that is not quite JSON, but whose strings and brackets are closed properly, as
// JSON, so that the rest of the engine reads it like any other. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/event/json/structural_index.h"

namespace sigrun::event {

// Writes the object from token `first` to its closing bracket `last` to `out`:
//   bytes that are not UTF-8          U+FFFD, one for each piece of a character that breaks off
//   a bad escape                      the text as it stands, backslash included
//   a control character in a string   itself
//   NaN, 01, a word                   a string of it
//   no value behind a colon, or a key without a colon     null
//   text behind a value in an object  part of that value, which becomes a string
//   an object or array without a key  under the key ""
//   commas and colons too many or missing                 as if they were right
void Repair(const TokenView& view, uint32_t first, uint32_t last, std::string& out);

}  // namespace sigrun::event
