// The contenders of one process. They run one at a time, each when the contest asks for it: a line
// with a name on standard input is answered by a line of JSON with the time and what the run found.
// So contenders of several processes and languages can take turns (bench/contest.py).
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sigrun::bench {

// Numbers that a run found, by name.
using Facts = std::vector<std::pair<std::string, double>>;

// Of the clock: CLOCK_PROCESS_CPUTIME_ID is the processor time of all threads.
inline double SecondsOf(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Contenders {
 public:
  void Add(std::string name, std::function<Facts()> run) {
    runs_[std::move(name)] = std::move(run);
  }

  // Until standard input ends; returns the exit code.
  int Serve() const {
    for (std::string name; std::getline(std::cin, name);) {
      const auto found = runs_.find(name);
      if (found == runs_.end()) {
        fmt::print(stderr, "there is no contender '{}'\n", name);
        return 2;
      }
      const double processor = SecondsOf(CLOCK_PROCESS_CPUTIME_ID);
      const double wall = SecondsOf(CLOCK_MONOTONIC);
      const Facts facts = found->second();
      fmt::print("{{\"cpu\":{},\"wall\":{}", SecondsOf(CLOCK_PROCESS_CPUTIME_ID) - processor,
                 SecondsOf(CLOCK_MONOTONIC) - wall);
      for (const auto& [key, value] : facts) fmt::print(",\"{}\":{}", key, value);
      fmt::print("}}\n");
      std::fflush(stdout);
    }
    return 0;
  }

 private:
  std::map<std::string, std::function<Facts()>> runs_;
};

}  // namespace sigrun::bench
