#include "compiler/ir/print_constant.h"

#include <fmt/format.h>

#include "base/text/number_text.h"
#include "base/time/duration.h"

namespace sigrun::ir {
namespace {

std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// Each kind has its own name: constants that print alike are equal.
constexpr std::string_view kKinds[] = {
    "texts", "texts-cased", "numbers",     "networks",    "parts",
    "glob",  "regex",       "parts-cased", "beginnings",  "beginnings-cased",
    "ends",  "ends-cased",  "globs",       "globs-cased", "regexes",
    "mixed", "mixed-cased"};
static_assert(!IsNamed(static_cast<stdlib::PreparedKind>(std::size(kKinds))));

std::string PrintSpec(const stdlib::PreparedSpec& spec) {
  std::string out = "{" + std::string(kKinds[static_cast<size_t>(spec.kind)]);
  for (const std::string& item : spec.items) out += " " + Quote(item);
  if (!spec.flags.empty()) out += " flags " + spec.flags;
  return out + "}";
}

struct Visitor {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return RealText(value); }
  std::string operator()(const std::string& value) const { return Quote(value); }
  std::string operator()(Timestamp value) const { return FormatTimestamp(value); }
  std::string operator()(Duration value) const { return FormatDuration(value); }
  std::string operator()(const stdlib::PreparedSpec& value) const { return PrintSpec(value); }
};

}  // namespace

std::string PrintConstant(const program::Constant& constant) {
  return std::visit(Visitor{}, constant);
}

}  // namespace sigrun::ir
