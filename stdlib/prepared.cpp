#include "stdlib/prepared.h"

#include <fmt/format.h>

#include "stdlib/native/match/cidr_set.h"
#include "stdlib/native/match/glob.h"
#include "stdlib/native/match/glob_list.h"
#include "stdlib/native/match/mixed_set.h"
#include "stdlib/native/match/number_set.h"
#include "stdlib/native/match/regex.h"
#include "stdlib/native/match/regex_list.h"
#include "stdlib/native/match/text_list.h"
#include "stdlib/native/match/text_set.h"
#include "stdlib/prepared_as.h"

namespace sigrun::stdlib {
namespace {

using Prepared = std::shared_ptr<const PreparedObject>;

template <class T>
Result<Prepared> Hold(T object) {
  return Prepared(std::make_shared<const PreparedAs<T>>(std::move(object)));
}

template <class T>
Result<Prepared> Hold(Result<T> object) {
  if (!object) return object.error();
  return Hold(std::move(*object));
}

Status CheckLimits(const PreparedSpec& spec) {
  const bool pattern = spec.kind == PreparedKind::kGlob || spec.kind == PreparedKind::kRegex;
  if (pattern && spec.items.size() != 1)
    return Error{fmt::format("a pattern is one string, not {}", spec.items.size())};
  const bool patterns = pattern || spec.kind == PreparedKind::kGlobList ||
                        spec.kind == PreparedKind::kGlobListCased ||
                        spec.kind == PreparedKind::kRegexList;
  for (const std::string& item : spec.items)
    if (patterns && item.size() > kMaxPatternLength)
      return Error{
          fmt::format("the pattern has {} bytes; the limit is {}", item.size(), kMaxPatternLength)};
  if (spec.items.size() > kMaxListItems)
    return Error{
        fmt::format("the list has {} items; the limit is {}", spec.items.size(), kMaxListItems)};
  return Ok();
}

}  // namespace

Result<Prepared> Prepare(const PreparedSpec& spec) {
  const Status within_limits = CheckLimits(spec);
  if (!within_limits) return within_limits.error();
  switch (spec.kind) {
    case PreparedKind::kTextSet:
      return Hold(native::TextSet(spec.items, false));
    case PreparedKind::kTextSetCased:
      return Hold(native::TextSet(spec.items, true));
    case PreparedKind::kNumberSet:
      return Hold(native::NumberSet::Make(spec.items));
    case PreparedKind::kCidrSet:
      return Hold(native::CidrSet::Make(spec.items));
    case PreparedKind::kPartList:
    case PreparedKind::kPartListCased:
      return Hold(native::PartList(spec.items, spec.kind == PreparedKind::kPartListCased));
    case PreparedKind::kPrefixList:
    case PreparedKind::kPrefixListCased:
      return Hold(native::PrefixList(spec.items, spec.kind == PreparedKind::kPrefixListCased));
    case PreparedKind::kSuffixList:
    case PreparedKind::kSuffixListCased:
      return Hold(native::SuffixList(spec.items, spec.kind == PreparedKind::kSuffixListCased));
    case PreparedKind::kGlobList:
    case PreparedKind::kGlobListCased:
      return Hold(native::GlobList(spec.items, spec.kind == PreparedKind::kGlobListCased));
    case PreparedKind::kGlob:
      return Hold(native::Glob(spec.items[0]));
    case PreparedKind::kRegexList:
      return Hold(native::RegexList::Make(spec.items, spec.flags));
    case PreparedKind::kRegex:
      return Hold(native::Regex::Make(spec.items[0], spec.flags));
    case PreparedKind::kMixedSet:
    case PreparedKind::kMixedSetCased:
      return Hold(native::MixedSet::Make(spec.items, spec.kind == PreparedKind::kMixedSetCased));
  }
  return Error{"an unknown kind of constant"};
}

}  // namespace sigrun::stdlib
