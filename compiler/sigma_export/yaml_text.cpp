#include "compiler/sigma_export/yaml_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace sigrun::sigma_export {
namespace {

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string DoubleQuoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (c == '\n' || c == '\t' || c == '\r')
      out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
    else if (IsControl(c))
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '"';
}

// Words that some reader of YAML takes for something else than text.
bool IsWordOfYaml(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  static constexpr std::string_view kWords[] = {"true", "false", "null", "yes", "no",
                                                "on",   "off",   "y",    "n"};
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

bool IsPlain(std::string_view text) {
  if (text.empty() || !IsLetter(text.front()) || text.back() == ' ' || text.back() == ':')
    return false;
  if (std::any_of(text.begin(), text.end(), IsControl) || IsWordOfYaml(text)) return false;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

// Every line can stand in a block as it is.
bool IsBlock(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n' ||
      text.back() == '\n')
    return false;
  return std::none_of(text.begin(), text.end(), [](char c) { return c != '\n' && IsControl(c); });
}

}  // namespace

std::string Quoted(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), IsControl)) return DoubleQuoted(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

std::string Plain(std::string_view text) {
  return IsPlain(text) ? std::string(text) : Quoted(text);
}

std::string Key(std::string_view text) {
  const bool plain = !text.empty() && (IsLetter(text.front()) || text.front() == '_') &&
                     std::all_of(text.begin(), text.end(), [](char c) {
                       return IsLetter(c) || IsDigit(c) ||
                              std::string_view("_.-|/ ").find(c) != std::string_view::npos;
                     });
  return plain && text.back() != ' ' && !IsWordOfYaml(text) ? std::string(text) : Quoted(text);
}

std::string TextOrBlock(std::string_view text, size_t indent) {
  if (text.empty() || !IsBlock(text)) return Plain(text);
  std::string out = "|";
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += '\n';
    if (end > 0) out += std::string(indent, ' ') + std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// A backslash is itself, unless before what it would take the meaning from.
std::string WithoutWildcards(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '*' || c == '?') out += '\\';
    if (c == '\\' && (next == '\\' || next == '*' || next == '?')) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace sigrun::sigma_export
