// Input: files, folders, globs, standard input; plain, compressed or in archives, recognised by
// their first bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sigrun::io {

struct InputFile {
  std::string path;     // "-" for standard input
  uint64_t size = 0;    // on disk; 0 where unknown
  bool stream = false;  // standard input, a FIFO, a terminal: read once, perhaps without an end
};

// Expands command-line paths: files as given, folders searched recursively (without hidden entries
// and loops), globs expanded, "-" as standard input; sorted by path within each argument, each file
// once. Unreadable paths are reported and the rest is kept.
struct InputSet {
  std::vector<InputFile> files;
  std::vector<Error> errors;
};
InputSet FindInputs(const std::vector<std::string>& paths);

struct ReadStats {
  uint64_t bytes_read = 0;  // as stored
  uint64_t bytes_inflated = 0;
};

// The limits on the contents of one file.
struct ReadLimits {
  uint32_t depth = 4;                       // nesting of archives and compression
  uint64_t members = 1'000'000;             // of archives
  uint64_t free_bytes = uint64_t{1} << 30;  // may be unpacked from any file, however small
  uint64_t ratio = 1000;                    // beyond that: the maximum ratio to its size
};

// The beginning of a document.
struct DocumentStart {
  std::string bytes;           // the first few
  std::string_view other_log;  // a known kind of log other than CloudTrail; empty: none
};

// Where the contents of a document go, as event::Decoder takes them.
class Contents {
 public:
  virtual ~Contents() = default;
  // Never empty. Between two documents it may be filled before the next one begins, to recognise
  // the format; it then has at least 512 bytes.
  virtual std::span<char> Buffer() = 0;
  virtual void Commit(size_t size) = 0;
  // More may take long to come: what is complete should be used.
  virtual void Flush() = 0;
};

// Receives what is read. A document is a file, or a member of an archive: its name is then
// `a.zip!/path`.
class Documents {
 public:
  virtual ~Documents() = default;
  // Whether a member of an archive should be read.
  virtual bool Wants(const std::string& name) = 0;
  // A document begins: contents() then receives it.
  virtual void Begin(const std::string& name, bool member, const DocumentStart& start) = 0;
  // It ended, or it could not be read to its end: Cut then says why.
  virtual void End(bool complete) = 0;
  virtual void Cut(const Error& error) = 0;
  // Reading was stopped: complete records have been delivered.
  virtual void Stop() = 0;
  // A file, an archive or a member could not be read, or the rest of its members.
  virtual void Fail(const Error& error) = 0;
  virtual Contents& contents() = 0;
};

// Callbacks during reading; each may be empty.
struct ReadHooks {
  std::function<void(uint64_t)> progress;  // with the stored bytes read since its last call
  std::function<void()> pause;             // before waiting for a source that has nothing yet
  std::function<bool()> stop;              // called before each read: whether to stop
  int wake = -1;                           // a descriptor that is readable once stop() may be true
};

// Reads files completely, whatever they are packed in.
class FileReader {
 public:
  explicit FileReader(const ReadLimits& limits = {});
  ~FileReader();
  // On a failure (unreadable, truncated or damaged), the contents have received everything before
  // it; the error says where and what. When stopped, there is no error.
  void Read(const InputFile& file, Documents& documents, ReadStats& stats,
            const ReadHooks& hooks = {});
  // Whether the last file was not read to its end because of hooks.stop.
  bool stopped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Describes a file without a readable record, and what to do: for people.
std::string DescribeUnreadable(std::string_view start);

}  // namespace sigrun::io
