// The tests on text: equality, beginning, end, part, patterns. Letter case is ignored, but for the
// ones called Cased, which compare bytes.
#pragma once

#include <string_view>

#include "base/value.h"
#include "stdlib/native/basic/fold.h"
#include "stdlib/native/match/glob.h"
#include "stdlib/native/match/glob_list.h"
#include "stdlib/native/match/regex.h"
#include "stdlib/native/match/regex_list.h"
#include "stdlib/native/match/search.h"
#include "stdlib/native/match/text_list.h"
#include "stdlib/native/match/text_set.h"

namespace sigrun::stdlib::native {

inline bool EqualText(std::string_view a, std::string_view b) noexcept { return EqualFolded(a, b); }
inline bool EqualTextCased(std::string_view a, std::string_view b) noexcept { return a == b; }

inline bool Contains(std::string_view text, std::string_view part) noexcept {
  return ContainsFolded(text, part);
}
inline bool ContainsCased(std::string_view text, std::string_view part) noexcept {
  return ContainsExact(text, part);
}
inline bool StartsWith(std::string_view text, std::string_view prefix) noexcept {
  return StartsWithFolded(text, prefix);
}
inline bool StartsWithCased(std::string_view text, std::string_view prefix) noexcept {
  return text.starts_with(prefix);
}
inline bool EndsWith(std::string_view text, std::string_view suffix) noexcept {
  return EndsWithFolded(text, suffix);
}
inline bool EndsWithCased(std::string_view text, std::string_view suffix) noexcept {
  return text.ends_with(suffix);
}

inline bool ContainsAny(std::string_view text, const PartList& parts, Arena& arena) noexcept {
  return parts.Fits(text, arena);
}
inline bool StartsWithAny(std::string_view text, const PrefixList& prefixes,
                          Arena& arena) noexcept {
  return prefixes.Fits(text, arena);
}
inline bool EndsWithAny(std::string_view text, const SuffixList& suffixes, Arena& arena) noexcept {
  return suffixes.Fits(text, arena);
}

inline bool InText(std::string_view text, const TextSet& set) noexcept { return set.Has(text); }

inline bool Like(std::string_view text, const Glob& glob) noexcept { return glob.Matches(text); }
inline bool LikeCased(std::string_view text, const Glob& glob) noexcept {
  return glob.MatchesCased(text);
}

inline bool LikeAny(std::string_view text, const GlobList& globs, Arena& arena) noexcept {
  return globs.Fits(text, arena);
}

// RE2 may allocate inside its own memory limit.
inline bool Matches(std::string_view text, const Regex& regex) noexcept {
  return regex.FoundIn(text);
}

inline bool MatchesAny(std::string_view text, const RegexList& regexes) noexcept {
  return regexes.FoundIn(text);
}

inline bool IsEmpty(const Value& value) noexcept {
  if (value.kind == Kind::kString) return value.size == 0;
  return value.kind == Kind::kObject && value.text() == "{}";
}

inline bool IsTrue(bool value) noexcept { return value; }

}  // namespace sigrun::stdlib::native
