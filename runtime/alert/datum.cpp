#include <fmt/format.h>

#include "base/duration.h"
#include "base/number_text.h"
#include "runtime/alert/alert.h"

namespace sigrun::alert {
namespace {

std::string JsonOf(const Value& value) {
  const Datum datum = MakeDatum(value);
  const bool bare = value.kind == Kind::kBool || value.kind == Kind::kInt ||
                    value.kind == Kind::kFloat || value.kind == Kind::kObject ||
                    value.kind == Kind::kNull;
  if (bare) return datum.text.empty() ? "null" : datum.text;
  std::string quoted = "\"";
  for (const char c : datum.text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted += '\\';
    if (byte < 0x20)
      quoted += fmt::format("\\u{:04x}", byte);
    else
      quoted += c;
  }
  return quoted + "\"";
}

std::string ListText(const Value& list) {
  std::string text = "[";
  for (uint32_t i = 0; i < list.size; ++i) text += (i ? "," : "") + JsonOf(list.items[i]);
  return text + "]";
}

}  // namespace

Datum MakeDatum(const Value& value) {
  switch (value.kind) {
    case Kind::kAbsent:
    case Kind::kPrepared:
      return {};
    case Kind::kNull:
      return {Kind::kNull, "null"};
    case Kind::kBool:
      return {Kind::kBool, value.flag ? "true" : "false"};
    case Kind::kInt:
      return {Kind::kInt,
              value.size ? std::string(value.text()) : fmt::format("{}", value.integer)};
    case Kind::kFloat:
      return {Kind::kFloat, value.size ? std::string(value.text()) : NumberText(value.number)};
    case Kind::kString:
      return {Kind::kString, std::string(value.text())};
    case Kind::kTime:
      return {Kind::kTime, FormatTimestamp({value.integer})};
    case Kind::kDuration:
      return {Kind::kDuration, FormatDuration({value.integer})};
    case Kind::kObject:
      return {Kind::kObject, std::string(value.text())};
    case Kind::kList:
      return {Kind::kList, ListText(value)};
  }
  return {};
}

}  // namespace sigrun::alert
