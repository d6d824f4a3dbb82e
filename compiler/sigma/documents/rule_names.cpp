#include "compiler/sigma/documents/rule_names.h"

#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "base/text/ascii.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/sigma/base/names.h"

namespace sigrun::sigma {
namespace {

std::string MakeName(const Document& document, const std::string& path) {
  if (!document.name.empty()) return Slug(document.name);
  if (!document.title.empty()) return Slug(document.title);
  return Slug(std::filesystem::path(path).stem().string());
}

}  // namespace

void NameRules(const std::set<std::string>& taken, const SourceMap& sources, Documents& documents) {
  UniqueNames names(taken);
  // Explicit names take precedence over generated ones.
  for (const bool given : {true, false})
    for (Document& document : documents) {
      if (IsName(document.name) != given) continue;
      const std::string& path = sources[documents.FileOf(document).source].path();
      // A repeated explicit name is reported later.
      document.rule_name = names.Take(given ? document.name : MakeName(document, path));
      if (given) document.rule_name = document.name;
    }
}

void ReportRepeated(const std::set<std::string>& taken, Documents& documents, diag::Sink& sink) {
  std::map<std::pair<std::string, std::string>, size_t> first;
  for (size_t i = 0; i < documents.size(); ++i) {
    Document& document = documents[i];
    const yaml::Tree& tree = documents.TreeOf(document);
    for (const char* key : {"name", "id"}) {
      const NodeId node = tree.Find(document.root, key);
      const std::string& text = key == std::string_view("id") ? document.id : document.name;
      // Documents below the same `action: global` share its contents.
      if (document.kind == DocumentKind::kFilter || text.empty() || !document.id_suffix.empty())
        continue;
      if (key == std::string_view("name") && taken.count(text) > 0) {
        sink.Emit(codes::DuplicateRule, tree[node].span, key, text)
            .Help("a rule of the rule language has it: rename one of them");
        document.broken = true;
        continue;
      }
      const auto [other, fresh] = first.try_emplace({key, AsciiLower(text)}, i);
      if (fresh || (key == std::string_view("name") && documents[other->second].name != text))
        continue;
      const Document& before = documents[other->second];
      sink.Emit(codes::DuplicateRule, tree[node].span, key, text)
          .Note(documents.TreeOf(before)[documents.TreeOf(before).Find(before.root, key)].span,
                "the other rule is here")
          .Help(key == std::string_view("id")
                    ? "an id identifies one rule forever: give the new rule its own, from `uuidgen`"
                    : "rename one of them, or load only one of the two files");
      document.broken = true;
    }
    if (document.broken) documents.MarkBroken(document);
  }
}

}  // namespace sigrun::sigma
