#include "runtime/exec/executor.h"

#include <algorithm>

#include "stdlib/native/coerce.h"
#include "stdlib/native/text_set.h"

namespace sigrun::exec {

Executor::Executor(const LoadedProgram& program, const Options& options)
    : loaded_(program),
      program_(program.program()),
      options_(options),
      vm_(program),
      counters_(program_.rules.size()) {}

void Executor::Evaluate(const event::Event& event, MatchHandler& handler) {
  vm_.SetEvent(event.slots);
  CollectCandidates(event);
  for (const uint32_t rule : candidates_) EvaluateRule(rule, event, handler);
  exhausted_events_ += vm_.exhausted();
}

void Executor::CollectCandidates(const event::Event& event) {
  candidates_ = loaded_.always();
  for (const LoadedProgram::SlotIndex& index : loaded_.slot_indexes())
    AddCandidates(index, event.slots[index.slot]);
  if (candidates_.size() == loaded_.always().size()) return;
  std::sort(candidates_.begin(), candidates_.end());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
}

void Executor::AddCandidates(const LoadedProgram::SlotIndex& index, const Value& value) {
  if (value.kind == Kind::kList) {
    for (uint32_t i = 0; i < value.size; ++i) AddCandidates(index, value.items[i]);
    return;
  }
  if (!value.present()) return;
  const auto text = stdlib::native::ToText(value, vm_.arena());
  if (!text) return;
  const auto found = index.rules.find(stdlib::native::FoldedHash(*text).hash());
  if (found != index.rules.end())
    candidates_.insert(candidates_.end(), found->second.begin(), found->second.end());
}

void Executor::EvaluateRule(uint32_t index, const event::Event& event, MatchHandler& handler) {
  const program::Rule& rule = program_.rules[index];
  const bool cloudtrail = event.source == event::Source::kCloudTrail;
  if (only_rule_ && index != *only_rule_) return;
  if (!options_.any_source && cloudtrail != (rule.source == program::SourceFilter::kCloudTrail))
    return;
  ++counters_[index].evaluated;
  if (rule.stateful) {
    if (event.timed) Feed(index, *rule.stateful, event, handler);
    return;
  }
  if (!vm_.Predicate(rule.condition)) return;
  if (IsExcepted(rule, event)) {
    ++counters_[index].excepted;
    return;
  }
  ++counters_[index].matched;
  handler.OnMatch(index, vm_);
}

bool Executor::IsExcepted(const program::Rule& rule, const event::Event& event) {
  for (const program::Exception& exception : rule.exceptions) {
    const bool ended = exception.until && event.timed && event.time >= *exception.until;
    if (!ended && vm_.Predicate(exception.when)) return true;
  }
  return false;
}

void Executor::Feed(uint32_t index, const program::Stateful& state, const event::Event& event,
                    MatchHandler& handler) {
  program::Feed feed;
  feed.rule = index;
  arguments_.clear();
  const auto take = [&](const auto& source, uint64_t& bits, size_t i) {
    if (!vm_.Predicate(source.where)) return;
    const size_t before = arguments_.size();
    bool present = true;
    for (const uint32_t argument : source.arguments) {
      arguments_.push_back(vm_.SharedValue(argument));
      present &= arguments_.back().present();
    }
    if (present)
      bits |= uint64_t{1} << i;
    else
      arguments_.resize(before);
  };
  for (size_t i = 0; i < state.aggregates.size(); ++i)
    take(state.aggregates[i], feed.aggregates, i);
  for (size_t i = 0; i < state.first_seen.size(); ++i)
    take(state.first_seen[i], feed.first_seen, i);
  if (feed.aggregates == 0 && feed.first_seen == 0) return;
  if (IsExcepted(program_.rules[index], event)) {
    ++counters_[index].excepted;
    return;
  }
  ++counters_[index].matched;
  const auto collect = [&](const std::vector<uint32_t>& units, std::vector<Value>& values) {
    values.clear();
    for (const uint32_t unit : units) values.push_back(vm_.SharedValue(unit));
  };
  collect(state.group, group_);
  collect(state.captures, captures_);
  feed.group = group_;
  feed.arguments = arguments_;
  feed.captures = captures_;
  handler.OnFeed(feed);
}

}  // namespace sigrun::exec
