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
      vm_(program),
      counters_(program_.rules.size()) {}

void Executor::Begin(const event::Event& event) {
  event_ = &event;
  vm_.SetEvent(event.slots);
  candidates_ = loaded_.always();
  for (const LoadedProgram::SlotIndex& index : loaded_.slot_indexes())
    AddCandidates(index, event.slots[index.slot]);
  if (!only_rule_) return;
  for (uint32_t word = 0; word < candidates_.size(); ++word)
    candidates_[word] &= word == *only_rule_ / 64 ? uint64_t{1} << *only_rule_ % 64 : 0;
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

void Executor::EvaluateRule(uint32_t index, MatchHandler& handler) {
  const LoadedProgram::RuleEntry& entry = loaded_.rule_entry(index);
  const bool cloudtrail = event_->source == event::Source::kCloudTrail;
  if (!options_.any_source && cloudtrail != entry.cloudtrail) return;
  ++counters_[index].evaluated;
  if (entry.gate && !vm_.Atom(*entry.gate)) return;
  const program::Rule& rule = program_.rules[index];
  if (rule.stateful) {
    if (event_->timed) Feed(index, *rule.stateful, handler);
    return;
  }
  if (!vm_.Holds(entry.condition)) return;
  if (IsExcepted(rule)) {
    ++counters_[index].excepted;
    return;
  }
  ++counters_[index].matched;
  handler.OnMatch(index, vm_);
}

bool Executor::IsExcepted(const program::Rule& rule) {
  for (const program::Exception& exception : rule.exceptions) {
    const bool ended = exception.until && event_->timed && event_->time >= *exception.until;
    if (!ended && vm_.Predicate(exception.when)) return true;
  }
  return false;
}

void Executor::Feed(uint32_t index, const program::Stateful& state, MatchHandler& handler) {
  program::Fed fed{index};
  for (const LoadedProgram::FeedSource& source : loaded_.rule_entry(index).sources) {
    if (!vm_.Holds(source.where)) continue;
    fed.aggregates |= Complete(state.aggregates, source.aggregates);
    fed.first_seen |= Complete(state.first_seen, source.first_seen);
    fed.steps |= source.steps;
  }
  if (fed.aggregates == 0 && fed.first_seen == 0 && fed.steps == 0) return;
  if (IsExcepted(program_.rules[index])) {
    ++counters_[index].excepted;
    return;
  }
  ++counters_[index].matched;
  handler.OnFeed(fed, vm_);
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
