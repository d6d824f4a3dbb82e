#include <algorithm>

#include "base/text/parse_number.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::yaml {
namespace {

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words)
    if (text == word) return true;
  return false;
}

// The length of the leading digits.
size_t Digits(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

// A number in the usual form: [+-] digits [. digits] [e [+-] digits]. Digits that begin with 0 are
// text: an account number, a code. So are `.5` and `23.`, `0x1F` and `1_000`.
enum class Written : uint8_t { kText, kInteger, kReal };
Written FormOf(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  const size_t whole = Digits(text);
  if (whole == 0 || (whole > 1 && text[0] == '0')) return Written::kText;
  text.remove_prefix(whole);
  if (text.empty()) return Written::kInteger;
  if (text[0] == '.') {
    text.remove_prefix(1);
    const size_t fraction = Digits(text);
    if (fraction == 0) return Written::kText;
    text.remove_prefix(fraction);
  }
  if (text.empty()) return Written::kReal;
  if (text[0] != 'e' && text[0] != 'E') return Written::kText;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  return !text.empty() && Digits(text) == text.size() ? Written::kReal : Written::kText;
}

template <class Number>
std::optional<Number> Read(std::string_view text) {
  if (text[0] == '+') text.remove_prefix(1);
  return ParseNumber<Number>(text);
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
  if (node.kind != Kind::kScalar || !node.plain || FormOf(node.text) != Written::kInteger)
    return std::nullopt;
  return Read<int64_t>(node.text);
}

// An integer that does not fit into 64 bits stays text: rounded, it would equal others.
std::optional<double> AsNumber(const Node& node) {
  if (node.kind != Kind::kScalar || !node.plain) return std::nullopt;
  const Written form = FormOf(node.text);
  if (form == Written::kText || (form == Written::kInteger && !AsInt(node))) return std::nullopt;
  return Read<double>(node.text);
}

}  // namespace sigrun::yaml
