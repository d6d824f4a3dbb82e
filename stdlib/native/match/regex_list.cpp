#include "stdlib/native/match/regex_list.h"

#include <fmt/format.h>

namespace sigrun::stdlib::native {
namespace {

constexpr int64_t kRegexListMemory = int64_t{64} << 20;

}  // namespace

Result<RegexList> RegexList::Make(const std::vector<std::string>& patterns,
                                  const std::string& flags) {
  std::vector<Regex> each;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexListMemory);
  auto all = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
  const std::string prefix = flags.empty() ? "" : fmt::format("(?{})", flags);
  for (const std::string& pattern : patterns) {
    auto regex = Regex::Make(pattern, flags);
    if (!regex.ok()) return regex.error();
    each.push_back(std::move(*regex));
    if (all != nullptr && all->Add(prefix + pattern, nullptr) < 0) all = nullptr;
  }
  // A set of none matches everything.
  if (all != nullptr && (patterns.empty() || !all->Compile())) all = nullptr;
  return RegexList(std::move(each), std::move(all));
}

}  // namespace sigrun::stdlib::native
