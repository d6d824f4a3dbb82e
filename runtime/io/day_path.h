// The day that the path of a file as CloudTrail delivers it speaks of.
#pragma once

#include <optional>
#include <string_view>

#include "base/event_time.h"

namespace sigrun::io {

// When a file was delivered, as its path says: within [begin, end].
struct DeliveryTime {
  Timestamp begin, end;
};

// Of AWSLogs/[<organisation>/]<account>/CloudTrail/<region>/YYYY/MM/DD/<name>, and of a name
// <account>_CloudTrail_<region>_YYYYMMDDThhmmZ_<unique>.json.gz wherever it lies. Nothing for other
// paths, and where folder and name are not of one day.
std::optional<DeliveryTime> DeliveryTimeOf(std::string_view path);

}  // namespace sigrun::io
