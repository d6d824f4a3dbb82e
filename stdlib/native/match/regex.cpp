#include "stdlib/native/match/regex.h"

#include <fmt/format.h>
#include <re2/filtered_re2.h>

#include <algorithm>
#include <numeric>

#include "stdlib/native/basic/utf8.h"

namespace sigrun::stdlib::native {
namespace {

// Where a group begins, `(?…`, that is none of RE2's in every release: outside of classes, escapes
// and quotations. Empty if there is none.
std::string_view ForeignGroup(std::string_view pattern) {
  bool in_class = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const std::string_view rest = pattern.substr(i);
    if (rest.starts_with("\\Q")) {
      i = std::min(pattern.find("\\E", i), pattern.size());
    } else if (rest[0] == '\\') {
      ++i;
    } else if (in_class) {
      in_class = rest[0] != ']';
    } else if (rest[0] == '[') {
      in_class = true;
      if (rest.substr(1, 1) == "^") ++i;
      if (pattern.substr(i + 1, 1) == "]") ++i;  // here it is itself
    } else if (rest.starts_with("(?<") && rest.substr(3, 1) != "=" && rest.substr(3, 1) != "!") {
      return rest.substr(0, rest.find_first_of(">)") + 1);
    } else if (rest.starts_with("(?'") || rest.starts_with("(?P=") || rest.starts_with("(?#") ||
               rest.starts_with("(?>")) {
      return rest;
    }
  }
  return {};
}

// The error in such a group, and the correct form.
std::string ExplainGroup(std::string_view group) {
  const char kind = group[2];
  if (kind == '<' || kind == '\'') {
    const size_t end = group.find(kind == '<' ? '>' : '\'', 3);
    const std::string_view name = group.substr(3, std::min(end, group.size()) - 3);
    return fmt::format("\"{}\" is not a group in RE2 syntax: write a named group as (?P<{}>…)",
                       group.substr(0, std::min(end, group.size() - 1) + 1), name);
  }
  if (kind == 'P')
    return "\"(?P=\" is not supported: backreferences cannot be matched in linear time";
  if (kind == '#') return "\"(?#\" is not part of RE2 syntax: remove the comment";
  return "\"(?>\" is not supported: write a plain group, (?:…), which RE2 matches without "
         "backtracking";
}

// RE2's reason in words for the rule's author.
std::string Explain(const re2::RE2& regex) {
  const std::string& part = regex.error_arg();
  switch (regex.error_code()) {
    case re2::RE2::ErrorBadPerlOp:
      return fmt::format(
          "\"{}\" is not supported: look-around cannot be matched in linear "
          "time; split the test in two, joined by `and` or `and not`",
          part);
    case re2::RE2::ErrorBadEscape:
      return fmt::format("\"{}\" is not an escape in RE2 syntax{}", part,
                         part.size() == 2 && part[1] >= '1' && part[1] <= '9'
                             ? "; backreferences cannot be matched in linear time"
                             : "");
    case re2::RE2::ErrorMissingParen:
      return "unclosed (";
    case re2::RE2::ErrorUnexpectedParen:
      return "unmatched )";
    case re2::RE2::ErrorMissingBracket:
      return fmt::format("\"{}\" has no closing ]", part);
    case re2::RE2::ErrorRepeatArgument:
      return fmt::format("\"{}\" has nothing before it to repeat", part);
    case re2::RE2::ErrorRepeatSize:
      return fmt::format(
          "\"{}\" repeats too often: at most 1000 times, where nested repetitions multiply", part);
    case re2::RE2::ErrorTrailingBackslash:
      return "it ends with a single backslash";
    case re2::RE2::ErrorPatternTooLarge:
      return fmt::format("it needs more than {} MiB once compiled; shorten its repetitions",
                         kRegexMemory >> 20);
    default:
      return regex.error();
  }
}

// Whether all letters that the pattern names fold as RE2 folds them, which takes the dotted I
// (U+0130) for an i: there is no other such letter.
bool FoldsAlike(std::string_view pattern) {
  if (!IsAscii(pattern)) return false;
  for (size_t i = 0; i + 1 < pattern.size(); ++i)
    if (pattern[i] == '\\') {
      ++i;
      if (pattern[i] == 'x' || pattern[i] == 'p' || pattern[i] == 'P') return false;
    }
  return true;
}

// The parts of an expression as RE2 filters by them. It tells whether a text with some of them can
// match, but not why.
class Parts {
 public:
  Parts(const std::string& pattern, const re2::RE2::Options& options) : filter_(kShortest) {
    int id = 0;
    if (filter_.Add(pattern, options, &id) == re2::RE2::NoError) filter_.Compile(&parts_);
    all_.resize(parts_.size());
    std::iota(all_.begin(), all_.end(), 0);
  }

  // One of them is in each text that matches: without any of them, it does not.
  std::vector<std::string> Required() const {
    std::vector<int> required = all_;
    if (all_.size() > kMost || !AreRequired(required)) return {};
    std::ranges::sort(required, {},
                      [&](int part) { return Worth(parts_[static_cast<size_t>(part)]); });
    for (size_t i = 0; i < required.size();) {
      std::vector<int> fewer = required;
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
      if (AreRequired(fewer))
        required = std::move(fewer);
      else
        ++i;
    }
    std::vector<std::string> texts;
    for (const int part : required) texts.push_back(parts_[static_cast<size_t>(part)]);
    // RE2 folds other letters than this program does.
    return std::ranges::all_of(texts, IsAscii) ? texts : std::vector<std::string>();
  }

 private:
  static constexpr int kShortest = 3;
  static constexpr size_t kMost = 64;

  static size_t Worth(const std::string& part) { return IsAscii(part) ? part.size() : 0; }
  bool AreRequired(const std::vector<int>& parts) const {
    if (parts.empty()) return false;
    std::vector<int> others, possible;
    std::ranges::copy_if(all_, std::back_inserter(others),
                         [&](int part) { return std::ranges::find(parts, part) == parts.end(); });
    filter_.AllPotentials(others, &possible);
    return possible.empty();
  }

  re2::FilteredRE2 filter_;
  std::vector<std::string> parts_;
  std::vector<int> all_;
};

re2::RE2::Options Options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(static_cast<int64_t>(kRegexMemory));
  return options;
}

std::string WithFlags(const std::string& pattern, const std::string& flags) {
  return flags.empty() ? pattern : fmt::format("(?{}){}", flags, pattern);
}

}  // namespace

Result<Regex> Regex::Make(const std::string& pattern, const std::string& flags) {
  const size_t unknown = flags.find_first_not_of("ims");
  if (unknown != std::string::npos)
    return Error{fmt::format("unknown regular expression flag \"{}\"; the flags are i, m and s",
                             flags[unknown])};
  if (const std::string_view group = ForeignGroup(pattern); !group.empty())
    return Error{fmt::format("invalid regular expression: {}", ExplainGroup(group))};
  auto regex = std::make_unique<re2::RE2>(WithFlags(pattern, flags), Options());
  if (!regex->ok()) return Error{fmt::format("invalid regular expression: {}", Explain(*regex))};
  return Regex(std::move(regex));
}

std::vector<std::string> RequiredParts(const std::string& pattern, const std::string& flags) {
  if (!FoldsAlike(pattern)) return {};
  return Parts(WithFlags(pattern, flags), Options()).Required();
}

}  // namespace sigrun::stdlib::native
