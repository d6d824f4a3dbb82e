#include "cli/convert/rule_comments.h"

#include <fmt/format.h>

#include "compiler/syntax/comments.h"

namespace sigrun::cli {
namespace {

// The line breaks of YAML, which may be in the middle of a line here.
struct LineEnd {
  size_t at, size;
};
LineEnd FindLineEnd(std::string_view text) {
  LineEnd first{text.size(), 0};
  for (const std::string_view end :
       {"\r\n", "\r", "\n", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    if (const size_t at = text.find(end); at < first.at) first = {at, end.size()};
  return first;
}

std::string Lines(std::string_view text) {
  std::string lines;
  for (;;) {
    const LineEnd end = FindLineEnd(text);
    const std::string_view line = text.substr(0, end.at);
    lines += fmt::format("#{}\n", line.substr(0, line.find_last_not_of(" \t") + 1));
    if (end.size == 0) return lines;
    text.remove_prefix(end.at + end.size);
  }
}

}  // namespace

RuleComments::RuleComments(const ast::File& file, const SourceMap& sources) {
  const std::vector<syntax::Comment> comments = syntax::CommentsOf(sources[file.source].text());
  auto next = comments.begin();
  for (const ast::Item& item : file.items) {
    const Span span = std::visit([](const auto& node) { return node.span; }, item);
    const auto* rule = std::get_if<ast::Rule>(&item);
    // A comment of a test is dropped with it.
    const bool counts =
        !std::holds_alternative<ast::RuleTest>(item) && !std::holds_alternative<ast::Fixture>(item);
    const auto gives_source = [&](const syntax::Comment& comment) {
      const auto source =
          rule == nullptr ? std::nullopt : sigma_export::ReadLogSource(comment.text);
      if (source) log_sources_[{rule->name.span.source.index, rule->name.span.begin}] = *source;
      return source.has_value();
    };
    for (; next != comments.end() && next->begin < span.begin; ++next)
      if (gives_source(*next))
        continue;
      else if (rule != nullptr && next->own_line)
        before_[rule->name.span.begin] += Lines(next->text);
      else
        others_ += counts;
    for (; next != comments.end() && next->begin < span.end; ++next)
      others_ += counts && !gives_source(*next);
  }
  others_ += static_cast<size_t>(comments.end() - next);
}

std::string RuleComments::Before(Span name) const {
  const auto found = before_.find(name.begin);
  return found == before_.end() ? "" : found->second;
}

}  // namespace sigrun::cli
