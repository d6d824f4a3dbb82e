#include "compiler/sema/operators/suspicious.h"

#include <fmt/format.h>

#include <map>

#include "base/text/ascii.h"
#include "compiler/diag/codes/types.h"
#include "stdlib/prepared.h"

namespace sigrun::sema {
namespace {

namespace codes = diag::codes;

bool IsNetwork(std::string_view text) {
  return text.find('/') != std::string_view::npos &&
         stdlib::Prepare({stdlib::PreparedKind::kCidrSet, {std::string(text)}, {}}).ok();
}

std::string WithStars(std::string_view text) {
  std::string stars(text);
  for (char& c : stars) c = c == '%' ? '*' : c;
  return stars;
}

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with('*')) text.remove_prefix(1);
  while (text.ends_with('*')) text.remove_suffix(1);
  return text;
}

}  // namespace

void ReportLiteralPattern(std::string_view op, stdlib::Type left, bool known, std::string_view text,
                          Span span, diag::Sink& sink) {
  const auto tell = [&](const std::string& what, const std::string& help) {
    sink.Emit(codes::LiteralPattern, span, what).Help(help);
  };
  const bool part = op == "contains" || op == "startswith" || op == "endswith";
  const bool equal = op == "==" || op == "!=" || op == "in";
  if (op == "like") {
    if (text.find_first_of("*?") == std::string_view::npos && text.size() > 1 &&
        (text.starts_with('%') || text.ends_with('%')))
      tell("`%` has no special meaning after `like`",
           fmt::format("`*` matches any text: write `like \"{}\"`", WithStars(text)));
    else if (text.starts_with('^') || text.ends_with('$'))
      tell("a `like` pattern is not a regular expression",
           "it must match the whole text; for a regular expression write `matches /…/`");
    return;
  }
  if (!known || !left.IsText()) return;
  if (equal && left == stdlib::kIp && op != "in" && IsNetwork(text))
    tell("`" + std::string(op) + "` compares with a network as text",
         fmt::format("write `{}in \"{}\"`", op == "!=" ? "not " : "", text));
  else if (equal && text.size() > 1 && text.find('*') != std::string_view::npos)
    tell("`*` has no special meaning after `" + std::string(op) + "`",
         op == "in" ? "write `like any […]`"
                    : fmt::format("write `{}like \"{}\"`", op == "!=" ? "not " : "", text));
  else if (part && text.size() > 1 && (text.starts_with('*') || text.ends_with('*')))
    tell("`*` has no special meaning after `" + std::string(op) + "`",
         fmt::format("write `{} \"{}\"`", op, Trimmed(text)));
}

void ReportRepeatedItems(const std::vector<std::pair<std::string, Span>>& items, bool cased,
                         diag::Sink& sink) {
  std::map<std::string, Span> seen;
  for (const auto& [text, span] : items) {
    const auto [first, fresh] = seen.try_emplace(cased ? text : AsciiLower(text), span);
    if (!fresh)
      sink.Emit(codes::RepeatedItem, span, text)
          .Note(first->second, "first here")
          .Help(cased ? "remove one of them"
                      : "remove one of them; letter case is ignored without `cased`");
  }
}

}  // namespace sigrun::sema
