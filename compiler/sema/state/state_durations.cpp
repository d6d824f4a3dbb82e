#include "compiler/sema/state/state_durations.h"

#include <cstdint>
#include <optional>
#include <variant>

#include "base/time/duration.h"
#include "base/time/event_time.h"
#include "compiler/diag/codes/state.h"
#include "runtime/program/vocabulary/constant.h"
#include "runtime/program/vocabulary/limits.h"

namespace sigrun::sema {
namespace {

std::optional<Duration> RequireDuration(Context& cx, ir::ExprId expr, bool zero_allowed) {
  const ir::Node& node = cx.out.exprs[expr].node;
  const auto* param = std::get_if<ir::ParamRef>(&node);
  const program::Constant& value =
      param ? cx.out.params[param->param].value : std::get<ir::Const>(node).value;
  const Duration duration = std::get<Duration>(value);
  const bool fits = (duration.micros > 0 || (zero_allowed && duration.micros == 0)) &&
                    duration.micros <= program::kMaxHistory.micros;
  if (fits) return duration;
  cx.sink.Emit(codes::DurationOutOfRange, cx.out.exprs[expr].span, FormatDuration(duration),
               zero_allowed ? "at least 0s" : "longer than 0s",
               FormatDuration(program::kMaxHistory));
  return std::nullopt;
}

}  // namespace

void CheckDurations(Context& cx, const ir::Rule& rule) {
  if (rule.alert.suppress) RequireDuration(cx, rule.alert.suppress->duration, false);
  if (!rule.stateful) return;
  if (rule.stateful->window) RequireDuration(cx, rule.stateful->window->length, false);
  for (const ir::FirstSeen& seen : rule.stateful->first_seen) {
    RequireDuration(cx, seen.history, false);
    RequireDuration(cx, seen.learn, true);
  }
  for (const ir::Baseline& baseline : rule.stateful->baselines) {
    const auto history = RequireDuration(cx, baseline.history, false);
    const auto every = RequireDuration(cx, baseline.every, false);
    if (!history || !every) continue;
    const int64_t bins = history->micros / every->micros;
    if (bins < 1 || bins > program::kMaxBaselineBins)
      cx.sink
          .Emit(codes::BaselineBins, cx.out.exprs[baseline.history].span, bins,
                program::kMaxBaselineBins)
          .Help("`history 14d, every 1h` makes 336 bins");
  }
}

}  // namespace sigrun::sema
