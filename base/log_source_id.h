// Names a log source: its place in the table of log sources. A rule set, the program that is made
// of it and the decoder's layout have the same table. An id that is not valid: several sources.
#pragma once

#include "base/ids.h"

namespace sigrun {

struct LogSourceTag;
using LogSourceId = Id<LogSourceTag>;

}  // namespace sigrun
