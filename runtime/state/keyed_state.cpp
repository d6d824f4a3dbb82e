#include "runtime/state/keyed_state.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/archive.h"
#include "base/check.h"
#include "runtime/program/program.h"
#include "runtime/state/feeder.h"
#include "runtime/state/feeding.h"
#include "runtime/state/kept/tuple_hash.h"
#include "runtime/state/rule/deadlines.h"
#include "runtime/state/rule/memory_relief.h"
#include "runtime/state/rule/rule_state.h"
#include "runtime/state/rule/selection.h"
#include "runtime/state/saved_state.h"
#include "runtime/state/verdicts.h"

namespace sigrun::state {
namespace {

RuleStates MakeRuleStates(const program::Program& program, const Limits& limits) {
  RuleStates rules;
  for (const program::Rule& rule : program.rules)
    rules.push_back(rule.stateful ? std::make_unique<RuleState>(
                                        MakeRulePlan(program, *rule.stateful, limits.window_steps))
                                  : nullptr);
  return rules;
}

}  // namespace

class KeyedState::Impl {
 public:
  Impl(const program::Program& program, const Limits& limits, Judge& judge, Firings& firings,
       Saving saving)
      : limits_(limits),
        saving_(saving),
        judge_(judge),
        rules_(MakeRuleStates(program, limits)),
        deadlines_(rules_),
        hashes_(saving == Saving::kYes),
        feeder_(limits_, hashes_, events_),
        verdicts_(limits_, events_, judge, firings) {}

  void Apply(const Occurrence& occurrence, const program::Feed& feed) {
    SIGRUN_CHECK(feed.rule < rules_.size() && rules_[feed.rule] != nullptr);
    RuleState& rule = *rules_[feed.rule];
    if (!selection_.Select(rule.plan, feed, judge_)) return;
    if (rule.plan.group_if_present && !IsGrouped(feed)) {
      ++rule.stats.ungrouped;
      return;
    }
    ++rule.stats.feeds;
    if (events_.WantsSweep()) Sweep();
    const size_t before = rule.usage.total();
    const int64_t time = InOrder(occurrence.time.micros, rule.stats);
    if (!rule.began) rule.began = time;
    const uint64_t sightings = rule.Sight(selection_.first_seen(), time, hashes_);
    const Feeding feeding{rule, occurrence, feed, selection_, time, sightings};
    if (rule.plan.windowed)
      ApplyWindowed(feeding);
    else
      verdicts_.AtEvent(feeding);
    memory_bytes_ += rule.usage.total() - before;
    if (memory_bytes_ <= limits_.memory_bytes) return;
    Relieve(rules_, limits_.memory_bytes, time);
    memory_bytes_ = MemoryOf(rules_);
  }

  void PrefetchIndex(uint32_t rule, const Hash128& key) const {
    rules_[rule]->groups.PrefetchIndex(key);
  }
  void PrefetchGroup(uint32_t rule, const Hash128& key) const {
    rules_[rule]->groups.PrefetchGroup(key);
  }

  void AdvanceTo(int64_t time) {
    while (const std::optional<uint32_t> rule = deadlines_.NextBefore(time)) Decide(*rule);
  }

  void StreamBegan(Timestamp time) {
    for (const auto& rule : rules_)
      if (rule && !rule->began) rule->began = time.micros;
  }
  void StopDeciding() { deadlines_.Stop(); }

  std::string Save(std::span<const std::string> names, const Renumber* files) {
    SIGRUN_CHECK(saving_ == Saving::kYes && names.size() == rules_.size());
    Sweep();
    SavedState saved{now_, feeder_.feeds(), {}, {}};
    ArchiveWriter events;
    events(events_);
    saved.events = std::move(events).Take();
    for (size_t i = 0; i < rules_.size(); ++i) {
      if (!rules_[i] || names[i].empty()) continue;
      ArchiveWriter writer(files);
      rules_[i]->Fields(writer, {}, limits_.evidence);
      saved.rules.push_back(
          {names[i], rules_[i]->began, rules_[i]->plan.captures, std::move(writer).Take()});
    }
    std::ranges::sort(saved.rules, {}, &SavedRule::name);
    ArchiveWriter writer;
    writer(saved);
    return std::move(writer).Take();
  }

