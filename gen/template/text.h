// The small pieces of text in a CloudTrail record: identifiers, numbers, times. Every function
// appends to a string, because the record is built in place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time/event_time.h"
#include "gen/template/random.h"

namespace sigrun::gen {

void AppendUuid(Random& random, std::string& out);               // version 4, lower case
void AppendHex(Random& random, int count, std::string& out);     // lower case
void AppendBase32(Random& random, int count, std::string& out);  // A-Z 2-7
void AppendBase64(Random& random, int count, std::string& out);  // A-Z a-z 0-9 + /
void AppendBase62(Random& random, int count, std::string& out);  // A-Z a-z 0-9
void AppendInt(int64_t value, std::string& out);
void AppendTime(Timestamp time, std::string& out);    // 2026-11-01T09:30:00Z, whole seconds
void AppendExpiry(Timestamp time, std::string& out);  // Nov 1, 2026, 9:30:00 AM

// An access key id such as AKIA2K4QFZ7XBEXAMPLE: prefix, nine random characters, EXAMPLE.
std::string NewAccessKey(Random& random, std::string_view prefix);
// A unique id such as AROACKCEVSQ6C2EXAMPLE that only depends on its arguments.
std::string StableId(std::string_view prefix, std::string_view account, std::string_view name);
// A UUID that only depends on `name`, for things with a permanent one (KMS keys).
std::string StableUuid(std::string_view name);

// `pattern` with every `from` replaced.
std::string Replaced(std::string_view pattern, std::string_view from, std::string_view to);

}  // namespace sigrun::gen
