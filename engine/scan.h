// Reads inputs through a pipeline: the core of `sigrun scan`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/pipeline.h"
#include "engine/report.h"
#include "runtime/io/input.h"

namespace sigrun::engine {

// Files that are logs of another kind.
struct OtherLogs {
  uint64_t files = 0;
  std::string example;
};

// Members of archives count as files.
struct ScanResult {
  static constexpr size_t kMostErrors = 1'000;

  uint64_t files_read = 0;
  uint64_t files_failed = 0;
  uint64_t files_of_other_days = 0;  // CloudTrail's, by their paths: not read
  uint64_t other_days_read = 0;      // such files that were read for the sake of rules
  uint64_t rules_that_need_them = 0;
  // Missing, unreadable or truncated files, or files without a readable record; the part that was
  // read counts. The first kMostErrors.
  std::vector<Error> file_errors;
  std::map<std::string, OtherLogs> other_logs;  // by kind
  io::ReadStats bytes;
  bool stopped = false;     // hooks.stop said so
  uint64_t files_left = 0;  // then: not read, or not to their end
  double seconds = 0;       // of the wall clock, for the summary only
};

// The order of the records of the inputs: a single standard input or FIFO is a stream, a single
// file may be in order. Several inputs are read to their ends, whatever they are.
Arrival ArrivalOf(const io::InputSet& inputs);

// Reads the inputs in the order of their paths, so that the answer does not depend on the order in
// which they are named; streams last. Where the pipeline asks for it, files are read twice.
ScanResult Scan(const io::InputSet& inputs, const exec::LoadedProgram& program,
                const Options& options, Pipeline& pipeline, const io::ReadHooks& hooks = {});

// The counters of a run as JSON, for --stats: keys are stable, see docs/reference/alerts.md.
std::string StatsJson(const ScanResult& result, const RunReport& report,
                      const program::Program& program);

}  // namespace sigrun::engine
