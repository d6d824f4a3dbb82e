#include "runtime/program/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/ascii.h"
#include "base/text/number_text.h"
#include "base/text/utf8.h"
#include "base/time/duration.h"

namespace sigrun::program {
namespace {

void AppendEscaped(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  } else {
    out += c;
  }
}

std::string Items(const std::vector<std::string>& items) {
  std::string out = "[";
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ", ";
    if (out.size() > kShownCharacters) return fmt::format("{}…] of {}", out, items.size());
    out += Quoted(items[i]);
  }
  return out + "]";
}

struct DescribeValue {
  std::string operator()(bool b) const { return b ? "bool true" : "bool false"; }
  std::string operator()(int64_t i) const { return fmt::format("int {}", i); }
  std::string operator()(double d) const { return "float " + RealText(d); }
  std::string operator()(const std::string& s) const { return "string " + Quoted(s); }
  std::string operator()(Timestamp t) const { return "timestamp " + FormatTimestamp(t); }
  std::string operator()(Duration d) const { return "duration " + FormatDuration(d); }
  std::string operator()(const stdlib::PreparedSpec& spec) const {
    std::string text = fmt::format("{} {}", stdlib::Name(spec.kind), Items(spec.items));
    if (!spec.flags.empty()) text += " flags " + Quoted(spec.flags);
    return text;
  }
};

}  // namespace

std::string Quoted(std::string_view text) {
  const std::string_view shown = utf8::Prefix(text, kShownCharacters);
  std::string out = "\"";
  for (const char c : shown) AppendEscaped(out, c);
  out += '"';
  if (shown.size() < text.size()) out += "…";
  return out;
}

std::string Shown(std::string_view name) {
  const auto plain = [](char c) {
    return IsAsciiAlnum(c) || c == '_' || c == '.' || c == '-' || c == '/';
  };
  return !name.empty() && std::ranges::all_of(name, plain) ? std::string(name) : Quoted(name);
}

std::string Describe(const Constant& constant) { return std::visit(DescribeValue{}, constant); }

}  // namespace sigrun::program
