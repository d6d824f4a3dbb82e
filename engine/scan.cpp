#include "engine/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <tuple>

#include "engine/day_filter.h"

namespace sigrun::engine {
namespace {

// The counts of the records of a file.
struct Outcomes {
  uint64_t records, rejected, unknown, others;

  static Outcomes Of(const Ledger& ledger) {
    return {ledger.records(), ledger.rejected(), ledger.not_an_event(event::NotEventKind::kUnknown),
            ledger.not_an_event()};
  }
  friend Outcomes operator-(const Outcomes& a, const Outcomes& b) {
    return {a.records - b.records, a.rejected - b.rejected, a.unknown - b.unknown,
            a.others - b.others};
  }
  bool HasEvents() const { return records > rejected + others; }
  bool Unreadable() const { return records > 0 && records == rejected; }
  bool OtherJson() const { return records > 0 && records == unknown; }
};

void Note(const Error& error, ScanResult& result) {
  ++result.files_failed;
  if (result.file_errors.size() < ScanResult::kMostErrors) result.file_errors.push_back(error);
}

// Passes the input to the pipeline and keeps account of the files.
class Scanner final : public io::Documents {
 public:
  Scanner(const exec::LoadedProgram& program, const Options& options, Pipeline& pipeline,
          ScanResult& result)
      : options_(options),
        days_(program.program(), options),
        pipeline_(pipeline),
        result_(result),
        decoder_(Pipeline::LayoutOf(program, options), options.event_limits, pipeline) {}

  bool Wants(const std::string& name) override {
    const DayFilter::Verdict verdict = days_.Judge(name);
    result_.files_of_other_days += verdict == DayFilter::Verdict::kSkip;
    if (verdict == DayFilter::Verdict::kReadForState && result_.other_days_read++ == 0)
      result_.rules_that_need_them = days_.needing();
    return verdict != DayFilter::Verdict::kSkip;
  }

  void Begin(const std::string& name, bool, const io::DocumentStart& start) override {
    name_ = name;
    start_ = start;
    before_ = Outcomes::Of(pipeline_.ledger());
    decoder_.Begin(pipeline_.BeginFile(name, !start.other_log.empty()));
  }

  void End(bool complete) override {
    decoder_.End();
    if (complete) Judge(Outcomes::Of(pipeline_.ledger()) - before_);
  }

  void Stop() override { decoder_.Flush(); }

  void Fail(const Error& error) override { Note(error, result_); }

  event::Decoder& decoder() override { return decoder_; }

 private:
  void Judge(const Outcomes& outcomes) {
    if (outcomes.Unreadable())
      return Fail({fmt::format("'{}': no record could be read: {}", name_,
                               io::DescribeUnreadable(start_.bytes))});
    ++result_.files_read;
    if (outcomes.HasEvents()) return;
    if (!start_.other_log.empty())
      Other(std::string(start_.other_log));
    else if (outcomes.OtherJson())
      Other("JSON without a CloudTrail record");
  }

  void Other(const std::string& kind) {
    OtherLogs& logs = result_.other_logs[kind];
    if (logs.files++ == 0) logs.example = name_;
    if (!options_.strict_input) return;
    --result_.files_read;
    Fail({fmt::format("'{}' is another kind of log ({}), which --strict-input does not allow",
                      name_, kind)});
  }

  const Options& options_;
  const DayFilter days_;
  Pipeline& pipeline_;
  ScanResult& result_;
  event::Decoder decoder_;
  std::string name_;  // of the file that is being read
  io::DocumentStart start_;
  Outcomes before_{};
};

// Streams last: inputs that do not block are read first.
std::vector<io::InputFile> InOrder(std::vector<io::InputFile> files) {
  std::ranges::sort(files, [](const io::InputFile& a, const io::InputFile& b) {
    return std::tie(a.stream, a.path) < std::tie(b.stream, b.path);
  });
  return files;
}

}  // namespace

Arrival ArrivalOf(const io::InputSet& inputs) {
  const bool stream = std::ranges::any_of(inputs.files, &io::InputFile::stream);
  if (inputs.files.size() == 1) return stream ? Arrival::kStream : Arrival::kOneFile;
  return stream ? Arrival::kOnce : Arrival::kFiles;
}

ScanResult Scan(const io::InputSet& inputs, const exec::LoadedProgram& program,
                const Options& options, Pipeline& pipeline, const io::ReadHooks& hooks) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<io::InputFile> files = InOrder(inputs.files);
  const auto told_to_stop = [&] { return hooks.stop && hooks.stop(); };
  io::FileReader reader;
  io::ReadHooks with_pipeline = hooks;
  with_pipeline.progress = [&](uint64_t bytes) {
    pipeline.Advance();
    if (hooks.progress) hooks.progress(bytes);
  };
  with_pipeline.pause = [&] {
    pipeline.Advance();
    if (hooks.pause) hooks.pause();
  };
  // Reading more after the pipeline has given up is useless.
  with_pipeline.stop = [&] {
    return told_to_stop() || pipeline.must_restart() || pipeline.stopped();
  };
  ScanResult result;
  for (bool again = true; again; again = pipeline.must_restart() && !told_to_stop()) {
    if (pipeline.must_restart()) pipeline.Restart();
    result = {};
    Scanner scanner(program, options, pipeline, result);
    for (const Error& error : inputs.errors) scanner.Fail(error);
    for (size_t i = 0; i < files.size() && !with_pipeline.stop(); ++i) {
      if (!scanner.Wants(files[i].path)) continue;
      reader.Read(files[i], scanner, result.bytes, with_pipeline);
      result.stopped = reader.stopped() && told_to_stop();
      if (result.stopped) result.files_left = files.size() - i;
    }
  }
  if (const Status status = pipeline.Finish(); !status.ok()) Note(status.error(), result);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace sigrun::engine
