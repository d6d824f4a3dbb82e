#include "compiler/sigma/detection/slips.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text/ascii.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/diag/invisible.h"
#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {
namespace {

constexpr std::string_view kWideColon = "\uFF1A";

// A name, modifiers and a colon, followed by text without a space.
struct Pair {
  std::string_view field, key, value;
  bool modifiers = false, wide = false;
};

bool IsNameChar(char c) { return IsAsciiAlnum(c) || c == '_' || c == '.' || c == '-' || c == '@'; }

std::optional<Pair> PairIn(std::string_view text) {
  Pair pair;
  const auto* end = std::find_if_not(text.begin(), text.end(), IsNameChar);
  pair.field = text.substr(0, static_cast<size_t>(end - text.begin()));
  size_t at = pair.field.size();
  while (at < text.size() && text[at] == '|') {
    pair.modifiers = true;
    do ++at;
    while (at < text.size() && IsNameChar(text[at]));
  }
  pair.key = text.substr(0, at);
  pair.wide = text.substr(at).starts_with(kWideColon);
  if (!pair.wide && text.substr(at, 1) != ":") return std::nullopt;
  pair.value = text.substr(at + (pair.wide ? kWideColon.size() : 1));
  const bool path =
      pair.value.starts_with("//") || pair.value.starts_with("\\") || pair.value.starts_with(":");
  const bool name = pair.field.size() > 1 && (pair.field[0] < '0' || pair.field[0] > '9');
  if (!name || pair.value.empty() || path) return std::nullopt;
  return pair;
}

bool IsField(const stdlib::Schema& schema, std::string_view field) {
  std::vector<std::string_view> keys;
  for (size_t dot = field.find('.'); dot != std::string_view::npos; dot = field.find('.')) {
    keys.push_back(field.substr(0, dot));
    field.remove_prefix(dot + 1);
  }
  keys.push_back(field);
  return schema.Declares(keys);
}

struct Quotes {
  std::string_view open, close;
};
constexpr Quotes kQuotes[] = {{"\u201C", "\u201D"}, {"\u201E", "\u201C"}, {"\u201D", "\u201D"},
                              {"\u2018", "\u2019"}, {"\u201A", "\u2018"}, {"\u00AB", "\u00BB"},
                              {"\u00BB", "\u00AB"}, {"\uFF02", "\uFF02"}, {"\uFF07", "\uFF07"}};

// `>= 5`: the operator before the number. Empty for anything else.
std::string_view ComparisonIn(std::string_view text) {
  static constexpr std::string_view kOps[] = {">=", "<=", "!=", "==", ">", "<"};
  const auto* op = std::find_if(std::begin(kOps), std::end(kOps),
                                [&](std::string_view one) { return text.starts_with(one); });
  if (op == std::end(kOps)) return {};
  std::string_view rest = text.substr(op->size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const bool number = !rest.empty() && rest.find_first_not_of("0123456789.") == std::string::npos;
  return number ? *op : std::string_view();
}
std::string_view ModifierFor(std::string_view op) {
  return op == ">=" ? "gte" : op == "<=" ? "lte" : op == ">" ? "gt" : op == "<" ? "lt" : "neq";
}

// `/…/` or `.*…` with syntax that only regular expressions have.
bool LooksLikeRegex(std::string_view text) {
  const bool slashes = text.size() > 2 && text.front() == '/' && text.back() == '/';
  const bool open = text.starts_with(".*") || (text.starts_with("^") && text.ends_with("$"));
  if (!slashes && !open) return false;
  return open || text.find(".*") != std::string_view::npos ||
         text.find_first_of("^$[(|+") != std::string_view::npos;
}

}  // namespace

void CheckKeyword(const yaml::Node& node, bool alone, const stdlib::Schema& schema,
                  diag::Sink& sink) {
  if (!node.plain) return;
  const auto pair = PairIn(node.text);
  if (!pair) return;
  const bool meant = alone || pair->modifiers || pair->wide || IsField(schema, pair->field);
  if (!meant) return;
  std::string_view value = pair->value;
  if (const auto blank = diag::FindInvisible(value); blank && blank->begin == 0)
    value.remove_prefix(blank->end);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  auto diagnostic = sink.Emit(codes::SigmaSlip, node.span,
                              "this is read as a keyword, not as a field and its value");
  diagnostic.Help(fmt::format("write `{}: {}`, with a space; for the literal text, use quotes",
                              pair->key, value));
  const size_t end = pair->key.size() + (pair->wide ? kWideColon.size() : 1);
  if (const auto colon = yaml::FindPart(node, pair->key.size(), end);
      colon && (pair->wide || value == pair->value))
    diagnostic.FixWith(*colon, value == pair->value ? ": " : ":");
}

void CheckKey(const yaml::Node& key, const yaml::Node& value, diag::Sink& sink) {
  if (!key.plain || !yaml::IsNull(value) || !value.text.empty()) return;
  const auto pair = PairIn(key.text);
  if (!pair) return;
  sink.Emit(codes::SigmaSlip, key.span,
            fmt::format("the whole of `{}` is read as a field name", key.text))
      .Help(fmt::format("write `{}: {}`, with a space; for the literal name, use quotes", pair->key,
                        pair->value));
}

void CheckValue(const yaml::Node& node, const std::string& field, bool modified, diag::Sink& sink) {
  if (node.kind != yaml::Kind::kScalar) return;
  if (node.plain)
    for (const Quotes& quotes : kQuotes)
      if (node.text.size() > quotes.open.size() + quotes.close.size() &&
          node.text.starts_with(quotes.open) && node.text.ends_with(quotes.close)) {
        sink.Emit(codes::SigmaSlip, node.span, "these quotes are part of the text")
            .Help("YAML's quotes are straight: '…' or \"…\"");
        return;
      }
  if (modified || field.empty()) return;
  if (const std::string_view op = ComparisonIn(node.text); !op.empty())
    sink.Emit(codes::SigmaSlip, node.span, fmt::format("`{}` is part of the text here", op))
        .Help(fmt::format("write `{}|{}: {}`", field, ModifierFor(op),
                          node.text.substr(node.text.find_first_of("0123456789."))));
  else if (LooksLikeRegex(node.text))
    sink.Emit(codes::SigmaSlip, node.span, "this is compared as text, not as a regular expression")
        .Help(fmt::format("write `{}|re: …`, without slashes; or `*` for any text", field));
}

}  // namespace sigrun::sigma
