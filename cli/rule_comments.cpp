#include "cli/rule_comments.h"

#include <fmt/format.h>

#include "compiler/syntax/comments.h"

namespace sigrun::cli {
namespace {

std::string Lines(std::string_view text) {
  std::string lines;
  for (;;) {
    const size_t end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    lines += fmt::format("#{}\n", line.substr(0, line.find_last_not_of(" \t") + 1));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

RuleComments::RuleComments(const ast::File& file, const SourceMap& sources) {
  const std::vector<syntax::Comment> comments = syntax::CommentsOf(sources[file.source].text());
  auto next = comments.begin();
  for (const ast::Item& item : file.items) {
    const Span span = std::visit([](const auto& node) { return node.span; }, item);
    const auto* rule = std::get_if<ast::Rule>(&item);
    // A comment of a test goes with it.
    const bool counts =
        !std::holds_alternative<ast::RuleTest>(item) && !std::holds_alternative<ast::Fixture>(item);
    for (; next != comments.end() && next->begin < span.begin; ++next)
      if (rule != nullptr && next->own_line)
        before_[rule->name.span.begin] += Lines(next->text);
      else
        others_ += counts;
    for (; next != comments.end() && next->begin < span.end; ++next) others_ += counts;
  }
  others_ += static_cast<size_t>(comments.end() - next);
}

std::string RuleComments::Before(Span name) const {
  const auto found = before_.find(name.begin);
  return found == before_.end() ? "" : found->second;
}

}  // namespace sigrun::cli
