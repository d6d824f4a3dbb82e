// What the first bytes of a file say it is. Private to runtime/io.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sigrun::io {

// How much has to be there to tell.
inline constexpr size_t kLongestStart = 512;

enum class Packing : uint8_t { kNone, kGzip, kZstd, kOtherCompression, kTar, kZip };
Packing PackingOf(std::string_view start);

// What cannot be read as text of JSON, and what to do.
struct Foreign {
  std::string_view name, advice;
};
// By bytes that no JSON begins with.
const Foreign* FindForeign(std::string_view start);
// For a file in which no record could be read: what it looks like.
const Foreign& GuessForeign(std::string_view start);

// By the first kLongestStart bytes: the name of a kind of log that lies beside CloudTrail in the
// buckets of AWS; empty for none.
std::string_view OtherLogOf(std::string_view start);

}  // namespace sigrun::io
