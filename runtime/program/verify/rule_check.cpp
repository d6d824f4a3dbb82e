#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/time/duration.h"
#include "runtime/program/text.h"
#include "runtime/program/verify/program_check.h"
#include "stdlib/aggregate.h"

namespace sigrun::program {
namespace {

bool IsHex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Complaint In(std::string_view where, Complaint why) {
  if (!why) return {};
  return fmt::format("{}: {}", where, *why);
}

// Checks the tables of one rule against the program they refer to.
class RuleCheck {
 public:
  RuleCheck(const Program& program, const Rule& rule) : program_(program), rule_(rule) {}

  Complaint Run() {
    if (Complaint why = CheckInfo()) return why;
    if (rule_.stateful)
      if (Complaint why = CheckStateful(*rule_.stateful)) return why;
    if (Complaint why = CheckExceptions()) return why;
    return CheckAlert();
  }

 private:
  Complaint CheckInfo() const;
  Complaint CheckExceptions() const;
  Complaint CheckAlert() const;
  Complaint CheckStateful(const Stateful& stateful) const;
  Complaint CheckStateSizes(const Stateful& stateful) const;
  Complaint CheckGroup(const Stateful& stateful) const;
  Complaint CheckMemory(const Stateful& stateful) const;
  Complaint CheckWindow(const Stateful& stateful) const;
  Complaint CheckAggregate(const Aggregate& aggregate) const;
  Complaint CheckPercent(uint32_t constant) const;
  Complaint CheckBaseline(const Stateful& stateful, const Baseline& baseline) const;
  Complaint CheckFirstSeen(const FirstSeen& seen) const;
  Complaint CheckSequence(const Stateful& stateful) const;
  static Complaint CheckAlternative(const SequenceAlternative& alternative,
                                    std::span<const SequenceStep> steps);
  Complaint CheckProvisos(const Stateful& stateful) const;
  Complaint CheckCell(const Stateful& stateful, const Cell& cell) const;
  Complaint CheckValues(const std::vector<uint32_t>& values) const;
  Complaint CheckDuration(uint32_t constant, Duration least) const;
  Duration DurationOf(uint32_t constant) const {
    return std::get<Duration>(program_.constants[constant]);
  }

