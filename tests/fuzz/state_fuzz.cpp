// Loads any bytes as the state of an earlier run, with a checksum that fits, goes on with a few
// records, and saves again. Bytes that make no sense are refused; the others do no harm.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "base/archive.h"
#include "base/hash.h"
#include "engine/carry/saved_run.h"
#include "engine/load/load_rules.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"

namespace {

using namespace sigrun;

class Nowhere final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    alert::ToJsonLine(alert);
    return Ok();
  }
};

const exec::LoadedProgram& Rules() {
  static const exec::LoadedProgram rules = [] {
    std::ifstream file(SIGRUN_SOURCE_DIR "/tests/fuzz/state.sgr");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto compiled = engine::CompileTexts({{"state.sgr", text}});
    auto made = engine::MakeProgram(*compiled, {});
    if (!made.program) std::abort();
    return exec::LoadedProgram(std::move(*made.program));
  }();
  return rules;
}

constexpr const char* kRecords =
    R"({"eventVersion":"1.08","eventTime":"2026-01-01T00:05:00Z","eventSource":"s3.amazonaws.com","eventName":"A","awsRegion":"us-east-1","sourceIPAddress":"10.0.0.1","requestParameters":{"size":7},"eventID":"00000000-0000-4000-8000-999999999991"}
{"eventVersion":"1.08","eventTime":"2026-01-01T00:05:01Z","eventSource":"s3.amazonaws.com","eventName":"B","awsRegion":"us-east-1","sourceIPAddress":"10.0.0.1","requestParameters":{"size":9},"eventID":"00000000-0000-4000-8000-999999999992"}
)";

std::string WithHead(std::string_view rest) {
  ArchiveWriter head;
  head(engine::kStateVersion, Hash64(rest));
  return std::string(engine::kStateMagic) + std::move(head).Take() + std::string(rest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  engine::Options options;
  options.carry = engine::Carry::kSettled;
  options.lateness = Seconds(10);
  Nowhere nowhere;
  engine::Pipeline pipeline(Rules(), options, nowhere);
  if (!pipeline.LoadState(WithHead({reinterpret_cast<const char*>(data), size})).ok()) return 0;
  event::Decoder decoder(engine::Pipeline::LayoutOf(Rules(), options), options.event_limits,
                         pipeline);
  decoder.Begin(pipeline.BeginFile("log"));
  decoder.Feed(kRecords);
  decoder.End();
  if (!pipeline.Finish().ok() || !pipeline.ledger().Balances()) std::abort();
  if (!pipeline.SaveState().ok()) std::abort();
  return 0;
}
