// Evaluates all rules on one event: which single-event rules match it, and what it feeds to
// stateful ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/event/event.h"
#include "runtime/exec/evaluation.h"
#include "runtime/exec/loaded_program.h"
#include "runtime/program/feed.h"

namespace sigrun::exec {

class MatchHandler {
 public:
  virtual ~MatchHandler() = default;
  // Called in the order of the rules. The evaluation still has the event: alert units can be run.
  virtual void OnMatch(uint32_t rule, Evaluation& evaluation) = 0;
  // The evaluation can provide all values for the state of the rule. Not called for an event
  // without a time.
  virtual void OnFeed(const program::Fed& fed, Evaluation& evaluation) = 0;
};

// The result of a rule on an event of its log source.
enum class RuleResult : uint8_t {
  kNo,
  kMatched,    // or it feeds its state
  kExcepted,   // excluded by an exception
  kUntimed,    // it would feed its state if the event had a time
  kUndecided,  // it reached a limit: it neither matched nor fed
};

struct RuleCounters {
  uint64_t evaluated = 0;
  uint64_t matched = 0;    // matches or feeds
  uint64_t excepted = 0;   // excluded by an exception
  uint64_t untimed = 0;    // would feed its state if they had a time
  uint64_t undecided = 0;  // events on which it reached a limit: it neither matched nor fed there

  void Count(RuleResult result);
};

// What the rules found on one event.
struct EventResults {
  struct OfRule {
    uint32_t rule;
    RuleResult result;
  };
  std::span<const OfRule> rules;  // that were evaluated, in order
  bool undecided = false;         // for some rule
  bool exhausted = false;         // and it took too much memory
};

class Executor final : private RuleMatcher {
 public:
  struct Options {
    bool any_source = false;  // evaluate every rule whatever its log source
  };

  Executor(const LoadedProgram& program, const Options& options);

  // Finds the rules that may match the event. The event must live until it has been evaluated.
  void Begin(const event::Event& event);
  // Evaluates those rules.
  void Evaluate(MatchHandler& handler);
  // Evaluates only this rule from now on, and its stateful input rules.
  void OnlyRule(uint32_t rule);

  // Of the last evaluated event, until the next.
  EventResults results() const { return {results_, undecided_, exhausted_}; }
  Evaluation& evaluation() { return evaluation_; }

 private:
  void AddCandidates(const LoadedProgram::SlotIndex& index, const Value& value);
  RuleResult EvaluateRule(uint32_t rule, MatchHandler& handler);
  bool IsForRule(const LoadedProgram::RuleEntry& entry) const;
  Truth Matches(uint32_t rule) override;
  // The result of a rule for the event: its condition or its sources, then its exceptions.
  struct Finding {
    Truth matches = Truth::kNo;  // or feeds
    bool excepted = false;       // it would, without an exception
    bool untimed = false;        // it would match or feed if the event had a time
    program::Fed fed;
  };
  Finding Find(uint32_t rule);
  Truth FindFed(uint32_t rule, program::Fed& fed);
  Truth IsExcepted(const program::Rule& rule);
  bool AnyUndecided(const std::vector<uint32_t>& values);
  template <class Sources>
  uint64_t Complete(const Sources& sources, uint64_t bits, bool& undecided);

  const LoadedProgram& loaded_;
  const program::Program& program_;
  Options options_;
  std::optional<std::vector<uint64_t>> only_;  // as candidates_
  Evaluation evaluation_;
  const event::Event* event_ = nullptr;
  std::vector<uint64_t> candidates_;  // bit i % 64 of word i / 64: rule i
  std::vector<EventResults::OfRule> results_;
  bool undecided_ = false, exhausted_ = false;
  // Results of rules that others ask: for this event if they have its number.
  struct Known {
    uint64_t event = 0;
    Truth matches = Truth::kNo;
  };
  std::vector<Known> known_;
  uint64_t number_ = 0;  // of the event
};

}  // namespace sigrun::exec
