#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/check.h"
#include "compiler/compile.h"
#include "stdlib/prelude/prelude.h"
#include "stdlib/type.h"
#include "tests/docs/pages.h"
#include "tests/docs/rule_files.h"

namespace sigrun::docs {
namespace {

struct Public {
  std::string name;
  const ast::Let* let = nullptr;
  const ast::List* list = nullptr;
  Span span;
};

std::vector<Public> PublicNames(const RuleFile& module) {
  std::vector<Public> names;
  for (const ast::Item& item : module.file.items) {
    const auto* let = std::get_if<ast::Let>(&item);
    const auto* list = std::get_if<ast::List>(&item);
    if (let != nullptr && let->is_public)
      names.push_back({let->name.text, let, nullptr, let->span});
    if (list != nullptr && list->is_public)
      names.push_back({list->name.text, nullptr, list, list->span});
  }
  return names;
}

// The kind of value of each `let`, from a rule that shows it.
std::map<std::string, std::string> KindsOf(const std::string& module,
                                           const std::vector<Public>& names) {
  std::string text = "import " + module + "\n";
  std::vector<std::string> lets;
  for (const Public& one : names)
    if (one.let != nullptr) lets.push_back(one.name);
  for (size_t i = 0; i < lets.size(); ++i)
    text += fmt::format(
        "rule r{} {{ on aws.cloudtrail condition readOnly alert {{ fields = [{}] }} }}\n", i,
        lets[i]);
  modules::MemoryFileSystem files;
  files.files["all.sgr"] = text;
  const compiler::Compilation made = compiler::Compile({{"all.sgr", ""}}, files);
  SIGRUN_CHECK(made.checked.rules.rules.size() == lets.size());
  std::map<std::string, std::string> kinds;
  for (size_t i = 0; i < lets.size(); ++i) {
    const ir::ExprId value = made.checked.rules.rules[i].alert.fields.at(0).value;
    const stdlib::Type type = made.checked.rules.exprs[value].type;
    kinds[lets[i]] = type == stdlib::kBool
                         ? "predicate"
                         : fmt::format("value of type {}", stdlib::TypeName(type));
  }
  return kinds;
}

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}
bool HasWord(std::string_view line, std::string_view word) {
  for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !IsWordChar(line[at - 1])) && (end == line.size() || !IsWordChar(line[end])))
      return true;
  }
  return false;
}

// The first line of a shipped rule that uses the name in a binding or condition.
std::string Example(const std::string& name, const std::vector<RuleFile>& rules) {
  for (const RuleFile& file : rules)
    for (const ast::Item& item : file.file.items) {
      const auto* rule = std::get_if<ast::Rule>(&item);
      if (rule == nullptr) continue;
      std::vector<Span> spans = rule->condition_spans;
      for (const ast::Binding& binding : rule->bindings) spans.push_back(binding.span);
      for (const Span span : spans) {
        const std::string_view text = file.Text(span);
        if (HasWord(text, name) && text.find('\n') == std::string_view::npos)
          return fmt::format("`{}` in `{}`", text, rule->name.text);
      }
    }
  return "";
}

// If no rule uses it.
std::string OwnExample(const Public& one, const std::string& kind) {
  if (one.let != nullptr)
    return kind == "predicate" ? fmt::format("`condition {}`", one.name)
                               : fmt::format("`group by {}`", one.name);
  const bool networks = one.list->element_type && one.list->element_type->name.text == "cidr";
  return fmt::format("`{} in {}`", networks ? "sourceIPAddress" : "eventName", one.name);
}

// The heading `// ---- who acted` above a name; empty before the first.
std::string SectionOf(const RuleFile& module, uint32_t offset) {
  constexpr std::string_view kMark = "\n// ---- ";
  const size_t at = std::string_view(module.text).rfind(kMark, offset);
  if (at == std::string::npos) return "";
  const size_t begin = at + kMark.size();
  return module.text.substr(begin, module.text.find('\n', begin) - begin);
}

std::string HeadOf(const RuleFile& module) {
  std::string head;
  size_t begin = 0;
  while (module.text.compare(begin, 2, "//") == 0) {
    const size_t end = module.text.find('\n', begin);
    const std::string line = module.text.substr(begin + 2, end - begin - 2);
    head += line.empty() ? "\n\n" : (head.empty() || head.back() == '\n' ? line.substr(1) : line);
    begin = end + 1;
  }
  return head;
}

void AddModule(const std::string& name, const std::vector<RuleFile>& rules, Page& page) {
  const RuleFile module = ReadRuleText(name, std::string(stdlib::PreludeText(name)));
  const std::vector<Public> names = PublicNames(module);
  const auto kinds = KindsOf(name, names);
  page.text += fmt::format("\n## {}\n\n{}\n\n`import {}` makes its {} names visible.\n", name,
                           HeadOf(module), name, names.size());
  std::string section;
  for (const Public& one : names) {
    if (const std::string now = SectionOf(module, one.span.begin); now != section)
      page.text += fmt::format("\n### {}\n", section = now);
    const std::string comment = module.CommentBefore(one.span.begin);
    if (comment.empty()) page.missing.push_back(fmt::format("`{}` of {}", one.name, name));
    const auto* items =
        one.list == nullptr || !one.list->items.valid()
            ? nullptr
            : std::get_if<ast::ListLiteral>(&module.file.exprs[one.list->items].node);
    const std::string kind =
        one.let != nullptr ? kinds.at(one.name)
                           : fmt::format("list of {}, {} items",
                                         one.list->element_type ? one.list->element_type->name.text
                                                                : std::string("any"),
                                         items == nullptr ? 0 : items->items.size());
    std::string example = Example(one.name, rules);
    if (example.empty()) example = OwnExample(one, kind);
    page.text += fmt::format("\n#### {}\n\nA {}. {}\n\nUsed as {}.\n\n```text\n{}\n```\n", one.name,
                             kind, comment, example, module.Text(one.span));
  }
}

}  // namespace

Page LibraryPage(const std::filesystem::path& rules) {
  Page page;
  page.text = fmt::format(
      "# The library\n\n{}\nThe modules that are built into the program: the names of each, "
      "their meaning, their use in a shipped rule, and their definition.\n",
      kGenerated);
  const std::vector<RuleFile> files = ReadRuleFiles(rules);
  for (const std::string& module : stdlib::PreludeModules()) AddModule(module, files, page);
  return page;
}

}  // namespace sigrun::docs