  const Program& program_;
  const Rule& rule_;
};

constexpr Duration kSomeTime{1};

Complaint RuleCheck::CheckInfo() const {
  if (rule_.info.name.empty()) return "has no name";
  if (rule_.info.id.empty()) return "has no id";
  if (!IsNamed(rule_.info.level))
    return fmt::format("no level {}", static_cast<int>(rule_.info.level));
  if (rule_.source.valid() && rule_.source.index >= program_.sources.size())
    return fmt::format("no source {}", rule_.source.index);
  if (!IsHex(rule_.meaning))
    return fmt::format("the meaning {} is not in lower-case hexadecimal", Quoted(rule_.meaning));
  return {};
}

Complaint RuleCheck::CheckExceptions() const {
  if (Complaint why = CheckCount("exceptions", rule_.exceptions.size(), kMaxExceptions)) return why;
  for (size_t i = 0; i < rule_.exceptions.size(); ++i)
    if (const auto& until = rule_.exceptions[i].until)
      if (Complaint why = CheckTime(*until)) return In(fmt::format("exception {}", i), why);
  return {};
}

Complaint RuleCheck::CheckAlert() const {
  const AlertSpec& alert = rule_.alert;
  if (Complaint why = CheckCount("message parts", alert.message.size(), kMaxAlertParts)) return why;
  if (Complaint why = CheckCount("alert fields", alert.fields.size(), kMaxAlertParts)) return why;
  if (!alert.suppress) return {};
  if (Complaint why = CheckCount("suppress keys", alert.suppress->by.size(), kMaxSuppressKeys))
    return why;
  if (!IsHex(alert.suppress->keys))
    return fmt::format("suppress: the hash of its keys {} is not in lower-case hexadecimal",
                       Quoted(alert.suppress->keys));
  return In("suppress", CheckDuration(alert.suppress->duration, kSomeTime));
}

Complaint RuleCheck::CheckStateful(const Stateful& stateful) const {
  if (Complaint why = CheckStateSizes(stateful)) return why;
  if (Complaint why = CheckGroup(stateful)) return why;
  if (Complaint why = CheckWindow(stateful)) return why;
  for (const Aggregate& aggregate : stateful.aggregates)
    if (Complaint why = CheckAggregate(aggregate))
      return In("aggregate " + Shown(aggregate.name), why);
  for (const Baseline& baseline : stateful.baselines)
    if (Complaint why = CheckBaseline(stateful, baseline))
      return In("baseline " + Shown(baseline.name), why);
  for (const FirstSeen& seen : stateful.first_seen)
    if (Complaint why = CheckFirstSeen(seen)) return In("first_seen " + Shown(seen.name), why);
  if (stateful.sequence)
    if (Complaint why = CheckSequence(stateful)) return In("sequence", why);
  for (size_t i = 0; i < stateful.cells.size(); ++i)
    if (Complaint why = CheckCell(stateful, stateful.cells[i]))
      return In(fmt::format("cell {}", i), why);
  if (Complaint why = CheckProvisos(stateful)) return why;
  if (Complaint why = In("memory", CheckMemory(stateful))) return why;
  return In("captures", CheckValues(stateful.captures));
}

Complaint RuleCheck::CheckStateSizes(const Stateful& stateful) const {
  if (rule_.condition.size != 0 || rule_.condition.begin != 0 || rule_.condition.registers != 0)
    return "has a condition on one event beside its state";
  if (Complaint why = CheckCount("aggregates", stateful.aggregates.size(), kMaxAggregates))
    return why;
  if (Complaint why = CheckCount("baselines", stateful.baselines.size(), kMaxBaselines)) return why;
  if (Complaint why = CheckCount("first_seen", stateful.first_seen.size(), kMaxFirstSeen))
    return why;
  if (Complaint why = CheckCount("cells", stateful.cells.size(), kMaxCells)) return why;
  if (Complaint why = CheckCount("captures", stateful.captures.size(), kMaxCaptures)) return why;
  if (stateful.aggregates.empty() && stateful.first_seen.empty() && !stateful.sequence)
    return "nothing feeds the state";
  return {};
}

Complaint RuleCheck::CheckGroup(const Stateful& stateful) const {
  if (Complaint why = CheckCount("group values", stateful.group.size(), kMaxGroup)) return why;
  if (stateful.group_names.size() != stateful.group.size())
    return fmt::format("group: {} names for {} values", stateful.group_names.size(),
                       stateful.group.size());
  return In("group", CheckValues(stateful.group));
}

Complaint RuleCheck::CheckMemory(const Stateful& stateful) const {
  const Memory& memory = stateful.memory;
  if (!IsHex(memory.hash))
    return fmt::format("the hash {} is not in lower-case hexadecimal", Quoted(memory.hash));
  for (const uint32_t constant : memory.constants)
    if (constant >= program_.constants.size()) return fmt::format("no constant {}", constant);
  if (memory.captures.size() != stateful.captures.size())
    return fmt::format("{} hashes for {} captures", memory.captures.size(),
                       stateful.captures.size());
  return {};
}

Complaint RuleCheck::CheckWindow(const Stateful& stateful) const {
  if (!IsNamed(stateful.refire))
    return fmt::format("no way {} to fire again", static_cast<int>(stateful.refire));
  if (!stateful.window) {
    if (stateful.refire == Refire::kEvery) return "fires at every event without a window";
    const bool read =
        std::any_of(stateful.cells.begin(), stateful.cells.end(),
                    [](const Cell& cell) { return cell.kind != CellKind::kFirstSeen; });
    if (!read && stateful.baselines.empty()) return {};
    return "reads aggregates and has no window";
  }
  if (!IsNamed(stateful.window->kind))
    return fmt::format("no kind {} of window", static_cast<int>(stateful.window->kind));
  return In("window", CheckDuration(stateful.window->length, kSomeTime));
}

Complaint RuleCheck::CheckAggregate(const Aggregate& aggregate) const {
  if (!IsNamed(aggregate.kind))
    return fmt::format("no kind {} of aggregate", static_cast<int>(aggregate.kind));
  const stdlib::AggregateInfo& info = Info(aggregate.kind);
  const size_t least = info.least_arguments(), most = info.most_arguments();
  const size_t given = aggregate.arguments.size() + (aggregate.percent ? 1 : 0);
  if (info.has_percent() != aggregate.percent.has_value())
    return fmt::format("{} a percentage",
                       info.has_percent() ? "is a percentile without" : "is given");
  if (given < least || given > most)
    return fmt::format("{} takes {} arguments and is given {}", info.name,
                       least == most ? std::to_string(most) : fmt::format("{} to {}", least, most),
                       given);
  if (aggregate.percent)
    if (Complaint why = CheckPercent(*aggregate.percent)) return why;
  return CheckValues(aggregate.arguments);
}

Complaint RuleCheck::CheckPercent(uint32_t constant) const {
  if (constant >= program_.constants.size())
    return fmt::format("no constant {}: there are {}", constant, program_.constants.size());
  const auto* integer = std::get_if<int64_t>(&program_.constants[constant]);
  const auto* real = std::get_if<double>(&program_.constants[constant]);
  if (integer != nullptr ? *integer >= 0 && *integer <= 100
                         : real != nullptr && *real >= 0 && *real <= 100)
    return {};
  return fmt::format("constant {} is {} and not a percentage from 0 to 100", constant,
                     Describe(program_.constants[constant]));
}

Complaint RuleCheck::CheckBaseline(const Stateful& stateful, const Baseline& baseline) const {
  if (baseline.aggregate >= stateful.aggregates.size())
    return fmt::format("no aggregate {}: there are {}", baseline.aggregate,
                       stateful.aggregates.size());
  if (Complaint why = CheckDuration(baseline.history, kSomeTime)) return In("history", why);
  if (Complaint why = CheckDuration(baseline.every, kSomeTime)) return In("every", why);
  const Duration history = DurationOf(baseline.history), every = DurationOf(baseline.every);
  if (history < every)
    return fmt::format("the history of {} is shorter than one bin of {}", FormatDuration(history),
                       FormatDuration(every));
  if (history.micros / every.micros > kMaxBaselineBins)
    return fmt::format("{} bins of {} in the history of {}; the limit is {}",
                       history.micros / every.micros, FormatDuration(every),
                       FormatDuration(history), kMaxBaselineBins);
  return {};
}

Complaint RuleCheck::CheckFirstSeen(const FirstSeen& seen) const {
  const size_t given = seen.arguments.size();
  if (given == 0 || given > kMaxArguments)
    return fmt::format("takes 1 to {} arguments and is given {}", kMaxArguments, given);
  if (Complaint why = CheckValues(seen.arguments)) return why;
  if (Complaint why = CheckDuration(seen.history, kSomeTime)) return In("history", why);
  return In("learn", CheckDuration(seen.learn, Duration{0}));
}

Complaint RuleCheck::CheckSequence(const Stateful& stateful) const {
  const Sequence& sequence = *stateful.sequence;
  if (!stateful.window || stateful.window->kind != WindowKind::kSliding)
    return "has no sliding window";
  if (Complaint why = CheckCount("steps", sequence.steps.size(), kMaxSequenceSteps)) return why;
  std::span<const SequenceStep> rest(sequence.steps);
  for (const SequenceAlternative& alternative : sequence.alternatives) {
    if (alternative.steps == 0 || alternative.steps > rest.size())
      return fmt::format("an alternative of {} of {} steps", alternative.steps, rest.size());
    if (Complaint why = CheckAlternative(alternative, rest.first(alternative.steps))) return why;
    rest = rest.subspan(alternative.steps);
  }
  if (!rest.empty()) return fmt::format("{} steps are of no alternative", rest.size());
  return {};
}

Complaint RuleCheck::CheckAlternative(const SequenceAlternative& alternative,
                                      std::span<const SequenceStep> steps) {
  uint64_t positive = 0, events = 0;
  for (const SequenceStep& step : steps) {
    if (step.repeat == 0 || (step.negated && step.repeat != 1))
      return fmt::format("step {} is repeated {} times", Shown(step.name), step.repeat);
    positive += step.negated ? 0 : 1;
    events += step.negated ? 0 : step.repeat;
  }
  if (positive == 0) return "has no step that happens";
  if (Complaint why = CheckCount("events", events, kMaxSequenceEvents)) return why;
  if (alternative.at_least > positive)
    return fmt::format("{} of {} steps", alternative.at_least, positive);
  if (alternative.any_order) return {};
  if (steps.front().negated) return "begins with what is absent";
  if (Choices(positive, alternative.at_least) > kMaxSequenceChoices)
    return fmt::format("more than {} choices of steps", kMaxSequenceChoices);
  return {};
}

size_t CountOf(const Stateful& stateful, FeedKind kind) {
  if (kind == FeedKind::kAggregate) return stateful.aggregates.size();
  if (kind == FeedKind::kFirstSeen) return stateful.first_seen.size();
  return stateful.sequence ? stateful.sequence->steps.size() : 0;
}

Complaint RuleCheck::CheckProvisos(const Stateful& stateful) const {
  std::pair<FeedKind, uint32_t> last;
  for (size_t i = 0; i < stateful.provisos.size(); ++i) {
    const Proviso& proviso = stateful.provisos[i];
    if (!IsNamed(proviso.kind))
      return fmt::format("proviso {}: no kind {} of feed", i, static_cast<int>(proviso.kind));
    const size_t count = CountOf(stateful, proviso.kind);
    if (proviso.index >= count)
      return fmt::format("proviso {}: no {} {}: there are {}", i, Name(proviso.kind), proviso.index,
                         count);
    const std::pair place(proviso.kind, proviso.index);
    if (i > 0 && place <= last) return fmt::format("proviso {} is not in order", i);
    last = place;
  }
  return {};
}

Complaint RuleCheck::CheckCell(const Stateful& stateful, const Cell& cell) const {
  if (!IsNamed(cell.kind)) return fmt::format("no kind {} of cell", static_cast<int>(cell.kind));
  size_t count = stateful.baselines.size();
  std::string_view what = "baseline";
  if (cell.kind == CellKind::kAggregate) {
    count = stateful.aggregates.size();
    what = "aggregate";
  } else if (cell.kind == CellKind::kFirstSeen) {
    count = stateful.first_seen.size();
    what = "first_seen";
  } else if (cell.kind == CellKind::kSequence) {
    count = stateful.sequence ? 1 : 0;
    what = "sequence";
  }
  if (cell.index < count) return {};
  return fmt::format("no {} {}: there are {}", what, cell.index, count);
}

Complaint RuleCheck::CheckValues(const std::vector<uint32_t>& values) const {
  for (const uint32_t value : values)
    if (value >= program_.values.size())
      return fmt::format("no value {}: there are {}", value, program_.values.size());
  return {};
}

Complaint RuleCheck::CheckDuration(uint32_t constant, Duration least) const {
  if (constant >= program_.constants.size())
    return fmt::format("no constant {}: there are {}", constant, program_.constants.size());
  const auto* duration = std::get_if<Duration>(&program_.constants[constant]);
  if (duration == nullptr)
    return fmt::format("constant {} is {} and not a duration", constant,
                       Describe(program_.constants[constant]));
  if (*duration < least)
    return fmt::format("the duration {} is not {}", FormatDuration(*duration),
                       least == kSomeTime ? "above zero" : "zero or more");
  if (*duration > kMaxHistory)
    return fmt::format("the duration {} is above the limit of {}", FormatDuration(*duration),
                       FormatDuration(kMaxHistory));
  return {};
}

}  // namespace

Complaint CheckRule(const Program& program, const Rule& rule) {
  return RuleCheck(program, rule).Run();
}

}  // namespace sigrun::program
