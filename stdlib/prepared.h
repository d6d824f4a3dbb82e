// Constants that need work before use (a regex, a set of words, of addresses). Prepared once, when
// a program is loaded; immutable and shared by all threads afterwards.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.h"
#include "base/result.h"
#include "base/value.h"

namespace sigrun::stdlib {

// What to prepare, in a form that can be stored in an image and compared.
enum class PreparedKind : uint8_t {
  kTextSet,       // whole strings, letter case ignored
  kTextSetCased,  // whole strings, exact
  kNumberSet,     // integers and floats, given as text
  kCidrSet,       // addresses and networks, IPv4 and IPv6
  kPartList,      // substrings, letter case ignored
  kGlob,          // one pattern with * and ?
  kRegex,         // one RE2 pattern; `flags` of i m s
  kPartListCased,
  kPrefixList,
  kPrefixListCased,
  kSuffixList,
  kSuffixListCased,
  kGlobList,  // patterns with * and ?
  kGlobListCased,
  kRegexList,  // RE2 patterns; `flags` are of all
  kMixedSet,   // networks as such, and all items as whole strings, letter case ignored
  kMixedSetCased,
};

constexpr std::string_view Name(PreparedKind kind) {
  switch (kind) {
    case PreparedKind::kTextSet:
      return "text_set";
    case PreparedKind::kTextSetCased:
      return "text_set_cased";
    case PreparedKind::kNumberSet:
      return "number_set";
    case PreparedKind::kCidrSet:
      return "cidr_set";
    case PreparedKind::kPartList:
      return "part_list";
    case PreparedKind::kGlob:
      return "glob";
    case PreparedKind::kRegex:
      return "regex";
    case PreparedKind::kPartListCased:
      return "part_list_cased";
    case PreparedKind::kPrefixList:
      return "prefix_list";
    case PreparedKind::kPrefixListCased:
      return "prefix_list_cased";
    case PreparedKind::kSuffixList:
      return "suffix_list";
    case PreparedKind::kSuffixListCased:
      return "suffix_list_cased";
    case PreparedKind::kGlobList:
      return "glob_list";
    case PreparedKind::kGlobListCased:
      return "glob_list_cased";
    case PreparedKind::kRegexList:
      return "regex_list";
    case PreparedKind::kMixedSet:
      return "mixed_set";
    case PreparedKind::kMixedSetCased:
      return "mixed_set_cased";
  }
  return {};
}

struct PreparedSpec {
  PreparedKind kind;
  std::vector<std::string> items;
  std::string flags;
  friend auto operator<=>(const PreparedSpec&, const PreparedSpec&) = default;
};

class PreparedObject {
 public:
  virtual ~PreparedObject() = default;
};

// The argument that a kernel takes for a prepared constant; refers to `object`.
inline Value PreparedValue(const PreparedObject& object) { return Value::Prepared(&object); }

// Fails with a text for the rule's author: an invalid regex, an address that is none.
Result<std::shared_ptr<const PreparedObject>> Prepare(const PreparedSpec& spec);

// The limits that Prepare enforces.
inline constexpr size_t kMaxPatternLength = 16 * 1024;
inline constexpr size_t kMaxListItems = 1'000'000;

}  // namespace sigrun::stdlib
