#include "engine/scan.h"

#include <chrono>

namespace sigrun::engine {

ScanResult Scan(const io::InputSet& inputs, const exec::LoadedProgram& program,
                const Options& options, Pipeline& pipeline,
                const std::function<void(uint64_t)>& progress) {
  const auto start = std::chrono::steady_clock::now();
  ScanResult result;
  result.file_errors = inputs.errors;
  const bool single = inputs.files.size() == 1;
  event::Decoder decoder(Pipeline::LayoutOf(program, options), options.event_limits, pipeline);
  io::FileReader reader;
  const auto on_progress = [&](uint64_t bytes) {
    if (single) pipeline.Advance();
    if (progress) progress(bytes);
  };
  for (uint32_t i = 0; i < inputs.files.size(); ++i) {
    pipeline.BeginFile(inputs.files[i].path);
    const Status status = reader.Read(inputs.files[i], i, decoder, result.bytes, on_progress);
    if (status.ok())
      ++result.files_read;
    else
      result.file_errors.push_back(status.error());
  }
  if (const Status status = pipeline.Finish(); !status.ok())
    result.file_errors.push_back(status.error());
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace sigrun::engine
