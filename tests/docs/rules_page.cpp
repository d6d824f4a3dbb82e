#include <fmt/format.h>

#include <map>

#include "base/time/event_time.h"
#include "tests/docs/pages.h"
#include "tests/docs/rule_files.h"

namespace sigrun::docs {
namespace {

std::string Text(const ast::MetaValue& value) {
  if (const auto* text = std::get_if<ast::MetaValue::Text>(&value.value)) return text->text;
  if (const auto* time = std::get_if<Timestamp>(&value.value))
    return FormatTimestamp(*time).substr(0, 10);
  return "";
}

class RuleText {
 public:
  RuleText(const RuleFile& file, const ast::Rule& rule) : file_(file), rule_(rule) {}

  std::string One(std::string_view key) const {
    const ast::MetaValue* value = Find(key);
    return value == nullptr ? "" : Text(*value);
  }
  std::vector<std::string> All(std::string_view key) const {
    const ast::MetaValue* value = Find(key);
    if (value == nullptr) return {};
    std::vector<std::string> texts;
    if (const auto* list = std::get_if<std::vector<ast::MetaValue>>(&value->value))
      for (const ast::MetaValue& item : *list) texts.push_back(Text(item));
    else
      texts.push_back(Text(*value));
    return texts;
  }

  std::string Section() const {
    std::string text = fmt::format("\n### {}\n\n{}\n\n", rule_.name.text, One("title"));
    text += fmt::format("**{}**, {}. {}\n", One("level"), One("status"), One("description"));
    if (const std::string more = Head(); !more.empty()) text += "\n" + more + "\n";
    if (!rule_.params.empty()) {
      text += "\n| parameter | type | default | what |\n|---|---|---|---|\n";
      for (const ast::Param& param : rule_.params)
        text += fmt::format("| `{}` | {} | `{}` | {} |\n", param.name.text, param.type.name.text,
                            file_.Text(file_.file.exprs[param.value].span), Cell(param.help));
    }
    text += List("False positives", All("falsepositives"));
    text += fmt::format("\nTags: {}. File: [{}](../../rules/{}).\n",
                        fmt::format("{}", fmt::join(All("tags"), ", ")), file_.path, file_.path);
    text += List("References", All("references"));
    return text;
  }

  std::vector<std::string> Missing() const {
    std::vector<std::string> missing;
    for (const char* key : {"title", "level", "status", "description", "falsepositives", "tags"})
      if (Find(key) == nullptr)
        missing.push_back(fmt::format("`{}` of rule {}", key, rule_.name.text));
    for (const ast::Param& param : rule_.params)
      if (param.help.empty())
        missing.push_back(fmt::format("parameter {} of rule {}", param.name.text, rule_.name.text));
    return missing;
  }

 private:
  const ast::MetaValue* Find(std::string_view key) const {
    for (const ast::MetaItem& item : rule_.meta)
      if (item.key.text == key) return &item.value;
    return nullptr;
  }
  // The comment before the file's import: the approach of the rule.
  std::string Head() const {
    for (const ast::Item& item : file_.file.items)
      if (const auto* import = std::get_if<ast::Import>(&item))
        return file_.CommentBefore(import->span.begin);
    return "";
  }
  static std::string List(const char* title, const std::vector<std::string>& items) {
    if (items.empty()) return "";
    std::string text = fmt::format("\n{}:\n\n", title);
    for (const std::string& item : items) text += fmt::format("- {}\n", item);
    return text;
  }

  const RuleFile& file_;
  const ast::Rule& rule_;
};

}  // namespace

Page RulesPage(const std::filesystem::path& rules) {
  std::map<std::string, std::string> sections;  // by folder
  std::string table = "| rule | level | finds | ATT&CK |\n|---|---|---|---|\n";
  Page page;
  size_t count = 0;
  const std::vector<RuleFile> files = ReadRuleFiles(rules);
  for (const RuleFile& file : files)
    for (const ast::Item& item : file.file.items) {
      const auto* rule = std::get_if<ast::Rule>(&item);
      if (rule == nullptr) continue;
      ++count;
      const RuleText text(file, *rule);
      std::string techniques;
      for (const std::string& tag : text.All("tags"))
        if (tag.starts_with("attack.t") && tag.size() > 8 && tag[8] >= '0' && tag[8] <= '9')
          techniques += (techniques.empty() ? "T" : ", T") + tag.substr(8);
      table += fmt::format("| [{0}](#{0}) | {1} | {2} | {3} |\n", rule->name.text,
                           text.One("level"), Cell(text.One("title")), techniques);
      sections[std::filesystem::path(file.path).parent_path().string()] += text.Section();
      for (std::string& missing : text.Missing()) page.missing.push_back(std::move(missing));
    }
  page.text = fmt::format(
      "# The shipped rules\n\n{}\n{} rules. `--set rule.parameter=value` changes a parameter. "
      "For a false positive, you can also write an `exception` ([language.md](language.md)), or "
      "add "
      "a value to a list of the [library](library.md).\n\n{}",
      kGenerated, count, table);
  for (const auto& [folder, text] : sections) page.text += fmt::format("\n## {}\n{}", folder, text);
  return page;
}

}  // namespace sigrun::docs
