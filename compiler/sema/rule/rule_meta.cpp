#include "compiler/sema/rule/rule_meta.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text/number_text.h"
#include "base/text/suggest.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "stdlib/tags.h"

namespace sigrun::sema {
namespace {

constexpr std::array<std::string_view, 14> kKeys = {
    "title",    "id",          "name",       "status", "level",          "author",  "date",
    "modified", "description", "references", "tags",   "falsepositives", "license", "related"};
constexpr std::array<std::string_view, 5> kStatuses = {"stable", "test", "experimental",
                                                       "deprecated", "unsupported"};

// The names of these keys, levels and statuses in other tools.
struct Meant {
  std::string_view theirs, ours;
};
constexpr Meant kMeantKeys[] = {
    {"severity", "level"},
    {"priority", "level"},
    {"risk", "level"},
    {"risk_score", "level"},
    {"criticality", "level"},
    {"summary", "title"},
    {"display_name", "title"},
    {"rule_name", "title"},
    {"displayname", "title"},
    {"desc", "description"},
    {"note", "description"},
    {"reference", "references"},
    {"link", "references"},
    {"links", "references"},
    {"url", "references"},
    {"runbook", "references"},
    {"false_positives", "falsepositives"},
    {"fp", "falsepositives"},
    {"false_positive", "falsepositives"},
    {"mitre", "tags"},
    {"mitre_attack", "tags"},
    {"attack", "tags"},
    {"technique", "tags"},
    {"techniques", "tags"},
    {"tactic", "tags"},
    {"tactics", "tags"},
    {"labels", "tags"},
    {"threat", "tags"},
    {"created", "date"},
    {"creation_date", "date"},
    {"created_at", "date"},
    {"updated", "modified"},
    {"updated_at", "modified"},
    {"uuid", "id"},
    {"guid", "id"},
    {"rule_id", "id"},
    {"ruleid", "id"},
    {"owner", "author"},
    {"maturity", "status"},
    {"state", "status"},
};
constexpr Meant kMeantWords[] = {
    {"info", "informational"}, {"notice", "informational"}, {"warning", "medium"},
    {"warn", "medium"},        {"moderate", "medium"},      {"error", "high"},
    {"severe", "high"},        {"major", "high"},           {"emergency", "critical"},
    {"fatal", "critical"},     {"urgent", "critical"},      {"minor", "low"},
    {"production", "stable"},  {"beta", "experimental"},    {"draft", "experimental"},
    {"testing", "test"},       {"active", "stable"},        {"retired", "deprecated"},
};

template <size_t N>
std::string_view Find(const Meant (&rows)[N], std::string_view theirs) {
  for (const Meant& row : rows)
    if (row.theirs == theirs) return row.ours;
  return {};
}
std::string_view MeantKey(std::string_view key) { return Find(kMeantKeys, key); }
std::string_view MeantWord(std::string_view word) { return Find(kMeantWords, word); }

std::string ValueText(const ast::MetaValue& value) {
  if (const auto* text = std::get_if<ast::MetaValue::Text>(&value.value)) return text->text;
  if (const auto* time = std::get_if<Timestamp>(&value.value))
    return FormatTimestamp(*time).substr(0, 10);
  if (const auto* whole = std::get_if<int64_t>(&value.value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value.value)) return NumberText(*number);
  if (const auto* flag = std::get_if<bool>(&value.value)) return *flag ? "true" : "false";
  return {};
}

class MetaChecker {
 public:
  MetaChecker(Context& context, uint32_t module, program::RuleInfo& info)
      : cx_(context), module_(module), info_(info) {}

  void Check(const std::vector<ast::MetaItem>& items);

 private:
  void CheckItem(const ast::MetaItem& item);
  void CheckTags(const ast::MetaItem& item);
  std::vector<std::string> TextList(const ast::MetaItem& item);
  std::string Text(const ast::MetaItem& item);

