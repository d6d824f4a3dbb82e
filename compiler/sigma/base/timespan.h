// Sigma's time spans: `30s`, `10m`, `7d`.
#pragma once

#include <optional>

#include "base/time/event_time.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

// Nullopt after an error, which has been reported.
std::optional<Duration> ReadTimespan(const yaml::Node& node, diag::Sink& sink);

}  // namespace sigrun::sigma
