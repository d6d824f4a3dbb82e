#include "engine/scan.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "engine/crew.h"
#include "engine/day_filter.h"
#include "engine/file_account.h"
#include "engine/replay.h"
#include "runtime/event/decoder.h"

namespace sigrun::engine {
namespace {

// Decodes the input for the pipeline, and keeps account of the files.
class Scanner final : public io::Documents, private io::Contents {
 public:
  Scanner(const event::Layout& layout, const Options& options, const DayFilter& days,
          FileAccount& account, Pipeline& pipeline)
      : days_(days), account_(account), decoder_(layout, options.event_limits, pipeline) {}

  bool Wants(const std::string& name) override { return account_.Wants(days_.Judge(name)); }
  void Begin(const std::string& name, bool, const io::DocumentStart& start) override {
    decoder_.Begin(account_.Begin(name, start));
  }
  void End(bool complete) override {
    decoder_.End();
    account_.End(complete);
  }
  void Stop() override { decoder_.Flush(); }
  void Cut(const Error& error) override { account_.Cut(error, decoder_.records()); }
  void Fail(const Error& error) override { account_.Fail(error); }
  io::Contents& contents() override { return *this; }

 private:
  std::span<char> Buffer() override { return decoder_.Buffer(); }
  void Commit(size_t size) override { decoder_.Commit(size); }
  void Flush() override { decoder_.Flush(); }

  const DayFilter& days_;
  FileAccount& account_;
  event::Decoder decoder_;
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
  const event::Layout layout = Pipeline::LayoutOf(program, options);
  const DayFilter days(program.program(), options);
  ScanResult result;
  for (bool again = true; again; again = pipeline.must_restart() && !told_to_stop()) {
    if (pipeline.must_restart()) pipeline.Restart();
    result = {};
    FileAccount account(days, options, pipeline, result);
    for (const Error& error : inputs.errors) account.Fail(error);
    size_t done = 0;
    if (options.threads > 1) {
      Replay replay(account, pipeline);
      const auto streams = std::ranges::find_if(files, &io::InputFile::stream);
      const Crew::Done read =
          Crew(pipeline, layout, options, days, options.threads)
              .Read({files.begin(), streams},
                    {[&](Batch& batch, Front& front) { replay.Take(batch, front); },
                     with_pipeline.progress, with_pipeline.stop});
      done = read.files;
      result.bytes = read.bytes;
    }
    Scanner scanner(layout, options, days, account, pipeline);
    io::FileReader reader;
    for (; done < files.size() && !with_pipeline.stop(); ++done) {
      if (!scanner.Wants(files[done].path)) continue;
      reader.Read(files[done], scanner, result.bytes, with_pipeline);
      if (reader.stopped()) break;
    }
    result.stopped = done < files.size() && told_to_stop();
    if (result.stopped) result.files_left = files.size() - done;
  }
  if (const Status status = pipeline.Finish(); !status.ok())
    FileAccount(days, options, pipeline, result).Fail(status.error());
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace sigrun::engine