  Context& cx_;
  uint32_t module_;
  program::RuleInfo& info_;
};

void MetaChecker::Check(const std::vector<ast::MetaItem>& items) {
  info_.id = info_.title = info_.name;
  info_.level = program::Level::kMedium;
  std::map<std::string, Span> seen;
  for (const ast::MetaItem& item : items) {
    const auto [place, added] = seen.try_emplace(item.key.text, item.key.span);
    if (!added) {
      cx_.sink.Emit(codes::DuplicateName, item.key.span, item.key.text)
          .Note(place->second, "first given here")
          .Help("remove one of the two");
      continue;
    }
    CheckItem(item);
  }
}

void MetaChecker::CheckItem(const ast::MetaItem& item) {
  const std::string& key = item.key.text;
  if (key == "title") {
    info_.title = Text(item);
  } else if (key == "id") {
    info_.id = Text(item);
    if (info_.id.empty())
      cx_.sink.Emit(codes::MetaValue, item.value.span, key, "a non-empty string");
  } else if (key == "description") {
    info_.description = Text(item);
  } else if (key == "author") {
    info_.author = Text(item);
  } else if (key == "date") {
    info_.date = Text(item);
    if (!ParseTimestamp(info_.date))
      cx_.sink.Emit(codes::MetaValue, item.value.span, key, "a date such as 2026-11-23");
  } else if (key == "tags") {
    info_.tags = TextList(item);
    CheckTags(item);
  } else if (key == "references") {
    info_.references = TextList(item);
  } else if (key == "falsepositives") {
    info_.false_positives = TextList(item);
  } else if (key == "level") {
    const auto level = FindNamed<program::Level>(Text(item));
    if (level) info_.level = *level;
    if (!level) {
      auto diagnostic = cx_.sink.Emit(codes::UnknownLevel, item.value.span, Text(item));
      diagnostic.Help("the levels are informational, low, medium, high and critical");
      if (const std::string_view meant = MeantWord(Text(item)); !meant.empty())
        diagnostic.Help(fmt::format("did you mean `{}`?", meant));
    }
  } else if (key == "status") {
    info_.status = Text(item);
    if (std::find(kStatuses.begin(), kStatuses.end(), info_.status) == kStatuses.end())
      cx_.sink.Emit(codes::MetaValue, item.value.span, key,
                    "stable, test, experimental, deprecated or unsupported");
  } else if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
    auto diagnostic = cx_.sink.Emit(codes::UnknownMetaKey, item.key.span, key);
    std::string_view near = MeantKey(key);
    if (near.empty()) near = Suggest(key, std::span<const std::string_view>(kKeys));
    diagnostic.Help(fmt::format("the keys are {}", fmt::join(kKeys, ", ")));
    if (key == "enabled" || key == "disabled" || key == "suppress" || key == "message")
      diagnostic.Help("alert settings belong in `alert { … }`");
    else if (!near.empty())
      diagnostic.Help(fmt::format("did you mean `{}`?", near))
          .FixWith(item.key.span, std::string(near));
  }
}

// For Sigma rules, they were checked in the YAML.
void MetaChecker::CheckTags(const ast::MetaItem& item) {
  if (modules::IsSigmaFile(cx_.modules.modules[module_].path)) return;
  const auto check = [&](const ast::MetaValue& value) {
    const std::string tag = ValueText(value);
    if (const stdlib::TagAdvice advice = stdlib::AdviceOnTag(tag); !advice.what.empty()) {
      auto diagnostic = cx_.sink.Emit(codes::MetaTag, value.span, tag, advice.what);
      diagnostic.Help(advice.help);
      if (!advice.meant.empty()) diagnostic.FixWith(value.span, advice.meant);
    }
  };
  if (const auto* list = std::get_if<std::vector<ast::MetaValue>>(&item.value.value))
    for (const ast::MetaValue& value : *list) check(value);
  else
    check(item.value);
}

std::string MetaChecker::Text(const ast::MetaItem& item) {
  if (std::holds_alternative<std::vector<ast::MetaValue>>(item.value.value)) {
    cx_.sink.Emit(codes::MetaValue, item.value.span, item.key.text, "a single value, not a list");
    return {};
  }
  return ValueText(item.value);
}

std::vector<std::string> MetaChecker::TextList(const ast::MetaItem& item) {
  std::vector<std::string> texts;
  const auto* list = std::get_if<std::vector<ast::MetaValue>>(&item.value.value);
  if (list == nullptr) return {ValueText(item.value)};
  for (const ast::MetaValue& value : *list) texts.push_back(ValueText(value));
  return texts;
}

}  // namespace

void CheckMeta(Context& context, uint32_t module, const ast::Rule& rule, program::RuleInfo& info) {
  MetaChecker(context, module, info).Check(rule.meta);
}

}  // namespace sigrun::sema
