#include "stdlib/aggregate.h"

#include <algorithm>

#include "base/check.h"

namespace sigrun::stdlib {
namespace {

constexpr AggregateInfo kTable[] = {
#define SIGRUN_AGGREGATE(kind, name, arguments, result, when_empty, sigma, doc, values, example) \
  {#name,                                                                                        \
   AggregateArguments::arguments,                                                                \
   AggregateResult::result,                                                                      \
   WhenEmpty::when_empty,                                                                        \
   sigma,                                                                                        \
   doc,                                                                                          \
   values,                                                                                       \
   example},
#include "stdlib/aggregates.def"
};

constexpr ReservedAggregate kReserved[] = {
#define SIGRUN_AGGREGATE(...)
#define SIGRUN_RESERVED_AGGREGATE(name, arguments, result, doc) {#name, arguments, result, doc},
#include "stdlib/aggregates.def"
};

}  // namespace

size_t AggregateInfo::least_arguments() const {
  switch (arguments) {
    case AggregateArguments::kNone:
      return 0;
    case AggregateArguments::kValue:
    case AggregateArguments::kTuple:
    case AggregateArguments::kNumber:
      return 1;
    case AggregateArguments::kNumberAndPercent:
      return 2;
  }
  return 0;
}

size_t AggregateInfo::most_arguments() const {
  constexpr size_t kLongestTuple = 8;
  return arguments == AggregateArguments::kTuple ? kLongestTuple : least_arguments();
}

bool AggregateInfo::needs_number() const {
  return arguments == AggregateArguments::kNumber || has_percent();
}

Type AggregateInfo::ResultType(Type argument) const {
  switch (result) {
    case AggregateResult::kInteger:
      return kInt;
    case AggregateResult::kReal:
      return kFloat;
    case AggregateResult::kNumber:
      return argument.IsNumber() ? argument : kFloat;
    case AggregateResult::kSameAsArgument:
      return argument;
  }
  return kAny;
}

std::span<const AggregateInfo> Aggregates() { return kTable; }

const AggregateInfo& Info(AggregateKind kind) {
  const auto index = static_cast<size_t>(kind);
  SIGRUN_CHECK(index < std::size(kTable));
  return kTable[index];
}

std::optional<AggregateKind> FindAggregate(std::string_view name) {
  return FindNamed<AggregateKind>(name);
}

std::span<const ReservedAggregate> ReservedAggregates() { return kReserved; }

bool IsAggregateName(std::string_view name) {
  return FindAggregate(name) ||
         std::ranges::find(kReserved, name, &ReservedAggregate::name) != std::end(kReserved);
}

}  // namespace sigrun::stdlib
