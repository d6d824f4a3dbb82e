#include "compiler/sigma_export/yaml_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/ascii.h"
#include "base/text/utf8.h"

namespace sigrun::sigma_export {
namespace {

utf8::CodePoint At(std::string_view text, size_t i) {
  return utf8::Decode(text.data() + i, text.data() + text.size());
}

// Characters that YAML does not accept literally or reads as a line break, and invisible ones.
bool IsControl(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x3000 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

// `besides`: a control character that is allowed.
bool HasControl(std::string_view text, uint32_t besides = 0x20) {
  for (size_t i = 0; i < text.size();) {
    const utf8::CodePoint c = At(text, i);
    if (IsControl(c.value) && c.value != besides) return true;
    i += c.size;
  }
  return false;
}

std::string Escaped(uint32_t c) {
  switch (c) {
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    default:
      return c < 0x100 ? fmt::format("\\x{:02x}", c) : fmt::format("\\u{:04x}", c);
  }
}

std::string DoubleQuoted(std::string_view text) {
  std::string out = "\"";
  for (size_t i = 0; i < text.size();) {
    const utf8::CodePoint c = At(text, i);
    if (c.value == '"' || c.value == '\\') out += '\\';
    if (IsControl(c.value))
      out += Escaped(c.value);
    else
      out += text.substr(i, c.size);
    i += c.size;
  }
  return out + '"';
}

// Words that some YAML reader does not read as text.
bool IsWordOfYaml(std::string_view text) {
  const std::string lower = AsciiLower(text);
  static constexpr std::string_view kWords[] = {"true", "false", "null", "yes", "no",
                                                "on",   "off",   "y",    "n"};
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

bool IsPlain(std::string_view text) {
  if (text.empty() || !IsAsciiLetter(text.front()) || text.back() == ' ' || text.back() == ':')
    return false;
  if (HasControl(text) || IsWordOfYaml(text)) return false;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

// Whether every line can be written literally in a block.
bool IsBlock(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n' ||
      text.back() == '\n')
    return false;
  return !HasControl(text, '\n');
}

}  // namespace

std::string Quoted(std::string_view text) {
  if (HasControl(text)) return DoubleQuoted(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

std::string Plain(std::string_view text) {
  return IsPlain(text) ? std::string(text) : Quoted(text);
}

std::string Key(std::string_view text) {
  const bool plain =
      !text.empty() && (IsAsciiLetter(text.front()) || text.front() == '_') &&
      std::all_of(text.begin(), text.end(), [](char c) {
        return IsAsciiAlnum(c) || std::string_view("_.-|/ ").find(c) != std::string_view::npos;
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

// A backslash is literal, unless it precedes a character that it would escape.
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
