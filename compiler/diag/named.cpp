#include "compiler/diag/named.h"

#include <algorithm>

namespace sigrun::diag {

bool IsNamed(const CodeInfo& info, std::string_view written) {
  const auto same = [](char a, char b) {
    return a == (b >= 'a' && b <= 'z' ? static_cast<char>(b - 32) : b);
  };
  return info.name == written ||
         std::equal(info.code.begin(), info.code.end(), written.begin(), written.end(), same);
}

bool IsIgnored(const Diagnostic& diagnostic, const std::vector<std::string>& written) {
  const CodeInfo& info = Info(diagnostic.code);
  return info.severity != Severity::kError &&
         std::any_of(written.begin(), written.end(),
                     [&](const std::string& one) { return IsNamed(info, one); });
}

}  // namespace sigrun::diag
