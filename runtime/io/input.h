// Where bytes come from: files, folders, globs, standard input; plain, gzip or zstd, told apart by
// their first bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/event/decoder.h"

namespace sigrun::io {

struct InputFile {
  std::string path;   // "-" for standard input
  uint64_t size = 0;  // on disk; 0 where unknown
};

// What a list of command-line paths stands for: files as given, folders searched recursively
// (hidden entries and loops left out), globs expanded, "-" as standard input; sorted by path within
// each argument, each file once. Paths that cannot be read are reported and the rest is kept.
struct InputSet {
  std::vector<InputFile> files;
  std::vector<Error> errors;
};
InputSet FindInputs(const std::vector<std::string>& paths);

struct ReadStats {
  uint64_t bytes_read = 0;  // as stored
  uint64_t bytes_inflated = 0;
};

// Reads one file through the decoder to its end. A failure half-way (unreadable, truncated or
// damaged compression) has given the decoder everything before it; the error says where and what.
// `progress` may be empty; it is called with the stored bytes read since its last call.
class FileReader {
 public:
  FileReader();
  ~FileReader();
  Status Read(const InputFile& file, uint32_t file_index, event::Decoder& decoder, ReadStats& stats,
              const std::function<void(uint64_t)>& progress = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun::io
