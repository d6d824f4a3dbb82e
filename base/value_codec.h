// Lists of Values as bytes: to carry them through a buffer or a file, and to serve as keys.
//
//   EncodeValues  faithful: what comes back is what went in, numbers as they were written included.
//   EncodeKey     canonical: equal lists give equal bytes and unequal lists unequal ones. Numbers
//   are
//                 equal as numbers, exactly (5, 5.0 and 5e0 are one key; 2^53 and 2^53+1 are two);
//                 -0.0 is 0 and all NaN are one. Text and objects are equal byte by byte, letter
//                 case included; a list item by item, in order. Values of different kinds differ:
//                 "5" is not 5, null is not absent, a time is not its number.
//
// Both forms start with the number of values, so several lists can stand one after the other, and
// both are read by the same decoder. They hold no addresses and do not depend on the machine.
// Lists nest at most kMaxListDepth deep; a deeper one, and a prepared constant, count as absent.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "base/value.h"

namespace sigrun {

inline constexpr int kMaxListDepth = 4;

// Appends to `out`. A byte or two for each value in addition to its text; numbers take 1 to 10
// bytes.
void EncodeValues(std::span<const Value> values, std::string& out);
void EncodeKey(std::span<const Value> values, std::string& out);

// Reads one list off the front of `bytes`. Text of the values points into the bytes, the values and
// their lists into the arena. Bytes that no encoder wrote give an error and leave `bytes` as it
// was; the arena never gives more than 24 bytes for each byte read. Throws std::bad_alloc where the
// arena finds no memory below its limit.
Result<std::span<const Value>> TakeValues(std::string_view& bytes, Arena& arena);

// The same, but nothing may follow.
Result<std::span<const Value>> DecodeValues(std::string_view bytes, Arena& arena);

}  // namespace sigrun
