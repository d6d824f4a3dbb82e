#include "runtime/alert/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/text/ascii.h"
#include "base/text/utf8.h"
#include "runtime/alert/json_text.h"

namespace sigrun::alert {
namespace {

using Json = nlohmann::ordered_json;

bool IsPlain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
         c != '"' && c != '\\';
}

bool IsUtf8(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const utf8::CodePoint point = utf8::Decode(at, end);
    if (point.value >= utf8::kInvalidByte) return false;
    at += point.size;
  }
  return true;
}

void AppendEscaped(char c, std::string& out) {
  constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t", kNames = "\"\\bfnrt";
  if (const size_t known = kEscaped.find(c); known != std::string_view::npos) {
    out += '\\';
    out += kNames[known];
  } else if (static_cast<unsigned char>(c) < 0x20) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  } else {
    out += c;
  }
}

// An integer as JSON's numbers are printed: then it need not be read.
bool IsInteger(std::string_view text) {
  if (text == "0") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 18 && text[0] != '0' && std::ranges::all_of(text, IsDigit);
}

}  // namespace

JsonWriter& JsonWriter::Text(std::string_view text) {
  Next();
  if (std::ranges::all_of(text, IsPlain)) {
    out_ += '"';
    out_ += text;
    out_ += '"';
  } else if (IsUtf8(text)) {
    out_ += '"';
    for (const char c : text) AppendEscaped(c, out_);
    out_ += '"';
  } else {
    out_ += JsonText(Json(text));
  }
  return *this;
}

JsonWriter& JsonWriter::Int(int64_t number) {
  Next();
  fmt::format_to(std::back_inserter(out_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::Unsigned(uint64_t number) {
  Next();
  fmt::format_to(std::back_inserter(out_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::Value(const Datum& datum) {
  switch (datum.kind) {
    case Kind::kAbsent:
    case Kind::kNull:
      return Raw("null");
    case Kind::kBool:
      return Raw(datum.text == "true" ? "true" : "false");
    case Kind::kInt:
      if (IsInteger(datum.text)) return Raw(datum.text);
      [[fallthrough]];
    case Kind::kFloat:
    case Kind::kObject:
    case Kind::kList: {
      const Json parsed = Json::parse(datum.text, nullptr, false);
      return parsed.is_discarded() ? Text(datum.text) : Raw(JsonText(parsed));
    }
    case Kind::kString:
    case Kind::kTime:
    case Kind::kDuration:
    case Kind::kPrepared:
      return Text(datum.text);
  }
  return Raw("null");
}

template <class Write>
JsonWriter& JsonWriter::Members(const NamedData& data, const Write& write) {
  Open('{');
  for (auto member = data.begin(); member != data.end(); ++member) {
    const auto named = [&](const auto& other) { return other.first == member->first; };
    if (std::any_of(data.begin(), member, named)) continue;
    Key(member->first);
    write(std::find_if(data.rbegin(), data.rend(), named)->second);
  }
  return Close('}');
}

JsonWriter& JsonWriter::Object(const NamedData& data) {
  return Members(data, [&](const Datum& datum) { Value(datum); });
}

JsonWriter& JsonWriter::ObjectOfTexts(const NamedData& data) {
  return Members(data, [&](const Datum& datum) { Text(datum.text); });
}

JsonWriter& JsonWriter::Array(const std::vector<std::string>& texts) {
  Open('[');
  for (const std::string& text : texts) Text(text);
  return Close(']');
}

}  // namespace sigrun::alert
