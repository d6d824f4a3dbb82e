// The bytes of an open file, read piece by piece. Private to runtime/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/io/byte_source.h"
#include "runtime/io/input.h"

namespace sigrun::io {

// "cannot read 'x': Permission denied", from errno.
Error SystemError(std::string_view what, std::string_view path);

// Owns the descriptor, except that of standard input.
class StoredBytes final : public ByteSource {
 public:
  StoredBytes() = default;
  StoredBytes(const StoredBytes&) = delete;
  StoredBytes& operator=(const StoredBytes&) = delete;
  ~StoredBytes() override { Close(); }

  // Opens a file, or standard input for "-"; a folder is an error.
  Status Open(const std::string& path, const ReadHooks& hooks);
  void Close();

  // An error if reading was stopped. Calls hooks.pause before it waits.
  Result<size_t> Read(std::span<char> into) override;
  const std::string& name() const override { return path_; }
  uint64_t position() const override { return read_; }
  // True for pipes and terminals.
  bool slow() const override { return !regular_; }
  // Once a regular file has been read completely, no further read is needed.
  bool at_end() const override { return regular_ && size_ > 0 && read_ == size_; }
  // Whether reading the next byte would wait.
  bool Waits() const;
  // Whether reading was stopped before the end.
  bool stopped() const { return stopped_; }

 private:
  // Waits until there is something to read, or a reason to stop.
  void Wait() const;

  std::string path_;
  const ReadHooks* hooks_ = nullptr;
  bool stopped_ = false;
  int descriptor_ = -1;
  bool regular_ = false;
  uint64_t size_ = 0, read_ = 0;
};

}  // namespace sigrun::io
