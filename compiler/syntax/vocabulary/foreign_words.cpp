#include "compiler/syntax/vocabulary/foreign_words.h"

#include <algorithm>
#include <string>

#include "base/text/ascii.h"

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
    {"has_any", "contains any"},
    {"has_all", "contains all"},
    {"icontains", "contains"},
    {"contains_cs", "cased contains"},
    {"has_cs", "cased contains"},
    {"startswith_cs", "cased startswith"},
    {"endswith_cs", "cased endswith"},
    {"istartswith", "startswith"},
    {"iendswith", "endswith"},
    {"iequals", "=="},
    {"equal", "=="},
    {"iexact", "=="},
    {"glob", "like"},
    {"ilike", "like"},
    {"wildcard", "like"},
    {"intersects", "in"},
    {"matches_regex", "matches"},
    {"has_prefix", "startswith"},
    {"hasprefix", "startswith"},
    {"has_suffix", "endswith"},
    {"hassuffix", "endswith"},
    {"greater_than", ">"},
    {"less_than", "<"},
    {"test", "matches"},
    {"xor", "!="},
};
constexpr Row kUnits[] = {
    {"ms", "ms"},
    {"millisecond", "ms"},
    {"milliseconds", "ms"},
    {"s", "s"},
    {"sec", "s"},
    {"secs", "s"},
    {"second", "s"},
    {"seconds", "s"},
    {"m", "m"},
    {"min", "m"},
    {"mins", "m"},
    {"minute", "m"},
    {"minutes", "m"},
    {"h", "h"},
    {"hr", "h"},
    {"hrs", "h"},
    {"hour", "h"},
    {"hours", "h"},
    {"d", "d"},
    {"day", "d"},
    {"days", "d"},
    {"w", "w"},
    {"week", "w"},
    {"weeks", "w"},
    {"kb", "KB"},
    {"mb", "MB"},
    {"gb", "GB"},
    {"tb", "TB"},
    {"bytes", "B"},
    {"kib", "KiB"},
    {"mib", "MiB"},
    {"gib", "GiB"},
};
constexpr Row kFunctions[] = {
    {"tolowercase", "lower"}, {"tolower", "lower"}, {"lowercase", "lower"}, {"casefold", "lower"},
    {"touppercase", "upper"}, {"toupper", "upper"}, {"uppercase", "upper"}, {"strip", "trim"},
    {"len", "length"},        {"size", "length"},   {"count", "length"},    {"split", "split_part"},
    {"substr", "substring"},
};
// The words of a row in `kTheirItems` replace the item at the same index here.
constexpr ForeignItem kItems[] = {
    {"condition", "condition"}, {"on", "on aws.cloudtrail"},
    {"group by", "group by"},   {"window sliding", "window sliding 10m"},
    {"alert", "alert { … }"},   {"meta", "meta { … }"},
};
constexpr std::string_view kTheirItems[][17] = {
    {"when", "where", "filter", "match", "detect", "detection", "query", "search", "expression",
     "trigger", "if", "select", "conditions", "criteria", "pattern", "matches", ""},
    {"source", "logsource", "log_source", "index", "from", "datasource", "data_source",
     "sourcetype", "input", "event", "service", "product", ""},
    {"groupby", "group_by", "by", "partition", "entity", ""},
    {"timeframe", "timespan", "within", "over", "bucket", "interval", "bin", "period", "sliding",
     "tumbling", "maxspan", "span", ""},
    {"output", "notify", "action", "actions", "outcome", "then", "response", "message", ""},
    {"metadata", "info", ""},
};
constexpr Row kDeclarations[] = {
    {"include", "import"},
    {"use", "import"},
    {"using", "import"},
    {"require", "import"},
    {"var", "let"},
    {"const", "let"},
    {"set", "let"},
    {"define", "let"},
    {"macro", "let"},
    {"val", "let"},
    {"array", "list"},
    {"signature", "rule"},
    {"policy", "rule"},
    {"detection", "rule"},
    {"correlation", "rule"},
    {"analytic", "rule"},
    {"exclude", "exception"},
    {"suppress", "exception"},
    {"whitelist", "exception"},
    {"allowlist", "exception"},
    {"mock", "fixture"},
    {"sample", "fixture"},
    {"public", "pub"},
    {"export", "pub"},
};
constexpr std::string_view kMetaKeys[] = {
    "title",       "id",        "status",     "level",          "author",   "date",
    "description", "tags",      "references", "falsepositives", "severity", "priority",
    "name",        "reference", "modified",   "license"};

template <class Rows>
std::string_view Find(const Rows& rows, std::string_view written) {
  const std::string lower = AsciiLower(written);
  for (const Row& row : rows)
    if (row.theirs == lower && row.ours != written) return row.ours;
  return {};
}

}  // namespace

std::string_view WordFor(std::string_view written) { return Find(kWords, written); }

std::string_view UnitFor(std::string_view written) {
  const std::string lower = AsciiLower(written);
  for (const Row& row : kUnits)
    if (row.theirs == lower) return row.ours;
  return {};
}

std::string_view FunctionFor(std::string_view written) { return Find(kFunctions, written); }

ForeignItem ItemFor(std::string_view written) {
  const std::string lower = AsciiLower(written);
  for (size_t i = 0; i < std::size(kItems); ++i)
    for (const std::string_view theirs : kTheirItems[i])
      if (!theirs.empty() && theirs == lower) return kItems[i];
  return {};
}

std::string_view DeclarationFor(std::string_view written) { return Find(kDeclarations, written); }

bool IsMetaKey(std::string_view word) {
  return std::find(std::begin(kMetaKeys), std::end(kMetaKeys), word) != std::end(kMetaKeys);
}

}  // namespace sigrun::syntax
