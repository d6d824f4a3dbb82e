#include "compiler/sigma/documents/references.h"

#include <algorithm>

#include "base/text/ascii.h"
#include "base/text/suggest.h"
#include "compiler/diag/codes/sigma.h"

namespace sigrun::sigma {

References::References(const Documents& documents, diag::Sink& sink)
    : documents_(documents), sink_(sink) {
  for (size_t i = 0; i < documents_.size(); ++i) {
    const Document& document = documents_[i];
    if (document.kind == DocumentKind::kFilter) continue;
    if (!document.id.empty()) by_id_[AsciiLower(document.id)].push_back(i);
    if (!document.name.empty()) by_name_[document.name].push_back(i);
    if (!document.title.empty()) by_title_[document.title].push_back(i);
  }
}

std::optional<size_t> References::Resolve(const std::string& text, Span span) {
  if (const auto found = by_id_.find(AsciiLower(text)); found != by_id_.end())
    return found->second.front();
  if (const auto found = by_name_.find(text); found != by_name_.end()) return found->second.front();
  if (const auto found = by_title_.find(text); found != by_title_.end())
    return ResolveTitle(text, span, found->second);
  ReportUnknown(text, span);
  return std::nullopt;
}

std::optional<size_t> References::ResolveTitle(const std::string& title, Span span,
                                               std::vector<size_t> meant) {
  // A title in the same file takes precedence over the same title elsewhere.
  const auto is_elsewhere = [&](size_t i) {
    return documents_.FileOf(documents_[i]).source != span.source;
  };
  if (!std::all_of(meant.begin(), meant.end(), is_elsewhere)) std::erase_if(meant, is_elsewhere);
  if (meant.size() > 1) {
    auto diagnostic = sink_.Emit(codes::SigmaAmbiguousRule, span, meant.size(), title);
    for (size_t i = 0; i < std::min<size_t>(meant.size(), 3); ++i)
      diagnostic.Note(documents_[meant[i]].name_span, "one of them is here");
    diagnostic.Help("give the intended rule a `name`, and use that");
    return std::nullopt;
  }
  if (warned_titles_.insert({span.source.index, span.begin}).second)
    sink_.Emit(codes::SigmaByTitle, span, title)
        .Help("give the rule a `name` and use that: titles change");
  return meant.front();
}

void References::ReportUnknown(const std::string& text, Span span) {
  std::vector<std::string> known;
  for (const Index* index : {&by_name_, &by_id_, &by_title_})
    for (const auto& [name, documents] : *index) known.push_back(name);
  const std::string near(Suggest(text, known));
  sink_.Emit(codes::SigmaUnknownRule, span, text)
      .Help(near.empty() ? "load the file that has the rule as well; refer to rules by id or name"
                         : "did you mean `" + near + "`?");
}

}  // namespace sigrun::sigma
