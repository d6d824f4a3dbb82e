// Several regular expressions for `matches any`: one automaton searches for all of them at once. If
// it does not fit into kRegexListMemory, they are tried one by one.
#pragma once

#include <re2/set.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stdlib/native/match/regex.h"

namespace sigrun::stdlib::native {

class RegexList {
 public:
  // `flags` are those of all patterns; one of its own has a pattern as (?i) at its beginning.
  static Result<RegexList> Make(const std::vector<std::string>& patterns, const std::string& flags);

  // RE2 may allocate inside its own memory limit.
  bool FoundIn(std::string_view text) const noexcept {
    if (all_ == nullptr) return AnyOf(text);
    re2::RE2::Set::ErrorInfo error{};
    if (all_->Match({text.data(), text.size()}, nullptr, &error)) return true;
    const bool sure = error.kind == re2::RE2::Set::kNoError;
    return !sure && AnyOf(text);
  }

 private:
  RegexList(std::vector<Regex> each, std::unique_ptr<re2::RE2::Set> all)
      : each_(std::move(each)), all_(std::move(all)) {}
  bool AnyOf(std::string_view text) const noexcept {
    for (const Regex& regex : each_)
      if (regex.FoundIn(text)) return true;
    return false;
  }

  std::vector<Regex> each_;
  std::unique_ptr<re2::RE2::Set> all_;  // null: too large
};

}  // namespace sigrun::stdlib::native
