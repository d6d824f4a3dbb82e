// The names of rules, and which rule an id, a name or a title refers to.
#include <algorithm>
#include <filesystem>

#include "base/ascii.h"
#include "base/suggest.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/names.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

void Translation::NameRules() {
  UniqueNames names(taken_);
  // Explicit names take precedence over generated ones.
  for (const bool given : {true, false})
    for (size_t i = 0; i < documents_.size(); ++i) {
      Document& document = documents_[i];
      if (IsName(document.name) != given) continue;
      // A repeated explicit name is reported later.
      document.rule_name = names.Take(given ? document.name : MakeName(document));
      if (given) document.rule_name = document.name;
    }
  for (size_t i = 0; i < documents_.size(); ++i) {
    if (documents_[i].kind == DocumentKind::kFilter) continue;
    if (!documents_[i].id.empty()) by_id_[AsciiLower(documents_[i].id)].push_back(i);
    if (!documents_[i].name.empty()) by_name_[documents_[i].name].push_back(i);
    if (!documents_[i].title.empty()) by_title_[documents_[i].title].push_back(i);
  }
}

// Reports a name or id that two documents have, at its location, and names of documents known to be
// broken.
void Translation::ReportRepeated() {
  std::map<std::pair<std::string, std::string>, size_t> first;
  for (size_t i = 0; i < documents_.size(); ++i) {
    Document& document = documents_[i];
    const yaml::Tree& tree = TreeOf(document);
    for (const char* key : {"name", "id"}) {
      const NodeId node = tree.Find(document.root, key);
      const std::string& text = key == std::string_view("id") ? document.id : document.name;
      // Documents below the same `action: global` share its contents.
      if (document.kind == DocumentKind::kFilter || text.empty() || !document.id_suffix.empty())
        continue;
      if (key == std::string_view("name") && taken_.count(text) > 0) {
        sink_.Emit(codes::DuplicateRule, tree[node].span, key, text)
            .Help("a rule of the rule language has it: rename one of them");
        document.broken = true;
        continue;
      }
      const auto [other, fresh] = first.try_emplace({key, AsciiLower(text)}, i);
      if (fresh || (key == std::string_view("name") && documents_[other->second].name != text))
        continue;
      const Document& before = documents_[other->second];
      sink_.Emit(codes::DuplicateRule, tree[node].span, key, text)
          .Note(TreeOf(before)[TreeOf(before).Find(before.root, key)].span,
                "the other rule is here")
          .Help(key == std::string_view("id")
                    ? "an id identifies one rule forever: give the new rule its own, from `uuidgen`"
                    : "rename one of them, or load only one of the two files");
      document.broken = true;
    }
    if (document.broken) MarkBroken(document);
  }
}

std::string Translation::MakeName(const Document& document) {
  if (!document.name.empty()) return Slug(document.name);
  if (!document.title.empty()) return Slug(document.title);
  const std::string& path = sources_[files_[document.file].ast.source].path();
  return Slug(std::filesystem::path(path).stem().string());
}

std::optional<size_t> Translation::Resolve(const std::string& text, Span span) {
  for (const auto* index : {&by_id_, &by_name_, &by_title_}) {
    const auto found = index->find(index == &by_id_ ? AsciiLower(text) : text);
    if (found == index->end()) continue;
    // A title in the same file takes precedence over the same title elsewhere.
    std::vector<size_t> meant = found->second;
    if (const auto is_elsewhere = [&](size_t i) { return !IsIn(documents_[i], span.source); };
        index == &by_title_ && !std::all_of(meant.begin(), meant.end(), is_elsewhere))
      std::erase_if(meant, is_elsewhere);
    if (index == &by_title_ && meant.size() > 1) {
      auto diagnostic = sink_.Emit(codes::SigmaAmbiguousRule, span, meant.size(), text);
      for (size_t i = 0; i < std::min<size_t>(meant.size(), 3); ++i)
        diagnostic.Note(documents_[meant[i]].name_span, "one of them is here");
      diagnostic.Help("give the intended rule a `name`, and use that");
      return std::nullopt;
    }
    if (index == &by_title_ && warned_titles_.insert({span.source.index, span.begin}).second)
      sink_.Emit(codes::SigmaByTitle, span, text)
          .Help("give the rule a `name` and use that: titles change");
    return meant.front();
  }
  std::vector<std::string> known;
  for (const auto* index : {&by_name_, &by_id_, &by_title_})
    for (const auto& [name, documents] : *index) known.push_back(name);
  const std::string near(Suggest(text, known));
  sink_.Emit(codes::SigmaUnknownRule, span, text)
      .Help(near.empty() ? "load the file that has the rule as well; refer to rules by id or name"
                         : "did you mean `" + near + "`?");
  return std::nullopt;
}

}  // namespace sigrun::sigma
