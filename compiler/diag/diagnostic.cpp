#include "compiler/diag/diagnostic.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/check.h"
#include "base/text/utf8.h"

namespace sigrun::diag {

const std::vector<CodeInfo>& AllCodes() {
  static const std::vector<CodeInfo> rows = {
#define SIGRUN_DIAGNOSTIC(code, name, severity, message, why, wrong, right) \
  {code, #name, severity, message, why, wrong, right},
#include "compiler/diag/codes/diagnostics.def"
  };
  return rows;
}

const CodeInfo& Info(Code code) {
  static const auto by_number = [] {
    std::unordered_map<Code, const CodeInfo*> rows;
    for (const CodeInfo& row : AllCodes())
      SIGRUN_CHECK(rows.emplace(CodeOf(row.code), &row).second);  // no number stands twice
    return rows;
  }();
  return *by_number.at(code);
}

Sink::Builder Sink::Add(Code code, Span span, std::string message) {
  diagnostics_.push_back({code, span, std::move(message), {}, {}, {}});
  if (Info(code).severity == Severity::kError) ++errors_;
  return Builder(diagnostics_.back());
}

std::string Sink::Cut(std::string_view text) {
  constexpr size_t kMost = 400;
  if (text.size() <= kMost) return std::string(text);
  return std::string(utf8::Prefix(text, kMost / 2)) + "…";
}

void Sink::SortByPlace() {
  const auto place = [](const Diagnostic& d) {
    return std::make_tuple(d.span.source.index, d.span.begin, d.span.end);
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  std::set<std::pair<Code, std::string>> said;  // of one place
  std::deque<Diagnostic> once;
  for (Diagnostic& diagnostic : diagnostics_) {
    if (once.empty() || place(once.back()) != place(diagnostic)) said.clear();
    const bool is_new = said.emplace(diagnostic.code, diagnostic.message).second;
    if (is_new || !diagnostic.span.valid())
      once.push_back(std::move(diagnostic));
    else if (diagnostic.severity() == Severity::kError)
      --errors_;
  }
  diagnostics_ = std::move(once);
}

}  // namespace sigrun::diag
