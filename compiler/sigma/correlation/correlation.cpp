#include "compiler/sigma/correlation/correlation.h"

#include <algorithm>

namespace sigrun::sigma {
namespace {

struct TypeName {
  std::string_view name;
  Correlation::Type type;
};
constexpr TypeName kTypes[] = {
    {"event_count", Correlation::kEventCount},
    {"value_count", Correlation::kValueCount},
    {"temporal", Correlation::kTemporal},
    {"temporal_ordered", Correlation::kTemporalOrdered},
    {"value_sum", Correlation::kValueSum},
    {"value_avg", Correlation::kValueAvg},
    {"value_percentile", Correlation::kValuePercentile},
    {"value_median", Correlation::kValueMedian},
};

}  // namespace

std::string_view NameOf(Correlation::Type type) {
  for (const TypeName& row : kTypes)
    if (row.type == type) return row.name;
  return {};
}

std::optional<Correlation::Type> TypeNamed(std::string_view name) {
  const auto* row = std::ranges::find(kTypes, name, &TypeName::name);
  return row == std::end(kTypes) ? std::nullopt : std::optional(row->type);
}

std::vector<std::string> TypeNames() {
  std::vector<std::string> names;
  for (const TypeName& row : kTypes) names.emplace_back(row.name);
  return names;
}

}  // namespace sigrun::sigma
