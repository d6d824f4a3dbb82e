// Puts one event to all rules: which single-event rules match it, and what it feeds to stateful
// ones.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/event/event.h"
#include "runtime/exec/loaded_program.h"
#include "runtime/exec/vm.h"
#include "runtime/program/feed.h"

namespace sigrun::exec {

class MatchHandler {
 public:
  virtual ~MatchHandler() = default;
  // Called in the order of the rules. The VM still has the event: alert units can be run.
  virtual void OnMatch(uint32_t rule, Vm& vm) = 0;
  // All values of the rule's state that go with it can be had of the VM. Not called for an event
  // without a time.
  virtual void OnFeed(const program::Fed& fed, Vm& vm) = 0;
};

struct RuleCounters {
  uint64_t evaluated = 0;
  uint64_t matched = 0;   // matches or feeds
  uint64_t excepted = 0;  // kept out by an exception
};

class Executor final : private RuleMatcher {
 public:
  struct Options {
    bool any_source = false;  // evaluate every rule whatever its log source
  };

  Executor(const LoadedProgram& program, const Options& options);

  // Finds the rules that the event may concern. It must live until it has been evaluated.
  void Begin(const event::Event& event);
  // Puts the event to those rules.
  void Evaluate(MatchHandler& handler);
  // Only this rule is evaluated from now on, and the rules with state that it is on.
  void OnlyRule(uint32_t rule);

  const std::vector<RuleCounters>& counters() const { return counters_; }
  // Events on which a computation ran out of memory: what it would have given counted as absent.
  uint64_t exhausted_events() const { return exhausted_events_; }
  Vm& vm() { return vm_; }

 private:
  void AddCandidates(const LoadedProgram::SlotIndex& index, const Value& value);
  void EvaluateRule(uint32_t rule, MatchHandler& handler);
  bool IsForRule(const LoadedProgram::RuleEntry& entry) const;
  bool Matches(uint32_t rule) override;
  bool FindMatch(uint32_t rule);
  bool IsExcepted(const program::Rule& rule);
  program::Fed FindFed(uint32_t index, const program::Stateful& state);
  template <class Sources>
  uint64_t Complete(const Sources& sources, uint64_t bits);

  const LoadedProgram& loaded_;
  const program::Program& program_;
  Options options_;
  std::optional<std::vector<uint64_t>> only_;  // as candidates_
  Vm vm_;
  const event::Event* event_ = nullptr;
  std::vector<uint64_t> candidates_;  // bit i % 64 of word i / 64: rule i
  std::vector<RuleCounters> counters_;
  // What is known of rules that others ask: of this event when it bears its number.
  struct Known {
    uint64_t event = 0;
    bool matches = false;
  };
  std::vector<Known> known_;
  uint64_t number_ = 0;  // of the event
  uint64_t exhausted_events_ = 0;
};

}  // namespace sigrun::exec
