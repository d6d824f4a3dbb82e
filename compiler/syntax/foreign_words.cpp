#include "compiler/syntax/foreign_words.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace sigrun::syntax {
namespace {

struct Row {
  std::string_view theirs, ours;
};
constexpr Row kWords[] = {
    {"and", "and"},
    {"or", "or"},
    {"not", "not"},
    {"in", "in"},
    {"is", "is"},
    {"then", "then"},
    {"else", "else"},
    {"contains", "contains"},
    {"startswith", "startswith"},
    {"endswith", "endswith"},
    {"like", "like"},
    {"matches", "matches"},
    {"equals", "=="},
    {"eq", "=="},
    {"ne", "!="},
    {"neq", "!="},
    {"lt", "<"},
    {"lte", "<="},
    {"gt", ">"},
    {"gte", ">="},
    {"re", "matches"},
    {"regex", "matches"},
    {"regexp", "matches"},
    {"rlike", "matches"},
    {"match", "matches"},
    {"has", "contains"},
    {"include", "contains"},
    {"includes", "contains"},
    {"starts_with", "startswith"},
    {"beginswith", "startswith"},
    {"begins_with", "startswith"},
    {"ends_with", "endswith"},
};

}  // namespace

std::string_view WordFor(std::string_view written) {
  std::string lower(written);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const Row& row : kWords)
    if (row.theirs == lower && row.ours != written) return row.ours;
  return {};
}

}  // namespace sigrun::syntax
