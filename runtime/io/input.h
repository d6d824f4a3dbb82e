// Where bytes come from: files, folders, globs, standard input; plain, compressed or in archives,
// told apart by their first bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/event/decoder.h"

namespace sigrun::io {

struct InputFile {
  std::string path;     // "-" for standard input
  uint64_t size = 0;    // on disk; 0 where unknown
  bool stream = false;  // standard input, a FIFO, a terminal: read once, perhaps without an end
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

// What may be packed in one file.
struct ReadLimits {
  uint32_t depth = 4;                       // archives and compressions inside one another
  uint64_t members = 1'000'000;             // of archives
  uint64_t free_bytes = uint64_t{1} << 30;  // may come out of any file, however small
  uint64_t ratio = 1000;  // for more than that: how many times its size may come out of it
};

// How a document began.
struct DocumentStart {
  std::string bytes;           // the first few
  std::string_view other_log;  // a kind of log that is known not to be CloudTrail's; empty: none
};

// Where what is read goes. A document is a file, or a member of an archive: its name is then
// `a.zip!/path`.
class Documents {
 public:
  virtual ~Documents() = default;
  // Whether the member of an archive is to be read.
  virtual bool Wants(const std::string& name) = 0;
  // A document begins: what is then fed to the decoder is its contents. Of these, Begin and End of
  // the decoder are called by the documents.
  virtual void Begin(const std::string& name, bool member, const DocumentStart& start) = 0;
  // It ended, or it could not be read on: Fail then says why.
  virtual void End(bool complete) = 0;
  // The reading was stopped half-way: what is complete is given.
  virtual void Stop() = 0;
  // A file, an archive or a member could not be read, or not to its end.
  virtual void Fail(const Error& error) = 0;
  virtual event::Decoder& decoder() = 0;
};

// What is done while bytes come; each may be empty.
struct ReadHooks {
  std::function<void(uint64_t)> progress;  // with the stored bytes read since its last call
  std::function<void()> pause;             // before waiting for a source that has nothing yet
  std::function<bool()> stop;              // asked before each read: whether to read no more
  int wake = -1;                           // a descriptor that is readable once stop() may be true
};

// Reads files to their end, whatever they are packed in.
class FileReader {
 public:
  explicit FileReader(const ReadLimits& limits = {});
  ~FileReader();
  // A failure half-way (unreadable, truncated or damaged) has given the decoder everything before
  // it; the error says where and what. Stopped half-way it gives what is complete, and no error.
  void Read(const InputFile& file, Documents& documents, ReadStats& stats,
            const ReadHooks& hooks = {});
  // Whether the last file was not read to its end because hooks.stop said so.
  bool stopped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What a file looks like in which no record could be read, and what to do: for people.
std::string DescribeUnreadable(std::string_view start);

}  // namespace sigrun::io
