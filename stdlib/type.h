// The types of the rule language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::stdlib {

enum class TypeKind : uint8_t {
  kBool,
  kInt,
  kFloat,
  kString,
  kIp,  // text that should be an address: CloudTrail also puts service names there
  kCidr,
  kTimestamp,
  kDuration,
  kBytes,  // an integer that counts bytes
  kRegex,
  kAny,   // known only when the event is there: JSON below a field without a fixed form
  kList,  // of `element`
};

constexpr std::string_view Name(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kFloat:
      return "float";
    case TypeKind::kString:
      return "string";
    case TypeKind::kIp:
      return "ip";
    case TypeKind::kCidr:
      return "cidr";
    case TypeKind::kTimestamp:
      return "timestamp";
    case TypeKind::kDuration:
      return "duration";
    case TypeKind::kBytes:
      return "bytes";
    case TypeKind::kRegex:
      return "regex";
    case TypeKind::kAny:
      return "any";
    case TypeKind::kList:
      return "list";
  }
  return {};
}

struct Type {
  TypeKind kind = TypeKind::kAny;
  TypeKind element = TypeKind::kAny;  // of a list

  friend bool operator==(const Type&, const Type&) = default;
  bool IsNumber() const {
    return kind == TypeKind::kInt || kind == TypeKind::kFloat || kind == TypeKind::kBytes;
  }
  bool IsText() const { return kind == TypeKind::kString || kind == TypeKind::kIp; }
};

inline constexpr Type kBool{TypeKind::kBool}, kInt{TypeKind::kInt}, kFloat{TypeKind::kFloat},
    kString{TypeKind::kString}, kIp{TypeKind::kIp}, kCidr{TypeKind::kCidr},
    kTimestamp{TypeKind::kTimestamp}, kDuration{TypeKind::kDuration}, kBytes{TypeKind::kBytes},
    kRegexType{TypeKind::kRegex}, kAny{TypeKind::kAny};
constexpr Type ListOf(TypeKind element) { return {TypeKind::kList, element}; }

// As written in rules: "int", "list<cidr>".
std::string TypeName(Type type);
// For messages, with the article that it takes: "a whole number", "an address", "text".
std::string Describe(Type type);
// An example value for `--set rule.param=`.
std::string_view Example(Type type);
// The inverse of TypeName for a plain name ("int", "list" gives list<any>); false if there is no
// such type.
bool ParseTypeName(std::string_view name, Type& type);

}  // namespace sigrun::stdlib
