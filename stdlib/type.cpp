#include "stdlib/type.h"

#include "base/check.h"

namespace sigrun::stdlib {
namespace {

struct TypeRow {
  TypeKind kind;
  std::string_view name, description, example;
};

constexpr TypeRow kTypes[] = {
    {TypeKind::kBool, "bool", "true or false", "true"},
    {TypeKind::kInt, "int", "an integer", "5"},
    {TypeKind::kFloat, "float", "a number", "0.5"},
    {TypeKind::kString, "string", "text", "abc"},
    {TypeKind::kIp, "ip", "an address", "192.0.2.1"},
    {TypeKind::kCidr, "cidr", "a network", "192.0.2.0/24"},
    {TypeKind::kTimestamp, "timestamp", "a time", "2026-11-23"},
    {TypeKind::kDuration, "duration", "a duration", "10m"},
    {TypeKind::kBytes, "bytes", "a number of bytes", "500MiB"},
    {TypeKind::kRegex, "regex", "a regular expression", "^a+$"},
    {TypeKind::kAny, "any", "any value", "abc"},
    {TypeKind::kList, "list", "a list", ""},
};

const TypeRow& RowOf(TypeKind kind) {
  for (const TypeRow& row : kTypes)
    if (row.kind == kind) return row;
  SIGRUN_CHECK(false && "a type without a row");
  return kTypes[0];
}

}  // namespace

std::string TypeName(Type type) {
  std::string name(RowOf(type.kind).name);
  if (type.kind == TypeKind::kList) name.append("<").append(RowOf(type.element).name).append(">");
  return name;
}

std::string Describe(Type type) { return std::string(RowOf(type.kind).description); }

std::string_view Example(Type type) { return RowOf(type.kind).example; }

bool ParseTypeName(std::string_view name, Type& type) {
  for (const TypeRow& row : kTypes) {
    if (row.name != name) continue;
    type = {row.kind, TypeKind::kAny};
    return true;
  }
  return false;
}

}  // namespace sigrun::stdlib
