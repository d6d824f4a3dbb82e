// Puts a program to events in memory, as the command line does to a file.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "engine/pipeline.h"
#include "runtime/event/decoder.h"

namespace sigrun {

// `look` sees the pipeline before the first event.
inline void RunEngine(const exec::LoadedProgram& program, const engine::Options& options,
                      const std::string& events, engine::AlertSink& sink,
                      const std::function<void(engine::Pipeline&)>& look = {},
                      engine::Arrival arrival = engine::Arrival::kFiles) {
  engine::Pipeline pipeline(program, options, sink, arrival);
  if (look) look(pipeline);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  for (bool again = true; again; again = pipeline.must_restart()) {
    if (pipeline.must_restart()) pipeline.Restart();
    pipeline.BeginFile("events");
    decoder.Begin(0);
    decoder.Feed(events);
    decoder.End();
    pipeline.Advance();
  }
  CHECK(pipeline.Finish().ok());
  CHECK(pipeline.ledger().Balances());
}

}  // namespace sigrun
