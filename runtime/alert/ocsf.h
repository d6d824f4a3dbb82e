// The parts of an OCSF finding that are derived from an alert. Private to alert.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/alert/alert.h"

namespace sigrun::alert {

using Json = nlohmann::ordered_json;

// ocsf_attack.cpp: tactics, techniques and sub-techniques from tags.
Json OcsfAttacks(const std::vector<std::string>& tags);

// ocsf_observables.cpp: the values of an alert, each with its type.
Json OcsfObservables(const Alert& alert);

// ocsf_cloud.cpp: where and by whom it was done, from the values of an alert on CloudTrail. It only
// contains what the rule names in its group and fields.
struct OcsfCloud {
  Json cloud;      // empty: not an alert on a cloud log
  Json evidence;   // the call, the caller, the source; may be empty
  Json resources;  // the affected resources
};
OcsfCloud OcsfCloudOf(const Alert& alert);

}  // namespace sigrun::alert
