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
                      const std::function<void(engine::Pipeline&)>& look = {}) {
  engine::Pipeline pipeline(program, options, sink);
  if (look) look(pipeline);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  pipeline.BeginFile("events");
  decoder.Begin(0);
  decoder.Feed(events);
  decoder.End();
  CHECK(pipeline.Finish().ok());
  CHECK(pipeline.ledger().Balances());
}

}  // namespace sigrun
