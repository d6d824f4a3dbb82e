// Recognises the format of a file by its first bytes. Private to runtime/io.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sigrun::io {

// The number of bytes needed to decide.
inline constexpr size_t kLongestStart = 512;

enum class Packing : uint8_t { kNone, kGzip, kZstd, kOtherCompression, kTar, kZip };
Packing PackingOf(std::string_view start);

// A format that is not JSON text, and what to do.
struct Foreign {
  std::string_view name, advice;
};
// Recognised by bytes with which no JSON begins.
const Foreign* FindForeign(std::string_view start);
// For a file without a readable record: its likely format.
const Foreign& GuessForeign(std::string_view start);

// The kind of log, by its first kLongestStart bytes, among those that lie next to CloudTrail in AWS
// buckets; empty if none.
std::string_view OtherLogOf(std::string_view start);

}  // namespace sigrun::io
