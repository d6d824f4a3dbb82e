// Diagnostics as people name them: by code, in either case, or by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"

namespace sigrun::diag {

bool IsNamed(const CodeInfo& info, std::string_view written);

// Whether it need not be told: one of `written` means it, and it is no error.
bool IsIgnored(const Diagnostic& diagnostic, const std::vector<std::string>& written);

}  // namespace sigrun::diag
