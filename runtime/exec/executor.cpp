#include "runtime/exec/executor.h"

#include <algorithm>
#include <bit>

#include "runtime/program/inputs.h"
#include "stdlib/native/coerce.h"
#include "stdlib/native/escape.h"

namespace sigrun::exec {

Executor::Executor(const LoadedProgram& program, const Options& options)
    : loaded_(program),
      program_(program.program()),
      options_(options),
      vm_(program, this),
      counters_(program_.rules.size()),
      known_(program_.rules.size()) {}

void Executor::OnlyRule(uint32_t rule) {
  only_.emplace((program_.rules.size() + 63) / 64);
  for (const uint32_t needed : program::WithInputs(program_, rule))
    (*only_)[needed / 64] |= uint64_t{1} << needed % 64;
}

void Executor::Begin(const event::Event& event) {
  event_ = &event;
  ++number_;
  vm_.SetEvent(event.slots);
  candidates_ = loaded_.always();
  for (const LoadedProgram::SlotIndex& index : loaded_.slot_indexes())
    AddCandidates(index, event.slots[index.slot]);
  if (!only_) return;
  for (uint32_t word = 0; word < candidates_.size(); ++word) candidates_[word] &= (*only_)[word];
}

void Executor::Evaluate(MatchHandler& handler) {
  for (uint32_t word = 0; word < candidates_.size(); ++word)
    for (uint64_t bits = candidates_[word]; bits != 0; bits &= bits - 1)
      EvaluateRule(word * 64 + static_cast<uint32_t>(std::countr_zero(bits)), handler);
  exhausted_events_ += vm_.exhausted();
}

void Executor::AddCandidates(const LoadedProgram::SlotIndex& index, const Value& value) {
  if (value.kind == Kind::kList) {
    for (uint32_t i = 0; i < value.size; ++i) AddCandidates(index, value.items[i]);
    return;
  }
  if (!value.present()) return;
  const auto add = [&](uint32_t rule) { candidates_[rule / 64] |= uint64_t{1} << rule % 64; };
  if (const auto text = stdlib::native::ToText(value, vm_.arena())) index.rules.ForEach(*text, add);
  if (const auto other = stdlib::native::UnescapedObject(value, vm_.arena()))
    index.rules.ForEach(*other, add);
}

bool Executor::IsForRule(const LoadedProgram::RuleEntry& entry) const {
  using program::SourceFilter;
  if (options_.any_source || entry.source == SourceFilter::kAny) return true;
  const bool cloudtrail = event_->source == event::Source::kCloudTrail;
  return cloudtrail == (entry.source == SourceFilter::kCloudTrail);
}

void Executor::EvaluateRule(uint32_t index, MatchHandler& handler) {
  const LoadedProgram::RuleEntry& entry = loaded_.rule_entry(index);
  if (!IsForRule(entry)) return;
  ++counters_[index].evaluated;
  if (entry.gate && !vm_.Atom(*entry.gate)) return;
  const program::Rule& rule = program_.rules[index];
  program::Fed fed{index};
  if (rule.stateful) {
    fed = FindFed(index, *rule.stateful);
    if (!fed.Feeds()) return;
  } else if (!vm_.Holds(entry.condition)) {
    return;
  }
  const bool excepted = IsExcepted(rule);
  known_[index] = {number_, !excepted};
  ++(excepted ? counters_[index].excepted : counters_[index].matched);
  if (excepted) return;
  rule.stateful ? handler.OnFeed(fed, vm_) : handler.OnMatch(index, vm_);
}

bool Executor::Matches(uint32_t rule) {
  Known& known = known_[rule];
  if (known.event == number_) return known.matches;
  const bool matches = FindMatch(rule);
  known = {number_, matches};
  return matches;
}

// As EvaluateRule finds it, without its counters.
bool Executor::FindMatch(uint32_t index) {
  const LoadedProgram::RuleEntry& entry = loaded_.rule_entry(index);
  if (!IsForRule(entry) || (entry.gate && !vm_.Atom(*entry.gate))) return false;
  const program::Rule& rule = program_.rules[index];
  const bool holds =
      rule.stateful ? FindFed(index, *rule.stateful).Feeds() : vm_.Holds(entry.condition);
  return holds && !IsExcepted(rule);
}

bool Executor::IsExcepted(const program::Rule& rule) {
  for (const program::Exception& exception : rule.exceptions) {
    const bool ended = exception.until && event_->timed && event_->time >= *exception.until;
    if (!ended && vm_.Predicate(exception.when)) return true;
  }
  return false;
}

program::Fed Executor::FindFed(uint32_t index, const program::Stateful& state) {
  program::Fed fed{index};
  if (!event_->timed) return fed;
  for (const LoadedProgram::FeedSource& source : loaded_.rule_entry(index).sources) {
    if (!vm_.Holds(source.where)) continue;
    fed.aggregates |= Complete(state.aggregates, source.aggregates);
    fed.first_seen |= Complete(state.first_seen, source.first_seen);
    fed.steps |= source.steps;
  }
  return fed;
}

// Of the sources that the bits stand for, those of which no argument is absent.
template <class Sources>
uint64_t Executor::Complete(const Sources& sources, uint64_t bits) {
  uint64_t complete = 0;
  for (; bits != 0; bits &= bits - 1) {
    const auto& arguments = sources[static_cast<size_t>(std::countr_zero(bits))].arguments;
    const bool all = std::all_of(arguments.begin(), arguments.end(), [&](uint32_t argument) {
      return vm_.SharedValue(argument).present();
    });
    if (all) complete |= bits & -bits;
  }
  return complete;
}

}  // namespace sigrun::exec
