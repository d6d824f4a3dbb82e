// A literal of a rule.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/time/event_time.h"
#include "stdlib/prepared.h"

namespace sigrun::program {

using Constant =
    std::variant<bool, int64_t, double, std::string, Timestamp, Duration, stdlib::PreparedSpec>;

}  // namespace sigrun::program
