#include "compiler/format/literal_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/ascii.h"
#include "base/text/number_text.h"
#include "base/time/duration.h"
#include "compiler/diag/invisible.h"
#include "compiler/syntax/names.h"

namespace sigrun::format {
namespace {

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string Escaped(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return IsControl(c) ? fmt::format("\\u{:04x}", static_cast<unsigned char>(c))
                          : std::string(1, c);
  }
}

// The largest unit in which it is a whole number.
std::string BytesText(int64_t count) {
  struct Unit {
    const char* name;
    int64_t factor;
  };
  static constexpr Unit kUnits[] = {{"PiB", int64_t{1} << 50}, {"PB", 1000'000'000'000'000},
                                    {"TiB", int64_t{1} << 40}, {"TB", 1000'000'000'000},
                                    {"GiB", int64_t{1} << 30}, {"GB", 1000'000'000},
                                    {"MiB", int64_t{1} << 20}, {"MB", 1000'000},
                                    {"KiB", int64_t{1} << 10}, {"KB", 1000}};
  for (const Unit& unit : kUnits)
    if (count != 0 && count % unit.factor == 0)
      return fmt::format("{}{}", count / unit.factor, unit.name);
  return fmt::format("{}B", count);
}

std::string TimeText(Timestamp time) {
  const std::string text = FormatTimestamp(time);
  static constexpr std::string_view kMidnight = "T00:00:00Z";
  return text.ends_with(kMidnight) ? text.substr(0, text.size() - kMidnight.size()) : text;
}

// A slash ends a pattern, and so does the end of its line. Two slashes would begin a comment.
std::string RegexBody(std::string_view pattern) {
  if (pattern.empty()) return "(?:)";
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size() && !IsControl(pattern[i + 1]))
      text.append({c, pattern[++i]});
    else if (c == '/')
      text += "\\/";
    else if (c == '\n' || c == '\r')
      text += c == '\n' ? "\\n" : "\\r";
    else
      text += c;
  }
  return text;
}

struct LiteralPrinter {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return RealText(value); }
  std::string operator()(const std::string& value) const { return QuoteText(value); }
  std::string operator()(Duration value) const { return FormatDuration(value); }
  std::string operator()(ast::Bytes value) const { return BytesText(value.count); }
  std::string operator()(Timestamp value) const { return TimeText(value); }
  std::string operator()(const ast::RegexText& value) const {
    return fmt::format("/{}/{}", RegexBody(value.pattern), value.flags);
  }
  std::string operator()(ast::NullLiteral) const { return "null"; }
};

// attack.t1078.004: words and numbers between dots and dashes.
bool IsTag(std::string_view text) {
  const auto word = [](char c) { return IsAsciiAlnum(c) || c == '_'; };
  const size_t first = std::min(text.find_first_of(".-"), text.size());
  if (!syntax::MayBeName(text.substr(0, first))) return false;
  char before = 0;
  for (const char c : text) {
    if (!word(c) && c != '.' && c != '-') return false;
    if (!word(c) && !word(before)) return false;
    before = c;
  }
  return word(before);
}

}  // namespace

std::string QuoteText(std::string_view text) {
  const bool saves = text.find_first_of("\"\\") != std::string_view::npos;
  if (saves && text.find('\'') == std::string_view::npos &&
      std::none_of(text.begin(), text.end(), IsControl) && !diag::FindInvisible(text))
    return fmt::format("'{}'", text);
  return QuoteWithEscapes(text);
}

std::string QuoteWithEscapes(std::string_view text) {
  std::string quoted = "\"";
  // Invisible characters are escaped.
  while (const auto unseen = diag::FindInvisible(text)) {
    for (const char c : text.substr(0, unseen->begin)) quoted += Escaped(c);
    quoted += unseen->character < 0x10000
                  ? fmt::format("\\u{:04x}", unseen->character)
                  : std::string(text.substr(unseen->begin, unseen->end - unseen->begin));
    text.remove_prefix(unseen->end);
  }
  for (const char c : text) quoted += Escaped(c);
  return quoted + '"';
}

std::string LiteralText(const ast::LiteralValue& value) {
  return std::visit(LiteralPrinter{}, value);
}

std::string TypeText(const ast::TypeName& type) {
  if (type.parameters.empty()) return type.name.text;
  return fmt::format("{}<{}>", type.name.text, TypeText(type.parameters[0]));
}

std::string MetaText(const ast::MetaValue& value) {
  if (const auto* text = std::get_if<ast::MetaValue::Text>(&value.value))
    return text->quoted || !IsTag(text->text) ? QuoteText(text->text) : text->text;
  if (const auto* time = std::get_if<Timestamp>(&value.value)) return TimeText(*time);
  if (const auto* flag = std::get_if<bool>(&value.value)) return *flag ? "true" : "false";
  if (const auto* real = std::get_if<double>(&value.value)) return RealText(*real);
  if (const auto* whole = std::get_if<int64_t>(&value.value)) return fmt::format("{}", *whole);
  std::string list;
  for (const ast::MetaValue& item : std::get<std::vector<ast::MetaValue>>(value.value))
    list += (list.empty() ? "" : ", ") + MetaText(item);
  return "[" + list + "]";
}

std::string Joined(const std::vector<ast::Name>& names, std::string_view separator) {
  std::string text;
  for (const ast::Name& name : names) {
    if (!text.empty()) text += separator;
    text += name.text;
  }
  return text;
}

}  // namespace sigrun::format
