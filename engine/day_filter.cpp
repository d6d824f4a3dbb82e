#include "engine/day_filter.h"

#include <algorithm>

#include "runtime/io/day_path.h"
#include "runtime/program/program.h"

namespace sigrun::engine {
namespace {

constexpr Duration kMargin = Days(1);

bool NeedsEarlier(const program::Rule& rule) { return rule.stateful || rule.alert.suppress; }

bool NeedsLater(const program::Rule& rule) {
  if (!rule.stateful) return false;
  const program::Stateful& state = *rule.stateful;
  if (!state.first_seen.empty() || !state.baselines.empty()) return true;
  return state.sequence && std::any_of(state.sequence->steps.begin(), state.sequence->steps.end(),
                                       [](const auto& step) { return step.negated; });
}

}  // namespace

DayFilter::DayFilter(const program::Program& program, const Options& options) : options_(options) {
  for (const program::Rule& rule : program.rules) {
    const bool earlier = options.since && NeedsEarlier(rule);
    const bool later = options.until && NeedsLater(rule);
    needs_earlier_ |= earlier;
    needs_later_ |= later;
    needing_ += earlier || later;
  }
}

DayFilter::Verdict DayFilter::Judge(std::string_view path) const {
  if (!options_.since && !options_.until) return Verdict::kRead;
  const auto delivered = io::DeliveryTimeOf(path);
  if (!delivered) return Verdict::kRead;
  if (options_.since && delivered->end + kMargin < *options_.since)
    return needs_earlier_ ? Verdict::kReadForState : Verdict::kSkip;
  if (options_.until && delivered->begin - kMargin >= *options_.until)
    return needs_later_ ? Verdict::kReadForState : Verdict::kSkip;
  return Verdict::kRead;
}

}  // namespace sigrun::engine
