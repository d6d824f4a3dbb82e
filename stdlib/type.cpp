#include "stdlib/type.h"

#include "base/check.h"

namespace sigrun::stdlib {
namespace {

struct TypeRow {
  TypeKind kind;
  std::string_view description, example;
};

constexpr TypeRow kTypes[] = {
    {TypeKind::kBool, "true or false", "true"},
    {TypeKind::kInt, "an integer", "5"},
    {TypeKind::kFloat, "a number", "0.5"},
    {TypeKind::kString, "text", "abc"},
    {TypeKind::kIp, "an address", "192.0.2.1"},
    {TypeKind::kCidr, "a network", "192.0.2.0/24"},
    {TypeKind::kTimestamp, "a time", "2026-11-23"},
    {TypeKind::kDuration, "a duration", "10m"},
    {TypeKind::kBytes, "a number of bytes", "500MiB"},
    {TypeKind::kRegex, "a regular expression", "^a+$"},
    {TypeKind::kAny, "any value", "abc"},
    {TypeKind::kList, "a list", ""},
};

const TypeRow& RowOf(TypeKind kind) {
  for (const TypeRow& row : kTypes)
    if (row.kind == kind) return row;
  SIGRUN_CHECK(false && "a type without a row");
  return kTypes[0];
}

}  // namespace

std::string TypeName(Type type) {
  std::string name(Name(type.kind));
  if (type.kind == TypeKind::kList) name.append("<").append(Name(type.element)).append(">");
  return name;
}

std::string Describe(Type type) { return std::string(RowOf(type.kind).description); }

std::string_view Example(Type type) { return RowOf(type.kind).example; }

bool ParseTypeName(std::string_view name, Type& type) {
  const auto kind = FindNamed<TypeKind>(name);
  if (kind) type = {*kind, TypeKind::kAny};
  return kind.has_value();
}

}  // namespace sigrun::stdlib
