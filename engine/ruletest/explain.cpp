#include "engine/ruletest/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/codegen/emit.h"
#include "engine/pipeline.h"
#include "engine/ruletest/parts.h"
#include "runtime/event/decoder.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::engine {
namespace {

constexpr size_t kMostReasons = 8;  // of one event
constexpr size_t kMostEvents = 12;  // numbers of events in one line

class Collector final : public AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    alerts.push_back(alert);
    return Ok();
  }
  std::vector<alert::Alert> alerts;
};

std::string Numbers(const std::vector<uint64_t>& events) {
  if (events.empty()) return "no event";
  std::string text = events.size() == 1 ? "event " : "events ";
  for (size_t i = 0; i < std::min(events.size(), kMostEvents); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", events[i]);
  if (events.size() > kMostEvents) text += fmt::format(" and {} more", events.size() - kMostEvents);
  return text;
}

std::string Join(const std::vector<std::string>& reasons) {
  std::string text;
  for (size_t i = 0; i < std::min(reasons.size(), kMostReasons); ++i)
    text += (i == 0 ? "" : "; ") + reasons[i];
  if (reasons.size() > kMostReasons)
    text += fmt::format("; and {} more", reasons.size() - kMostReasons);
  return text;
}

// Runs a probe over the same events: a rule that fires on each event (or on each that feeds the
// rule), and whose alert contains the results.
class Explainer {
 public:
  Explainer(const Failure& failure, const ir::RuleSet& rules, const SourceMap& sources)
      : failure_(failure), rules_(rules), rule_(rules.rules[failure.rule]), sources_(sources) {
    for (ir::Rule& rule : rules_.rules) Clear(rule);
  }

  std::vector<std::string> Run() {
    if (rule_.stateful)
      ExplainState();
    else
      ExplainEvents(rule_.condition, "");
    ExplainExceptions();
    return std::move(lines_);
  }

 private:
  // Parts that do not concern the rule are not compiled again.
  void Clear(ir::Rule& rule) {
    if (Concerns(static_cast<uint32_t>(&rule - rules_.rules.data()))) return;
    rule.stateful.reset();
    rule.exceptions.clear();
    rule.alert = {};
    rule.condition = rules_.Add(ir::Truth{false}, stdlib::kBool, {});
  }
  bool Concerns(uint32_t index) {
    if (needed_.empty()) Need(failure_.rule);
    return needed_.count(index) > 0;
  }
  // Rules are nested at most 16 deep.
  void Need(uint32_t index) {
    if (!needed_.insert(index).second) return;
    for (const uint32_t input : rules_.rules[index].inputs) Need(input);
  }

  // The alerts of the rule when its condition is always true.
  std::vector<alert::Alert> Ask(ir::Rule probe, const Parts& parts) const {
    ir::RuleSet asked = rules_;
    probe.info.name += ".why";
    probe.info.id += ".why";
    probe.condition = asked.Add(ir::Truth{true}, stdlib::kBool, {});
    probe.exceptions.clear();
    probe.alert = {};
    probe.alert.fields = parts.fields();
    asked.rules.push_back(std::move(probe));
    net::Options options;
    options.share = false;
    auto program = codegen::Emit(net::Build(asked, options));
    if (!program.ok() || !program::Verify(*program).ok()) return {};
    const exec::LoadedProgram loaded(std::move(*program));
    Options plain;
    plain.only_rule = static_cast<uint32_t>(asked.rules.size() - 1);
    Collector collector;
    Pipeline pipeline(loaded, plain, collector);
    event::Decoder decoder(Pipeline::LayoutOf(loaded, plain), plain.event_limits, pipeline);
    pipeline.BeginFile("test");
    decoder.Begin(0);
    decoder.Feed(failure_.events);
    decoder.End();
    if (!pipeline.Finish().ok()) return {};
    std::ranges::stable_sort(collector.alerts, {}, &alert::Alert::record);
    return std::move(collector.alerts);
  }

  ir::Rule EventProbe() const {
    ir::Rule probe = rule_;
    probe.stateful.reset();
    return probe;
  }

  // For a predicate on single events: the event that came closest to it, or those for which it
  // held.
  void ExplainEvents(ir::ExprId predicate, const std::string& whose) {
    Parts parts(rules_, sources_, nullptr);
    parts.Add(predicate);
    const std::vector<alert::Alert> events = Ask(EventProbe(), parts);
    if (events.empty()) return Say(whose + "no event was evaluated");
    if (failure_.too_seldom) return SayClosest(predicate, parts, events, whose);
    for (const alert::Alert& event : events)
      if (parts.Holds(predicate, event.values) && Fired(event.record)) {
        Say(fmt::format("{}event {}: {}", whose, event.record,
                        Join(parts.Why(predicate, event.values))));
        if (lines_.size() >= 3) return;
      }
  }

  bool Fired(uint64_t event) const {
    return std::ranges::find(failure_.fired, event) != failure_.fired.end();
  }

  void SayClosest(ir::ExprId predicate, const Parts& parts, const std::vector<alert::Alert>& events,
                  const std::string& whose) {
    const alert::Alert* closest = nullptr;
    std::vector<std::string> fewest;
    size_t missed = 0;
    for (const alert::Alert& event : events) {
      if (parts.Holds(predicate, event.values)) continue;
      ++missed;
      std::vector<std::string> reasons = parts.Why(predicate, event.values);
      if (closest != nullptr && reasons.size() > fewest.size()) continue;
      if (closest != nullptr && reasons.size() == fewest.size() && !rule_.stateful) continue;
      closest = &event;
      fewest = std::move(reasons);
    }
    if (closest == nullptr) return;
    const std::string others =
        missed > 1 ? fmt::format(" (the closest of {} that did not match)", missed) : "";
    Say(fmt::format("{}event {}{}{}: {}", whose, closest->record, GroupOf(*closest), others,
                    Join(fewest)));
  }

  static std::string GroupOf(const alert::Alert& alert) {
    std::string text;
    for (const auto& [name, value] : alert.group)
      text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name,
                          value.kind == Kind::kAbsent ? "absent" : value.text);
    return text.empty() ? "" : " in the group " + text;
  }

  void ExplainState() {
    ir::Rule probe = rule_;
    probe.stateful->refire = program::Refire::kEvery;
    Parts parts(rules_, sources_, &*rule_.stateful);
    parts.Add(rule_.condition);
    const std::vector<alert::Alert> feeds = Ask(probe, parts);
    if (rule_.stateful->sequence) ExplainSteps();
    if (feeds.empty()) return ExplainSources();
    if (failure_.too_seldom) SayClosest(rule_.condition, parts, feeds, "after ");
    if (failure_.too_seldom) return;
    for (const alert::Alert& feed : feeds)
      if (Fired(feed.record) && lines_.size() < 3)
        Say(fmt::format("after event {}{}: {}", feed.record, GroupOf(feed),
                        Join(parts.Why(rule_.condition, feed.values))));
  }

  // No event fed the rule: why not.
  void ExplainSources() {
    for (const ir::Aggregate& one : rule_.stateful->aggregates) ExplainSource(one.where, one.name);
    for (const ir::FirstSeen& one : rule_.stateful->first_seen) ExplainSource(one.where, one.name);
  }
  void ExplainSource(ir::ExprId where, const std::string& name) {
    ExplainEvents(where, fmt::format("nothing fed `{}`: ", name));
  }

  // Which events match which step.
  void ExplainSteps() {
    Parts parts(rules_, sources_, nullptr);
    for (const ir::SequenceStep& step : rule_.stateful->sequence->steps) parts.Add(step.where);
    const std::vector<alert::Alert> events = Ask(EventProbe(), parts);
    for (const ir::SequenceStep& step : rule_.stateful->sequence->steps) {
      std::vector<uint64_t> fitting;
      for (const alert::Alert& event : events)
        if (parts.Holds(step.where, event.values)) fitting.push_back(event.record);
      const std::string count = step.repeat > 1 ? fmt::format(" * {}", step.repeat) : "";
      Say(fmt::format("step `{}{}{}` matches {}", step.negated ? "not " : "", step.name, count,
                      Numbers(fitting)));
    }
  }

  void ExplainExceptions() {
    if (!failure_.too_seldom) return;
    for (const ir::Exception& exception : rule_.exceptions) {
      Parts parts(rules_, sources_, nullptr);
      parts.Add(exception.when);
      std::vector<uint64_t> covered;
      for (const alert::Alert& event : Ask(EventProbe(), parts))
        if (parts.Holds(exception.when, event.values) &&
            !(exception.until && event.timed && event.time >= *exception.until))
          covered.push_back(event.record);
      if (!covered.empty())
        Say(fmt::format("the exception `{}` covers {}", parts.Text(exception.when),
                        Numbers(covered)));
    }
  }

  void Say(std::string line) { lines_.push_back(std::move(line)); }

  const Failure& failure_;
  ir::RuleSet rules_;
  const ir::Rule rule_;
  const SourceMap& sources_;
  std::set<uint32_t> needed_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> Explain(const Failure& failure, const ir::RuleSet& rules,
                                 const SourceMap& sources) {
  return Explainer(failure, rules, sources).Run();
}

}  // namespace sigrun::engine
