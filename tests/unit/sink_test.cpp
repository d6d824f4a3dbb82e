// A sink that fails.
#include "engine/record/sink.h"

#include <doctest/doctest.h>

#include "compiler/compile.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"

namespace sigrun::engine {
namespace {

constexpr std::string_view kRules = R"(
rule each {
  on json
  condition name == "a"
}
rule third {
  on json
  window sliding 1h
  n = count(where name == "a")
  condition n >= 3
}
)";

// Fails at the second alert.
class Failing final : public AlertSink {
 public:
  Status OnAlert(const alert::Alert&) override {
    ++calls;
    if (calls < 2) return Ok();
    return Error{"the receiver hung up"};
  }
  int calls = 0;
};

TEST_CASE("the first error of a sink stops the run, and it gets no more alerts") {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = kRules;
  compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files);
  REQUIRE_FALSE(compiled.diagnostics.has_errors());
  REQUIRE(compiled.program);
  const exec::LoadedProgram program(std::move(*compiled.program));
  const Options options;
  Failing sink;
  Pipeline pipeline(program, options, sink);
  event::Decoder decoder(Pipeline::LayoutOf(program, options), options.event_limits, pipeline);
  pipeline.BeginFile("f");
  decoder.Begin(0);
  for (int i = 0; i < 5; ++i) {
    decoder.Feed(R"({"time":"2026-01-01T00:00:00Z","name":"a"})"
                 "\n");
    decoder.Flush();
    CHECK(pipeline.stopped() == (i > 0));
  }
  decoder.End();
  const Status status = pipeline.Finish();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message == "the receiver hung up");
  CHECK(sink.calls == 2);
  CHECK(pipeline.Report().stopped);
  CHECK(pipeline.ledger().Balances());
}

}  // namespace
}  // namespace sigrun::engine
