#include "stdlib/aggregate.h"

namespace sigrun::stdlib {
namespace {

constexpr AggregateInfo kTable[] = {
#define SIGRUN_AGGREGATE(name, least, most, numeric, result, available, doc) \
  {#name, least, most, numeric, AggregateResult::result, available, doc},
#include "stdlib/aggregates.def"
#undef SIGRUN_AGGREGATE
};

}  // namespace

Type AggregateInfo::ResultType(Type argument) const {
  switch (result) {
    case AggregateResult::kInteger:
      return kInt;
    case AggregateResult::kReal:
      return kFloat;
    case AggregateResult::kSameAsArgument:
      return argument;
  }
  return kAny;
}

std::span<const AggregateInfo> Aggregates() { return kTable; }

const AggregateInfo* FindAggregate(std::string_view name) {
  for (const AggregateInfo& row : kTable)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace sigrun::stdlib
