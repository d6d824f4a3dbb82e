#include "stdlib/native/match/glob.h"

namespace sigrun::stdlib::native {
namespace {

bool Escapes(std::string_view rest) {
  return rest.size() >= 2 && rest[0] == '\\' &&
         (rest[1] == '*' || rest[1] == '?' || rest[1] == '\\');
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  while (!pattern.empty()) {
    const bool escaped = Escapes(pattern);
    if (escaped) pattern.remove_prefix(1);
    const CodePoint c = Decode(pattern.data(), pattern.data() + pattern.size());
    pattern.remove_prefix(c.size);
    if (!escaped && c.value == '*') {
      if (exact_.empty() || exact_.back() != kAnyRun) exact_.push_back(kAnyRun);
    } else {
      exact_.push_back(!escaped && c.value == '?' ? kAnyOne : c.value);
    }
  }
  for (const char32_t e : exact_) {
    char encoded[8];
    if (e >= kAnyOne)
      ending_.clear();
    else
      ending_.append(encoded, static_cast<size_t>(Encode(e, encoded) - encoded));
  }
  for (const char32_t e : exact_) folded_.push_back(e >= kAnyOne ? e : Fold(e));
}

std::string Glob::LongestRun() const {
  std::string longest, run;
  for (const char32_t e : exact_) {
    char encoded[8];
    if (e >= kAnyOne)
      run.clear();
    else
      run.append(encoded, static_cast<size_t>(Encode(e, encoded) - encoded));
    if (run.size() > longest.size()) longest = run;
  }
  return longest;
}

}  // namespace sigrun::stdlib::native
