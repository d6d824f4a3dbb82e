// Names of diagnostics as users write them: the code, in upper or lower case, or the name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"

namespace sigrun::diag {

bool IsNamed(const CodeInfo& info, std::string_view written);

// Whether it is suppressed: one of `written` names it, and it is not an error.
bool IsIgnored(const Diagnostic& diagnostic, const std::vector<std::string>& written);

}  // namespace sigrun::diag
