// Evaluates all rules on one event: which single-event rules match it, and what it feeds to
// stateful ones.
#pragma once

#include <cstdint>
#include <optional>
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

// What the rules found on one event.
struct EventResults {
  struct OfRule {
    uint32_t rule;
    RuleResult result;
  };
  // In order, those that are found by a text; and of the others, which are evaluated on each event
  // of their group, those with another result than kNo.
  std::span<const OfRule> rules;
  uint32_t group = 0;      // of LoadedProgram: the rules that the event is for
  bool undecided = false;  // for some rule
  bool exhausted = false;  // and it took too much memory
};

class Executor final : private RuleMatcher {
 public:
  struct Options {
    bool any_source = false;  // evaluate every rule whatever its log source
    // Evaluate only this rule and its stateful input rules.
    std::optional<uint32_t> only_rule;
  };

  Executor(const LoadedProgram& program, const Options& options);

  // Finds the rules that may match the event. The event must live until it has been evaluated.
  void Begin(const event::Event& event);
  // Evaluates those rules.
  void Evaluate(MatchHandler& handler);

  // Of the last evaluated event, until the next.
  EventResults results() const { return {results_, group_, undecided_, exhausted_}; }
  Evaluation& evaluation() { return evaluation_; }

 private:
  void Add(const RuleSet& rules);
  void AddCandidates(const LoadedProgram::SlotIndex& index, const Value& value);
  RuleResult EvaluateRule(uint32_t rule, MatchHandler& handler);
  bool IsForRule(uint32_t rule) const;
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
  const Options options_;
  std::optional<RuleSet> only_;
  Evaluation evaluation_;
  const event::Event* event_ = nullptr;
  uint32_t group_ = 0;  // of the event
  RuleSet candidates_;
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
