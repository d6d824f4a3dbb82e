// One CloudTrail record as CloudTrail writes it: compact JSON, members in the service's own order.
#pragma once

#include <string>
#include <string_view>

#include "gen/template/call.h"
#include "gen/template/random.h"

namespace sigrun::gen {

// Appends the object, without a line end.
void AppendRecord(const Call& call, Random& random, std::string& out);

// awsRegion: where the call was recorded, us-east-1 for global services.
std::string_view RegionOf(const Call& call);

// A name as text of a JSON member: "name":"value", with a comma before it. `value` needs no
// escapes.
void AppendMember(std::string_view name, std::string_view value, std::string& out);

}  // namespace sigrun::gen
