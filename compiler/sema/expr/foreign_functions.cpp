#include "compiler/sema/expr/foreign_functions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/ascii.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::sema {
namespace {

// `ours` with the arguments for {0}, {1} and {2}, if their number matches.
struct Row {
  std::string_view names;  // each between spaces
  size_t arguments;
  std::string_view ours;
};
constexpr Row kRows[] = {
    {" lowercase tolower to_lower tolowercase lcase casefold ", 1, "lower({0})"},
    {" uppercase toupper to_upper touppercase ucase ", 1, "upper({0})"},
    {" len size strlen string_length str_length char_length count_chars array_length "
     "cardinality array_size json_array_length ",
     1, "length({0})"},
    {" strip ltrim rtrim trim_space ", 1, "trim({0})"},
    {" strcat concatenate join str_concat ", 2, "concat({0}, {1})"},
    {" substr slice left mid ", 2, "substring({0}, {1})"},
    {" starts_with startswith beginswith begins_with has_prefix hasprefix istartswith "
     "starts_with_ignore_case strings.has_prefix ",
     2, "{0} startswith {1}"},
    {" ends_with endswith has_suffix hassuffix iendswith ", 2, "{0} endswith {1}"},
    {" includes indexof strpos instr str_contains has icontains array_contains mv_contains mvfind "
     "list_contains contains_string stringcontains ",
     2, "{0} contains {1}"},
    {" regex regex_match regexp_like regexp rlike re_match match regexmatch regexp_match re2 "
     "re2_match matchregex re_matches test search regexp_contains ",
     2, "{0} matches {1}"},
    {" wildcard glob fnmatch stringmatch string_like ", 2, "{0} like {1}"},
    {" isnull is_null isnil is_none isempty is_empty isnullorempty missing is_missing "
     "not_exists ",
     1, "not exists {0}"},
    {" isnotnull is_not_null isnotempty is_not_empty notempty defined isdefined is_defined has_key "
     "present is_present is_set isset has_field has ",
     1, "exists {0}"},
    {" cidrmatch cidr_match cidr_contains ipv4_is_in_range ipv4_is_match ipincidr inipsubnet "
     "is_in_subnet in_subnet isinsubnet cidr_matches ip_in_cidr ip_in_range insubnet ",
     2, "{0} in {1}"},
    {" toint to_int toint64 tonumber to_number tolong todouble to_float parse_int cast_int ", 1,
     "number({0})"},
    {" tostring to_string str string text ", 1, "{0}"},
    {" json_extract json_parse parsejson json_decode from_json json.unmarshal fromjson "
     "parse_policy json_loads loads ",
     1, "parse_json({0})"},
    {" b64decode base64_decode base64decode frombase64 base64_decode_tostring decodebase64 "
     "unbase64 ",
     1, "decode_base64({0})"},
    {" b64encode base64_encode base64encode tobase64 ", 1, "encode_base64({0})"},
    {" urldecode url_decode_component decodeurl unquote ", 1, "url_decode({0})"},
    {" hourofday hour_of_day gethour get_hour date_hour hour_utc ", 1, "hour({0})"},
    {" dayofweek day_of_week getday weekday_of isoweekday ", 1, "weekday({0})"},
    {" getmonth monthofyear ", 1, "month({0})"},
    {" dcount distinct_count count_distinct dc approx_distinct approx_count_distinct nunique "
     "countdistinct uniq unique unique_count value_count values ",
     1, "distinct({0})"},
    {" average mean ", 1, "avg({0})"},
    {" perc quantile approx_percentile ", 2, "percentile({0}, {1})"},
    {" newly_seen is_new new_term new_terms rare firstseen first_time new ", 1,
     "first_seen({0}; history 30d)"},
    {" iif iff if_else ifelse case cond ", 3, "if {0} then {1} else {2}"},
    {" nvl ifnull first_of firstnonnull ", 2, "coalesce({0}, {1})"},
    {" equals eq equals_ignore_case ", 2, "{0} == {1}"},
    {" in_list is_in isin oneof one_of anyof in_set ", 2, "{0} in {1}"},
    {" not_in notin ", 2, "{0} not in {1}"},
    {" event_count ", 0, "count()"},
};
struct Said {
  std::string_view names, help;
};
constexpr Said kSaid[] = {
    {" now current_time currenttime current_timestamp time today utcnow ago getdate sysdate "
     "unix_timestamp ",
     "a rule only knows the time of its events, `eventTime`: `window sliding 1h` looks back "
     "from each, and `hour(eventTime)` is the hour of the day"},
    {" deep_get deep_walk get_path getpath lookup_path dig ",
     "a field is named by its path: `userIdentity.sessionContext.sessionIssuer.arn`"},
    {" get getfield field ", "a field is named by its path: `userIdentity.arn`"},
    {" print printf log debug ", "a rule only tests: put the text of the alert into its `message`"},
    {" format sprintf strformat ", "in a message `{field}` is replaced by the field's value"},
    {" lookup getlist table inputlookup ipam geoip geo country asn ",
     "lookup tables are not available yet: put the values into a `list`"},
    {" any some every forall exists_any ",
     "a path that crosses an array means any of its elements; `all of path == x` asks for every "
     "one"},
    {" stdev stdev_pop variance zscore z_score ",
     "`usual = baseline(n; history 14d, every 1h)` has `usual.mean`, `.stddev`, `.median` and "
     "`.mad`"},
    {" levenshtein entropy similarity soundex ",
     "there is no such function; docs/reference/functions.md lists the functions"},
};

bool Has(std::string_view names, std::string_view name) {
  return names.find(" " + std::string(name) + " ") != std::string_view::npos;
}

bool IsQuoted(std::string_view argument) { return argument.starts_with('"'); }

}  // namespace

FunctionAdvice AdviceOnFunction(std::string_view name, const std::vector<std::string>& arguments) {
  const std::string lower = AsciiLower(name);
  for (const Said& row : kSaid)
    if (Has(row.names, lower)) return {std::string(row.help), ""};
  const auto* found = std::ranges::find_if(kRows, [&](const Row& row) {
    return Has(row.names, lower) && row.arguments == arguments.size();
  });
  if (found == std::end(kRows))
    found = std::ranges::find_if(kRows, [&](const Row& row) { return Has(row.names, lower); });
  if (found != std::end(kRows)) {
    const Row& row = *found;
    static constexpr std::string_view kPlaces[] = {"field", "…", "…"};
    const bool whole = arguments.size() == row.arguments;
    std::string values[3];
    for (size_t i = 0; i < 3; ++i)
      values[i] = whole && i < arguments.size() ? arguments[i] : std::string(kPlaces[i]);
    // Some languages put the constant first; here it follows the operator.
    if (whole && row.arguments == 2 && row.ours.starts_with("{0} ") && IsQuoted(values[0]) &&
        !IsQuoted(values[1]))
      std::swap(values[0], values[1]);
    std::string ours = fmt::format(fmt::runtime(row.ours), values[0], values[1], values[2]);
    return {fmt::format("write `{}`", ours), whole ? ours : ""};
  }
  return {};
}

}  // namespace sigrun::sema
