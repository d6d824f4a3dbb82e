#include "compiler/sigma/base/names.h"

#include <algorithm>
#include <array>

#include "base/text/ascii.h"

namespace sigrun::sigma {
namespace {

constexpr size_t kMaxSlug = 80;
// Reserved words, and words that begin an item of a rule, which would be hard to read as names.
constexpr std::array<std::string_view, 31> kWords = {
    "and",    "or",       "not",       "in",       "is",         "if",       "then",    "else",
    "any",    "all",      "exists",    "contains", "startswith", "endswith", "like",    "matches",
    "true",   "false",    "null",      "them",     "meta",       "on",       "param",   "group",
    "window", "sequence", "condition", "alert",    "rule",       "untyped",  "anywhere"};

bool IsLetter(char c) { return IsAsciiLetter(c) || c == '_'; }

}  // namespace

bool IsName(std::string_view text) {
  if (text.empty() || !IsLetter(text[0])) return false;
  if (std::find(kWords.begin(), kWords.end(), text) != kWords.end()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return IsLetter(c) || IsDigit(c); });
}

std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : AsciiLower(text)) {
    if (IsLetter(c) || IsDigit(c))
      slug += c;
    else if (!slug.empty() && slug.back() != '_')
      slug += '_';
    if (slug.size() >= kMaxSlug) break;
  }
  while (!slug.empty() && slug.back() == '_') slug.pop_back();
  if (slug.empty()) slug = "rule";
  if (IsDigit(slug[0])) slug = "rule_" + slug;
  return IsName(slug) ? slug : slug + "_";
}

std::string Unique(const std::string& name,
                   const std::function<bool(const std::string&)>& is_taken) {
  if (!is_taken(name)) return name;
  for (int i = 2;; ++i) {
    std::string numbered = name + "_" + std::to_string(i);
    if (!is_taken(numbered)) return numbered;
  }
}

std::string UniqueNames::Take(const std::string& name) {
  std::string made = name;
  int& number = last_.try_emplace(name, 1).first->second;
  while (!taken_.insert(made).second) made = name + "_" + std::to_string(++number);
  return made;
}

}  // namespace sigrun::sigma
