// Exports the meta block of a rule as the head and foot of a Sigma document.
#include <fmt/format.h>

#include <algorithm>

#include "base/text/number_text.h"
#include "base/uuid.h"
#include "compiler/sigma/base/names.h"
#include "compiler/sigma_export/document.h"
#include "compiler/sigma_export/yaml_text.h"

namespace sigrun::sigma_export {
namespace {

std::string Scalar(const ast::MetaValue& value, size_t indent) {
  if (const auto* text = std::get_if<ast::MetaValue::Text>(&value.value))
    return TextOrBlock(text->text, indent);
  if (const auto* time = std::get_if<Timestamp>(&value.value))
    return FormatTimestamp(*time).substr(0, 10);
  if (const auto* flag = std::get_if<bool>(&value.value)) return *flag ? "true" : "false";
  if (const auto* real = std::get_if<double>(&value.value)) return NumberText(*real);
  if (const auto* whole = std::get_if<int64_t>(&value.value)) return fmt::format("{}", *whole);
  return "";
}

// Keys in the usual order of Sigma rules.
constexpr std::string_view kHead[] = {"status", "description", "license",  "references",
                                      "author", "date",        "modified", "tags"};

bool IsKnown(std::string_view key) {
  return key == "title" || key == "id" || key == "name" || key == "level" ||
         key == "falsepositives" ||
         std::find(std::begin(kHead), std::end(kHead), key) != std::end(kHead);
}

}  // namespace

Metadata::Metadata(const ast::Rule& tree, const ir::Rule& rule, std::string name)
    : tree_(tree),
      name_(std::move(name)),
      title_(rule.info.title.empty() ? rule.info.name : rule.info.title) {
  if (ParseUuid(rule.info.id))
    id_ = rule.info.id;
  else if (rule.info.id != rule.info.name)
    lost_id_ = rule.info.id;
  level_ = program::Name(rule.info.level);
}

const ast::MetaValue* Metadata::Find(std::string_view key) const {
  for (const ast::MetaItem& item : tree_.meta)
    if (item.key.text == key) return &item.value;
  return nullptr;
}

std::string Metadata::Entry(std::string_view key) const {
  const ast::MetaValue* value = Find(key);
  if (value == nullptr) return "";
  const auto* list = std::get_if<std::vector<ast::MetaValue>>(&value->value);
  if (list == nullptr) return fmt::format("{}: {}\n", Key(key), Scalar(*value, 4));
  std::string out = Key(key) + ":\n";
  for (const ast::MetaValue& item : *list) out += "    - " + Scalar(item, 6) + "\n";
  return list->empty() ? "" : out;
}

std::string Metadata::Head(bool referred) const {
  std::string out = fmt::format("title: {}\n", Plain(title_));
  if (!id_.empty()) out += fmt::format("id: {}\n", id_);
  // Without an id, alerts identify the rule by its name.
  const bool named = id_.empty() && sigma::Slug(title_) != name_;
  if (referred || named || Find("name") != nullptr) out += fmt::format("name: {}\n", Plain(name_));
  for (const std::string_view key : kHead) out += Entry(key);
  return out;
}

std::string Metadata::Foot() const {
  std::string out = Entry("falsepositives");
  for (const ast::MetaItem& item : tree_.meta)
    if (!IsKnown(item.key.text)) out += Entry(item.key.text);
  return out + fmt::format("level: {}\n", level_);
}

std::string NameInMeta(const ast::Rule& tree) {
  for (const ast::MetaItem& item : tree.meta)
    if (const auto* text = std::get_if<ast::MetaValue::Text>(&item.value.value);
        text != nullptr && item.key.text == "name")
      return text->text;
  return "";
}

}  // namespace sigrun::sigma_export
