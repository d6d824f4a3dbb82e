// Runs any rules over any bytes, through all stages of a scan: rule text is compiled and verified,
// the bytes are decoded and evaluated, and findings become alerts. Twice, the second time without
// optimisations: the alerts must be the same, and every record must be in exactly one counter.
//
// The input: rules up to the first NUL, then the bytes of a log.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "compiler/compile.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"
#include "runtime/program/image/image.h"

namespace {

using namespace sigrun;

class Collector final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    lines.insert(alert::ToJsonLine(alert) + alert::ToOcsfLine(alert));
    return Ok();
  }
  std::multiset<std::string> lines;
};

std::multiset<std::string> Alerts(const exec::LoadedProgram& program, std::string_view log) {
  engine::Options options;
  // Small enough to be reached.
  options.state_limits = {20'000, 8, 8, 4};
  options.reorder_memory = 64 << 10;
  Collector collector;
  engine::Pipeline pipeline(program, options, collector);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  pipeline.BeginFile("log");
  decoder.Begin(0);
  decoder.Feed(log);
  decoder.End();
  if (!pipeline.Finish().ok() || !pipeline.ledger().Balances()) std::abort();
  return std::move(collector.lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(input.find('\0'), size);
  modules::MemoryFileSystem files;
  files.files["fuzz.sgr"] = std::string(input.substr(0, end));
  const auto compiled = compiler::Compile({{"fuzz.sgr", "."}}, files);
  if (!compiled.program) return 0;
  auto read = program::ReadImage(program::WriteImage(*compiled.program));
  if (!read.ok()) std::abort();
  const std::string_view log = input.substr(std::min(end + 1, size));
  const exec::LoadedProgram quick(std::move(*read)), plain(*compiled.program, {false, false});
  if (Alerts(quick, log) != Alerts(plain, log)) std::abort();
  return 0;
}
