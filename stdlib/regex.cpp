#include "stdlib/native/regex.h"

#include <fmt/format.h>

#include "stdlib/prepared.h"

namespace sigrun::stdlib::native {
namespace {

// RE2's reason in words for the rule's author.
std::string Explain(const re2::RE2& regex) {
  const std::string& part = regex.error_arg();
  switch (regex.error_code()) {
    case re2::RE2::ErrorBadPerlOp:
      return fmt::format(
          "\"{}\" is not supported: look-around would break the promise of linear "
          "time; split the test in two, joined by `and` or `and not`",
          part);
    case re2::RE2::ErrorBadEscape:
      return fmt::format("\"{}\" is no escape of this syntax{}", part,
                         part.size() == 2 && part[1] >= '1' && part[1] <= '9'
                             ? "; back-references would break the promise of linear time"
                             : "");
    case re2::RE2::ErrorMissingParen:
      return "a ( has no )";
    case re2::RE2::ErrorUnexpectedParen:
      return "a ) has no (";
    case re2::RE2::ErrorMissingBracket:
      return fmt::format("\"{}\" has no closing ]", part);
    case re2::RE2::ErrorRepeatArgument:
      return fmt::format("\"{}\" has nothing before it to repeat", part);
    case re2::RE2::ErrorRepeatSize:
      return fmt::format(
          "\"{}\" repeats too often: at most 1000 times, repetitions inside each other multiplied",
          part);
    case re2::RE2::ErrorTrailingBackslash:
      return "it ends in a lone backslash";
    case re2::RE2::ErrorPatternTooLarge:
      return fmt::format("it needs more than {} MiB once compiled; shorten its repetitions",
                         kRegexMemory >> 20);
    default:
      return regex.error();
  }
}

}  // namespace

Result<Regex> Regex::Make(const std::string& pattern, const std::string& flags) {
  const size_t unknown = flags.find_first_not_of("ims");
  if (unknown != std::string::npos)
    return Error{
        fmt::format("the regex has the unknown flag \"{}\"; there are i, m and s", flags[unknown])};
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(static_cast<int64_t>(kRegexMemory));
  const std::string prefix = flags.empty() ? "" : fmt::format("(?{})", flags);
  auto regex = std::make_unique<re2::RE2>(prefix + pattern, options);
  if (!regex->ok()) return Error{fmt::format("the regex is not valid: {}", Explain(*regex))};
  return Regex(std::move(regex));
}

}  // namespace sigrun::stdlib::native
