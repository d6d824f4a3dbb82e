// CI services read what a job prints, and obey lines such as `::error::…`, `##[group]…`,
// `##vso[task.setvariable …]…` and `##teamcity[…]`. Text of a rule or a log must not give such
// orders.
#pragma once

#include <string>
#include <string_view>

namespace sigrun {

// Takes the pieces of a text as they are printed, and hands them back with what begins a command
// written out: `\x3a:error::…`, `#\x23vso[…`.
class CiCommandFilter {
 public:
  std::string Pass(std::string_view piece);

 private:
  bool line_begins_ = true;  // nothing but blanks so far
};

}  // namespace sigrun
