#include "stdlib/type.h"

namespace sigrun::stdlib {
namespace {

struct TypeRow {
  TypeKind kind;
  std::string_view name;
};

constexpr TypeRow kTypes[] = {
    {TypeKind::kBool, "bool"},
    {TypeKind::kInt, "int"},
    {TypeKind::kFloat, "float"},
    {TypeKind::kString, "string"},
    {TypeKind::kIp, "ip"},
    {TypeKind::kCidr, "cidr"},
    {TypeKind::kTimestamp, "timestamp"},
    {TypeKind::kDuration, "duration"},
    {TypeKind::kBytes, "bytes"},
    {TypeKind::kRegex, "regex"},
    {TypeKind::kAny, "any"},
    {TypeKind::kList, "list"},
};

std::string_view NameOf(TypeKind kind) {
  for (const TypeRow& row : kTypes)
    if (row.kind == kind) return row.name;
  return "?";
}

}  // namespace

std::string TypeName(Type type) {
  std::string name(NameOf(type.kind));
  if (type.kind == TypeKind::kList) name.append("<").append(NameOf(type.element)).append(">");
  return name;
}

bool ParseTypeName(std::string_view name, Type& type) {
  for (const TypeRow& row : kTypes) {
    if (row.name != name) continue;
    type = {row.kind, TypeKind::kAny};
    return true;
  }
  return false;
}

}  // namespace sigrun::stdlib
