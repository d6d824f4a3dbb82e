// CI services parse the output of a job and execute lines such as `::error::…`, `##[group]…`,
// `##vso[task.setvariable …]…` and `##teamcity[…]`. Text from a rule or a log must not trigger such
// commands.
#pragma once

#include <string>
#include <string_view>

namespace sigrun {

// Takes the pieces of a text as they are printed, and returns them with the start of a command
// escaped: `\x3a:error::…`, `#\x23vso[…`.
class CiCommandFilter {
 public:
  std::string Pass(std::string_view piece);

 private:
  bool line_begins_ = true;  // only spaces so far
};

}  // namespace sigrun
