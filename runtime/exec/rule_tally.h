// Counts the results of rules. For most rules only results other than kNo are counted one by one:
// on how many events they were evaluated follows from the events of their group.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/exec/executor.h"

namespace sigrun::exec {

struct RuleCounters {
  uint64_t evaluated = 0;
  uint64_t matched = 0;    // matches or feeds
  uint64_t excepted = 0;   // excluded by an exception
  uint64_t untimed = 0;    // would feed its state if they had a time
  uint64_t undecided = 0;  // events on which it reached a limit: it neither matched nor fed there

  void Count(RuleResult result);
};

class RuleTally {
 public:
  // The options are those of the executor.
  RuleTally(const LoadedProgram& program, const Executor::Options& options);

  void Count(const EventResults& results);
  // By the rules of the program.
  std::vector<RuleCounters> Counters() const;

 private:
  const LoadedProgram& loaded_;
  const Executor::Options options_;
  std::vector<RuleCounters> counters_;
  std::vector<uint64_t> events_;  // by group
};

}  // namespace sigrun::exec
