// The parts of an OCSF finding that are read out of an alert. Private to alert.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/alert/alert.h"

namespace sigrun::alert {

using Json = nlohmann::ordered_json;

// ocsf_attack.cpp: tactics, techniques and sub-techniques out of tags.
Json OcsfAttacks(const std::vector<std::string>& tags);

// ocsf_observables.cpp: the values of an alert, each with its type.
Json OcsfObservables(const Alert& alert);

// ocsf_cloud.cpp: what the values of an alert on CloudTrail say of where and by whom it was done.
// All of it is what the rule names in its group and fields; what it does not name is not there.
struct OcsfCloud {
  Json cloud;      // empty: the alert is on no cloud's log
  Json evidence;   // the call, the caller, where it came from; empty without any
  Json resources;  // what it was done to
};
OcsfCloud OcsfCloudOf(const Alert& alert);

}  // namespace sigrun::alert
