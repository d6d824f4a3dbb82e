// Runs a program over events in memory, as the command line does for a file.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/pipeline.h"
#include "runtime/event/decoder.h"

namespace sigrun {

// Files, each as its lines, read as often as the pipeline asks for it; state may follow each line.
inline void ReadFiles(engine::Pipeline& pipeline, event::Decoder& decoder,
                      const std::vector<std::vector<std::string>>& files) {
  for (bool again = true; again; again = pipeline.must_restart()) {
    if (pipeline.must_restart()) pipeline.Restart();
    for (uint32_t i = 0; i < files.size(); ++i) {
      pipeline.BeginFile("f" + std::to_string(i));
      decoder.Begin(i);
      for (const std::string& line : files[i]) {
        decoder.Feed(line + "\n");
        decoder.Flush();
        pipeline.Advance();
      }
      decoder.End();
    }
  }
  CHECK(pipeline.Finish().ok());
  CHECK(pipeline.ledger().Balances());
}

inline void RunEngine(const exec::LoadedProgram& program, const engine::Options& options,
                      const std::string& events, engine::AlertSink& sink,
                      engine::Arrival arrival = engine::Arrival::kFiles) {
  engine::Pipeline pipeline(program, options, sink, arrival);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  ReadFiles(pipeline, decoder, {{events}});
}

}  // namespace sigrun