  Status Load(std::string_view bytes, std::span<const std::string> names,
              std::vector<uint32_t>* loaded, uint32_t files) {
    SIGRUN_CHECK(names.size() == rules_.size());
    SavedState saved;
    ArchiveReader reader(bytes);
    reader(saved);
    reader.Require(reader.remaining() == 0, "bytes are left over");
    reader.Require(saved.IsPlausible(), "its rules are not in order, or a time is impossible");
    EventStore events;
    ArchiveReader of_events(saved.events);
    if (reader.ok()) {
      of_events(events);
      reader.Require(of_events.ok() && of_events.remaining() == 0, "its events make no sense");
    }
    if (!reader.ok()) return Error{"the state of rules is malformed: " + reader.failure()};
    std::vector<std::pair<uint32_t, std::unique_ptr<RuleState>>> found;
    for (uint32_t i = 0; i < rules_.size(); ++i) {
      const SavedRule* of = rules_[i] ? saved.Find(names[i]) : nullptr;
      if (of == nullptr) continue;
      found.emplace_back(i, std::make_unique<RuleState>(RulePlan(rules_[i]->plan)));
      ArchiveReader of_rule(of->state, files);
      RuleState& state = *found.back().second;
      state.Fields(of_rule, SavedCaptures(of->captures, state.plan.captures), limits_.evidence);
      state.began = of->began;
      of_rule.Require(of_rule.remaining() == 0, "bytes are left over");
      if (of_rule.ok()) of_rule.Require(state.AccountAll(events), "a group holds an unknown event");
      if (!of_rule.ok()) return Error{"the state of a rule is malformed: " + of_rule.failure()};
    }
    for (auto& [index, state] : found) {
      rules_[index] = std::move(state);
      if (loaded != nullptr) loaded->push_back(index);
      const RuleState& rule = *rules_[index];
      for (Group* group = rule.groups.oldest(); group != nullptr;
           group = rule.groups.NextAfter(*group))
        deadlines_.Note(rule.plan, *group);
    }
    events_ = std::move(events);
    now_ = saved.now;
    feeder_.SetFeeds(saved.feeds);
    memory_bytes_ = MemoryOf(rules_);
    return Ok();
  }

  const RuleStateStats& stats(uint32_t rule) const {
    static const RuleStateStats kNone;
    SIGRUN_CHECK(rule < rules_.size());
    return rules_[rule] ? rules_[rule]->stats : kNone;
  }
  size_t memory_bytes() const { return memory_bytes_; }

 private:
  static bool IsGrouped(const program::Feed& feed) {
    return std::ranges::all_of(feed.group, [](const Value& value) { return value.present(); });
  }

  int64_t InOrder(int64_t time, RuleStateStats& stats) {
    if (time < now_) ++stats.late;
    return now_ = std::max(now_, time);
  }

  void ApplyWindowed(const Feeding& feeding) {
    RuleState& rule = feeding.rule;
    Group& group = feeder_.Feed(feeding);
    deadlines_.Note(rule.plan, group);
    if (rule.plan.fires_at_events()) verdicts_.AtEvent(feeding, group);
    rule.Account(group);
    // Two for each that may have come: the table shrinks, and no feed pays for many.
    if (RemoveExpired(rule, feeding.time)) RemoveExpired(rule, feeding.time);
    rule.stats.groups = rule.groups.size();
  }

  void Sweep() {
    events_.Sweep([this](auto visit) {
      for (const auto& rule : rules_)
        if (rule)
          rule->groups.ForEach([&](Group& group) { group.ForEachEvent(rule->plan, visit); });
    });
  }

  // The first match of the rule that waits has come to its deadline.
  void Decide(uint32_t index) {
    RuleState& rule = *rules_[index];
    const size_t before = rule.usage.total();
    const int64_t time = rule.deadlines.begin()->first.first;
    Group& group = *rule.deadlines.begin()->second;
    const WaitingMatch match = group.steps(rule.plan)->TakeFirst();
    --rule.stats.undecided;
    rule.Schedule(group);
    verdicts_.AtDeadline(index, rule, group, time, match);
    rule.Account(group);
    memory_bytes_ += rule.usage.total() - before;
  }

  const Limits limits_;
  const Saving saving_;
  Judge& judge_;
  RuleStates rules_;  // of Program::rules; null where not stateful
  Deadlines deadlines_;
  TupleHash hashes_;
  EventStore events_;
  Selection selection_;  // of the feed that is being applied
  Feeder feeder_;
  Verdicts verdicts_;
  size_t memory_bytes_ = 0;  // of all rules
  int64_t now_ = INT64_MIN;
};

KeyedState::KeyedState(const program::Program& program, const Limits& limits, Judge& judge,
                       Firings& firings, Saving saving)
    : impl_(std::make_unique<Impl>(program, limits, judge, firings, saving)) {}
KeyedState::~KeyedState() = default;

void KeyedState::StreamBegan(Timestamp time) { impl_->StreamBegan(time); }
void KeyedState::StopDeciding() { impl_->StopDeciding(); }
void KeyedState::Apply(const Occurrence& occurrence, const program::Feed& feed) {
  impl_->Apply(occurrence, feed);
}
void KeyedState::PrefetchIndex(uint32_t rule, const Hash128& key) const {
  impl_->PrefetchIndex(rule, key);
}
void KeyedState::PrefetchGroup(uint32_t rule, const Hash128& key) const {
  impl_->PrefetchGroup(rule, key);
}
void KeyedState::AdvanceTo(Timestamp time) { impl_->AdvanceTo(time.micros); }

std::string KeyedState::Save(std::span<const std::string> names, const Renumber* files) const {
  return impl_->Save(names, files);
}
Status KeyedState::Load(std::string_view bytes, std::span<const std::string> names,
                        std::vector<uint32_t>* loaded, uint32_t files) {
  return impl_->Load(bytes, names, loaded, files);
}

const RuleStateStats& KeyedState::stats(uint32_t rule) const { return impl_->stats(rule); }
size_t KeyedState::memory_bytes() const { return impl_->memory_bytes(); }

}  // namespace sigrun::state
