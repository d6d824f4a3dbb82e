#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text/number_text.h"
#include "base/text/utf8.h"
#include "base/time/duration.h"
#include "runtime/alert/alert.h"

namespace sigrun::alert {
namespace {

std::string Mark(size_t count, std::string_view what) {
  return fmt::format("… (cut from {} {})", count, what);
}

// Truncated JSON is no longer JSON, and a truncated number no longer a number.
Datum TextDatum(Kind kind, std::string_view text, size_t most) {
  if (text.size() <= most) return {kind, std::string(text)};
  return {Kind::kString, std::string(utf8::Prefix(text, most)) + Mark(text.size(), "bytes"), true};
}

std::string JsonOf(const Value& value, size_t most) {
  const Datum datum = MakeDatum(value, most);
  const bool bare = datum.kind == Kind::kBool || datum.kind == Kind::kInt ||
                    datum.kind == Kind::kFloat || datum.kind == Kind::kObject ||
                    datum.kind == Kind::kNull;
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

Datum ListDatum(const Value& list, size_t most) {
  std::string text = "[";
  for (uint32_t i = 0; i < list.size && text.size() <= most; ++i)
    text += (i ? "," : "") + JsonOf(list.items[i], most);
  text += "]";
  if (text.size() <= most) return {Kind::kList, std::move(text)};
  return {Kind::kString, std::string(utf8::Prefix(text, most)) + Mark(list.size, "elements"), true};
}

}  // namespace

Datum MakeDatum(const Value& value, size_t most) {
  switch (value.kind) {
    case Kind::kAbsent:
      return {Kind::kAbsent, {}, value.undecided};
    case Kind::kPrepared:
      return {};
    case Kind::kNull:
      return {Kind::kNull, "null"};
    case Kind::kBool:
      return {Kind::kBool, value.flag ? "true" : "false"};
    case Kind::kInt:
      if (value.size == 0) return {Kind::kInt, fmt::format("{}", value.integer)};
      return TextDatum(Kind::kInt, value.text(), most);
    case Kind::kFloat:
      if (value.size == 0) return {Kind::kFloat, NumberText(value.number)};
      return TextDatum(Kind::kFloat, value.text(), most);
    case Kind::kString:
      return TextDatum(Kind::kString, value.text(), most);
    case Kind::kTime:
      return {Kind::kTime, FormatTimestamp({value.integer})};
    case Kind::kDuration:
      return {Kind::kDuration, FormatDuration({value.integer})};
    case Kind::kObject:
      return TextDatum(Kind::kObject, value.text(), most);
    case Kind::kList:
      return ListDatum(value, most);
  }
  return {};
}

Datum MakeKeyDatum(const Value& value, size_t most) {
  Datum datum = MakeDatum(value, most);
  if (datum.cut) datum.text += " " + Sha256Hex(MakeDatum(value).text).substr(0, 32);
  return datum;
}

}  // namespace sigrun::alert
