#include "compiler/diag/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace sigrun::diag {

const std::vector<CodeInfo>& AllCodes() {
  static const std::vector<CodeInfo> rows = {
#define SIGRUN_DIAGNOSTIC(code, name, severity, message, why, wrong, right) \
  {code, #name, severity, message, why, wrong, right},
#include "compiler/diag/diagnostics.def"
  };
  return rows;
}

const CodeInfo& Info(Code code) { return AllCodes()[static_cast<size_t>(code)]; }

Sink::Builder Sink::Add(Code code, Span span, std::string message) {
  diagnostics_.push_back({code, span, std::move(message), {}, {}, {}});
  if (Info(code).severity == Severity::kError) ++errors_;
  return Builder(diagnostics_.back());
}

void Sink::SortByPlace() {
  const auto place = [](const Diagnostic& d) {
    return std::make_tuple(d.span.source.index, d.span.begin, d.span.end);
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
}

}  // namespace sigrun::diag
