// Whole scans beside the yardstick, over the same files.
//
//   scan_bench NAME=KIND:PATH…
//
// KIND is `yardstick` (a file of lines, already in memory), `inflate` (libdeflate, then the
// yardstick; .gz files or a folder of them, read each time), or the path of rules: a scan, as
// `sigrun scan` does it, up to the text of each alert.
#include <fcntl.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "bench/programs/contenders.h"
#include "bench/programs/text.h"
#include "bench/programs/yardstick.h"
#include "engine/load/load_rules.h"
#include "engine/scan.h"

namespace sigrun::bench {
namespace {

std::function<Facts()> LinesContender(const std::string& path) {
  auto text = std::make_shared<std::string>(PaddedText(path));
  auto yardstick = std::make_shared<Yardstick>();
  return [text, yardstick]() -> Facts {
    const uint64_t events = yardstick->Lines(*text);
    return {{"events", events}, {"bytes", text->size()}, {"seen", yardstick->bytes_seen()}};
  };
}

// Reads and inflates whole files: the size at the end of a .gz file tells how much memory it takes.
class Inflater {
 public:
  std::string_view Inflate(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) throw std::runtime_error("cannot read " + path);
    const auto size = static_cast<size_t>(status.st_size);
    packed_.resize(std::max(packed_.size(), size));
    const ssize_t got_packed = read(file, packed_.data(), size);
    close(file);
    if (size < 18 || got_packed != status.st_size) throw std::runtime_error("cannot read " + path);
    uint32_t wanted = 0;
    std::memcpy(&wanted, packed_.data() + size - 4, 4);
    text_.resize(std::max(text_.size(), size_t{wanted} + simdjson::SIMDJSON_PADDING));
    size_t got = 0;
    if (libdeflate_gzip_decompress(inflater_.get(), packed_.data(), size, text_.data(),
                                   text_.size() - simdjson::SIMDJSON_PADDING,
                                   &got) != LIBDEFLATE_SUCCESS)
      throw std::runtime_error("cannot inflate " + path);
    return {text_.data(), got};
  }

 private:
  struct Free {
    void operator()(libdeflate_decompressor* inflater) const {
      libdeflate_free_decompressor(inflater);
    }
  };
  std::unique_ptr<libdeflate_decompressor, Free> inflater_{libdeflate_alloc_decompressor()};
  std::vector<char> packed_, text_;
};

std::function<Facts()> InflateContender(const std::string& path) {
  auto files = std::make_shared<io::InputSet>(io::FindInputs({path}));
  auto yardstick = std::make_shared<Yardstick>();
  auto inflater = std::make_shared<Inflater>();
  return [files, yardstick, inflater]() -> Facts {
    uint64_t events = 0, bytes = 0;
    for (const io::InputFile& file : files->files) {
      const std::string_view text = inflater->Inflate(file.path);
      events += yardstick->File(text);
      bytes += text.size();
    }
    return {{"events", events},
            {"bytes", bytes},
            {"files", files->files.size()},
            {"seen", yardstick->bytes_seen()}};
  };
}

// The alerts as text, as they would be printed.
class Printed final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    ++alerts;
    bytes += alert::ToJsonLine(alert).size();
    return Ok();
  }
  uint64_t alerts = 0, bytes = 0;
};

std::function<Facts()> ScanContender(const std::string& rules, const std::string& path) {
  engine::RuleRequest request;
  request.paths = {rules};
  const auto compiled = engine::CompileRules(request);
  auto made = engine::MakeProgram(*compiled, {});
  if (!made.program) {
    fmt::print(stderr, "scan_bench: no program of {}: {}\n", rules, made.error.message);
    std::exit(1);
  }
  const size_t errors = compiled->error_count();
  auto program = std::make_shared<exec::LoadedProgram>(std::move(*made.program));
  return [program, errors, inputs = io::FindInputs({path})]() -> Facts {
    const engine::Options options;
    Printed printed;
    engine::Pipeline pipeline(*program, options, printed, engine::ArrivalOf(inputs));
    const engine::ScanResult result = engine::Scan(inputs, *program, options, pipeline);
    uint64_t evicted = 0, groups = 0;
    for (const engine::RuleReport& rule : pipeline.Report().rules) {
      evicted += rule.state.groups_evicted;
      groups += rule.state.groups;
    }
    return {{"events", pipeline.ledger().records()},
            {"bytes", result.bytes.bytes_inflated},
            {"files", result.files_read},
            {"rules", program->program().rules.size()},
            {"rule_errors", errors},
            {"fields", program->program().slots.size()},
            {"alerts", printed.alerts},
            {"groups", groups},
            {"evicted", evicted}};
  };
}

std::function<Facts()> ContenderOf(const std::string& kind, const std::string& path) {
  if (kind == "yardstick") return LinesContender(path);
  if (kind == "inflate") return InflateContender(path);
  return ScanContender(kind, path);
}

}  // namespace
}  // namespace sigrun::bench

int main(int argc, char** argv) {
  sigrun::bench::Contenders contenders;
  for (int i = 1; i < argc; ++i) {
    const std::string text = argv[i];
    const size_t equals = text.find('='), colon = text.find(':', equals);
    if (equals == std::string::npos || colon == std::string::npos) {
      fmt::print(stderr, "usage: scan_bench NAME=KIND:PATH…\n");
      return 2;
    }
    contenders.Add(text.substr(0, equals),
                   sigrun::bench::ContenderOf(text.substr(equals + 1, colon - equals - 1),
                                              text.substr(colon + 1)));
  }
  return contenders.Serve();
}
