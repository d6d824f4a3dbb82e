// The parts of an OCSF finding that are derived from an alert. Private to alert.
#pragma once

#include <string>
#include <vector>

#include "runtime/alert/alert.h"
#include "runtime/alert/json_writer.h"

namespace sigrun::alert {

// ocsf_attack.cpp: tactics, techniques and sub-techniques from tags, as an array; writes nothing if
// there are none.
JsonWriter OcsfAttacks(const std::vector<std::string>& tags);

// ocsf_observables.cpp: the values of an alert, each with its type, as an array; the same.
JsonWriter OcsfObservables(const Alert& alert);

// ocsf_cloud.cpp: where and by whom it was done, from the values of an alert on CloudTrail. It only
// contains what the rule names in its group and fields.
struct OcsfCloud {
  JsonWriter cloud;      // empty: not an alert on a cloud log
  JsonWriter evidence;   // the call, the caller, the source; may be empty
  JsonWriter resources;  // the affected resources, as an array; the same
};
OcsfCloud OcsfCloudOf(const Alert& alert);

}  // namespace sigrun::alert
