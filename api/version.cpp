#include "sigrun/version.h"

namespace sigrun {

std::string_view Version() noexcept { return SIGRUN_VERSION; }

}  // namespace sigrun
