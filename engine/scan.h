// Reads inputs through a pipeline: what `sigrun scan` does.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/pipeline.h"
#include "runtime/io/input.h"

namespace sigrun::engine {

struct ScanResult {
  uint64_t files_read = 0;
  std::vector<Error> file_errors;  // missing, unreadable, truncated; what was read of them counts
  io::ReadStats bytes;
  double seconds = 0;  // of the wall clock, for the summary only
};

// Calls `progress` with stored bytes read since its last call; it may be empty.
ScanResult Scan(const io::InputSet& inputs, const exec::LoadedProgram& program,
                const Options& options, Pipeline& pipeline,
                const std::function<void(uint64_t)>& progress = {});

// The counters of a run as JSON, for --stats: keys are stable, see docs/alerts.md.
std::string StatsJson(const ScanResult& result, const Pipeline& pipeline,
                      const program::Program& program);

}  // namespace sigrun::engine
