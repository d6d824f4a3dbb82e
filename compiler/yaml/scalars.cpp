#include <charconv>

#include "compiler/yaml/yaml.h"

namespace sigrun::yaml {
namespace {

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words)
    if (text == word) return true;
  return false;
}

template <class Number>
std::optional<Number> Read(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Digits, at most with a sign, a point and an exponent: not `inf`, not `nan`.
bool LooksNumeric(std::string_view text) {
  bool digit = false;
  for (const char c : text) {
    digit |= c >= '0' && c <= '9';
    if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E')
      return false;
  }
  return digit;
}

}  // namespace

NodeId Tree::FindKey(NodeId mapping, std::string_view key) const {
  for (const Entry& entry : nodes[mapping].entries)
    if (nodes[entry.key].text == key) return entry.key;
  return {};
}

NodeId Tree::Find(NodeId mapping, std::string_view key) const {
  for (const Entry& entry : nodes[mapping].entries)
    if (nodes[entry.key].text == key) return entry.value;
  return {};
}

bool IsNull(const Node& node) {
  return node.kind == Kind::kScalar && node.plain &&
         IsOneOf(node.text, {"", "~", "null", "Null", "NULL"});
}

std::optional<bool> AsBool(const Node& node) {
  if (node.kind != Kind::kScalar || !node.plain) return std::nullopt;
  if (IsOneOf(node.text, {"true", "True", "TRUE"})) return true;
  if (IsOneOf(node.text, {"false", "False", "FALSE"})) return false;
  return std::nullopt;
}

std::optional<int64_t> AsInt(const Node& node) {
  if (node.kind != Kind::kScalar || !node.plain) return std::nullopt;
  return Read<int64_t>(node.text);
}

std::optional<double> AsNumber(const Node& node) {
  if (node.kind != Kind::kScalar || !node.plain || !LooksNumeric(node.text)) return std::nullopt;
  return Read<double>(node.text);
}

}  // namespace sigrun::yaml
