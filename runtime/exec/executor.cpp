#include "runtime/exec/executor.h"

#include <algorithm>
#include <bit>

#include "stdlib/native/coerce.h"
#include "stdlib/native/escape.h"

namespace sigrun::exec {

Executor::Executor(const LoadedProgram& program, const Options& options)
    : loaded_(program),
      program_(program.program()),
      options_(options),
      evaluation_(program, this),
      known_(program_.rules.size()) {
  if (options_.only_rule) only_ = RulesFor(program_, *options_.only_rule);
}

void Executor::Begin(const event::Event& event) {
  event_ = &event;
  ++number_;
  results_.clear();
  undecided_ = exhausted_ = false;
  evaluation_.SetEvent(event.slots);
  group_ = options_.any_source ? loaded_.group_of_all() : loaded_.GroupOf(event.source);
  const LoadedProgram::RuleGroup& group = loaded_.groups()[group_];
  candidates_ = group.always;
  for (const LoadedProgram::SlotIndex* index : group.equality)
    AddCandidates(*index, event.slots[index->slot]);
  for (const uint32_t slot : group.literals)
    if (!evaluation_.LookAt(slot, &candidates_)) Add(group.by_literal);
  for (uint32_t word = 0; word < candidates_.size(); ++word) {
    candidates_[word] &= group.all[word];
    if (only_) candidates_[word] &= (*only_)[word];
  }
}

void Executor::Evaluate(MatchHandler& handler) {
  for (uint32_t word = 0; word < candidates_.size(); ++word)
    for (uint64_t bits = candidates_[word]; bits != 0; bits &= bits - 1) {
      const uint32_t rule = word * 64 + static_cast<uint32_t>(std::countr_zero(bits));
      const RuleResult result = EvaluateRule(rule, handler);
      if (result != RuleResult::kNo || loaded_.FoundByText(rule))
        results_.push_back({rule, result});
    }
}

void Executor::Add(const RuleSet& rules) {
  for (uint32_t word = 0; word < candidates_.size(); ++word) candidates_[word] |= rules[word];
}

void Executor::AddCandidates(const LoadedProgram::SlotIndex& index, const Value& value) {
  if (value.kind == Kind::kList) {
    for (uint32_t i = 0; i < value.size; ++i) AddCandidates(index, value.items[i]);
    return;
  }
  if (!value.present()) return;
  const auto add = [&](uint32_t rule) { exec::Add(rule, candidates_); };
  const uint32_t refusals = evaluation_.arena().refusals();
  if (const auto text = stdlib::native::ToText(value, evaluation_.arena()))
    index.rules.ForEach(*text, add);
  if (const auto other = stdlib::native::UnescapedObject(value, evaluation_.arena()))
    index.rules.ForEach(*other, add);
  // A text for which memory was lacking may be any text.
  if (evaluation_.arena().refusals() != refusals) Add(loaded_.groups()[group_].all);
}

bool Executor::IsForRule(uint32_t rule) const {
  return Contains(loaded_.groups()[group_].all, rule);
}

RuleResult Executor::EvaluateRule(uint32_t index, MatchHandler& handler) {
  Finding finding = Find(index);
  // Again with all of the memory: the consumption of other rules must not decide.
  if (finding.matches == Truth::kUndecided && evaluation_.exhausted()) {
    evaluation_.SetEvent(event_->slots);
    finding = Find(index);
    exhausted_ |= finding.matches == Truth::kUndecided && evaluation_.exhausted();
  }
  if (finding.untimed) return RuleResult::kUntimed;
  if (finding.matches == Truth::kNo && !finding.excepted) return RuleResult::kNo;
  known_[index] = {number_, finding.matches};
  if (finding.matches == Truth::kUndecided) {
    undecided_ = true;
    return RuleResult::kUndecided;
  }
  if (finding.excepted) return RuleResult::kExcepted;
  program_.rules[index].stateful ? handler.OnFeed(finding.fed, evaluation_)
                                 : handler.OnMatch(index, evaluation_);
  return RuleResult::kMatched;
}

// The result of EvaluateRule.
Truth Executor::Matches(uint32_t rule) {
  Known& known = known_[rule];
  if (known.event == number_) return known.matches;
  const Truth matches = IsForRule(rule) ? Find(rule).matches : Truth::kNo;
  known = {number_, matches};
  return matches;
}

Executor::Finding Executor::Find(uint32_t index) {
  const LoadedProgram::RuleEntry& entry = loaded_.rule_entry(index);
  const program::Rule& rule = program_.rules[index];
  Finding finding;
  finding.fed.rule = index;
  if (entry.gate && evaluation_.AskAtom(*entry.gate) == Truth::kNo) return finding;
  finding.matches = rule.stateful ? FindFed(index, finding.fed) : evaluation_.Ask(entry.condition);
  if (finding.matches == Truth::kNo) return finding;
  const Truth excepted = IsExcepted(rule);
  if (excepted == Truth::kYes) {
    finding.excepted = finding.matches == Truth::kYes;
    finding.matches = Truth::kNo;
  }
  if (excepted == Truth::kUndecided) finding.matches = Truth::kUndecided;
  // Stateful rules only see events with a time.
  finding.untimed = rule.stateful && !event_->timed && finding.matches == Truth::kYes;
  if (finding.untimed) finding.matches = Truth::kNo;
  return finding;
}

Truth Executor::IsExcepted(const program::Rule& rule) {
  Truth excepted = Truth::kNo;
  for (const program::Exception& exception : rule.exceptions) {
    const bool ended = exception.until && (!event_->timed || event_->time >= *exception.until);
    const Truth when = ended ? Truth::kNo : evaluation_.Ask(exception.when);
    if (when == Truth::kYes) return when;
    if (when == Truth::kUndecided) excepted = when;
  }
  return excepted;
}

// Everything that the event feeds, or nothing: a part of it would make the state wrong.
Truth Executor::FindFed(uint32_t index, program::Fed& fed) {
  const program::Stateful& state = *program_.rules[index].stateful;
  bool undecided = false;
  for (const LoadedProgram::FeedSource& source : loaded_.rule_entry(index).sources) {
    const Truth where = evaluation_.Ask(source.where);
    undecided |= where == Truth::kUndecided;
    if (where != Truth::kYes) continue;
    fed.aggregates |= Complete(state.aggregates, source.aggregates, undecided);
    fed.first_seen |= Complete(state.first_seen, source.first_seen, undecided);
    fed.steps |= source.steps;
  }
  if (fed.Feeds()) undecided |= AnyUndecided(state.group) || AnyUndecided(state.captures);
  return undecided ? Truth::kUndecided : TruthOf(fed.Feeds());
}

bool Executor::AnyUndecided(const std::vector<uint32_t>& values) {
  return std::any_of(values.begin(), values.end(),
                     [&](uint32_t value) { return evaluation_.SharedValue(value).undecided; });
}

// The subset of `bits` whose sources have all arguments present.
template <class Sources>
uint64_t Executor::Complete(const Sources& sources, uint64_t bits, bool& undecided) {
  uint64_t complete = 0;
  for (; bits != 0; bits &= bits - 1) {
    const auto& arguments = sources[static_cast<size_t>(std::countr_zero(bits))].arguments;
    const bool all = std::all_of(arguments.begin(), arguments.end(), [&](uint32_t argument) {
      const Value& value = evaluation_.SharedValue(argument);
      return value.present() || value.undecided;
    });
    if (!all) continue;
    complete |= bits & -bits;
    undecided |= AnyUndecided(arguments);
  }
  return complete;
}

}  // namespace sigrun::exec
