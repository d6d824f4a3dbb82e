// How fast a whole scan is, next to a bare simdjson On-Demand loop that reads the same fields and
// does nothing with them: same file, same process, taking turns; medians of processor time.
//
//   scan_bench RULES_FOLDER FILE.ndjson [ROUNDS]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <functional>
#include <sstream>

#include "bench/on_demand_loop.h"
#include "compiler/compile.h"
#include "engine/load/load_rules.h"
#include "engine/scan.h"

namespace sigrun {
namespace {

class Counter final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert&) override {
    ++alerts;
    return Ok();
  }
  uint64_t alerts = 0;
};

double ProcessorSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double Time(const std::function<void()>& work) {
  const double begin = ProcessorSeconds();
  work();
  return ProcessorSeconds() - begin;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Reads the file and walks it, as the scan must read it too.
uint64_t BareLoop(const std::string& path, event::OnDemandLoop& loop) {
  static std::string text;
  std::ifstream file(path, std::ios::binary);
  file.seekg(0, std::ios::end);
  const auto size = static_cast<size_t>(file.tellg());
  file.seekg(0);
  text.reserve(size + simdjson::SIMDJSON_PADDING);
  text.resize(size);
  file.read(text.data(), static_cast<std::streamsize>(size));
  return loop.Run(text);
}

int Main(const std::string& rules, const std::string& path, int rounds) {
  auto compiled = compiler::Compile(engine::FindRules({rules}).sources, modules::DiskFileSystem());
  if (compiled.diagnostics.has_errors() || !compiled.program) {
    fmt::print(stderr, "scan_bench: the rules in {} have errors\n", rules);
    return 1;
  }
  const exec::LoadedProgram program(std::move(*compiled.program));
  const engine::Options options;
  const io::InputSet inputs = io::FindInputs({path});
  event::OnDemandLoop loop(engine::Pipeline::LayoutOf(program, options));
  std::vector<double> scan, bare;
  uint64_t events = 0, alerts = 0, bytes = 0;
  for (int round = 0; round < rounds; ++round) {
    bare.push_back(Time([&] { BareLoop(path, loop); }));
    scan.push_back(Time([&] {
      Counter counter;
      engine::Pipeline pipeline(program, options, counter, engine::ArrivalOf(inputs));
      const engine::ScanResult result = engine::Scan(inputs, program, options, pipeline);
      events = pipeline.ledger().records();
      alerts = counter.alerts;
      bytes = result.bytes.bytes_inflated;
    }));
  }
  const auto row = [&](std::string_view name, double seconds) {
    fmt::print("{:<28} {:>8.0f} MB/s {:>10.0f} events/s {:>6.0f} ns/event\n", name,
               static_cast<double>(bytes) / seconds / 1e6, static_cast<double>(events) / seconds,
               seconds / static_cast<double>(events) * 1e9);
  };
  fmt::print("{} events, {} rules, {} fields, {} alerts, median of {} rounds, simdjson kernel {}\n",
             events, program.program().rules.size(), program.program().slots.size(), alerts, rounds,
             simdjson::get_active_implementation()->name());
  row("bare On-Demand loop", Median(bare));
  row("scan with the whole pack", Median(scan));
  std::vector<double> ratios;
  for (size_t i = 0; i < scan.size(); ++i) ratios.push_back(bare[i] / scan[i]);
  fmt::print("ratio scan / bare loop: {:.2f} (median of pairs; goal: at least 0.5)\n",
             Median(ratios));
  return 0;
}

}  // namespace
}  // namespace sigrun

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: scan_bench RULES_FOLDER FILE.ndjson [ROUNDS]\n");
    return 2;
  }
  return sigrun::Main(argv[1], argv[2], argc > 3 ? std::max(1, std::atoi(argv[3])) : 5);
}
