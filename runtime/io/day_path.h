// The delivery day in the path of a CloudTrail file.
#pragma once

#include <optional>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun::io {

// The time of delivery according to the path: within [begin, end].
struct DeliveryTime {
  Timestamp begin, end;
};

// Parses AWSLogs/[<organisation>/]<account>/CloudTrail/<region>/YYYY/MM/DD/<name>, and a name
// <account>_CloudTrail_<region>_YYYYMMDDThhmmZ_<unique>.json.gz in any folder. Nullopt for other
// paths, and if folder and name have different days.
std::optional<DeliveryTime> DeliveryTimeOf(std::string_view path);

}  // namespace sigrun::io
