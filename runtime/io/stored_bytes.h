// The bytes of an open file as they are stored, read piece by piece. Private to runtime/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sigrun::io {

// "cannot read 'x': Permission denied", from errno.
Error SystemError(std::string_view what, std::string_view path);

// Owns the descriptor, except that of standard input.
class StoredBytes {
 public:
  StoredBytes() = default;
  StoredBytes(const StoredBytes&) = delete;
  StoredBytes& operator=(const StoredBytes&) = delete;
  ~StoredBytes() { Close(); }

  // Opens a file, or standard input for "-"; a folder is an error.
  Status Open(const std::string& path, const std::function<void(uint64_t)>* progress);
  void Close();

  // Reads at least one byte and at most `into.size()`; 0 at the end of the file.
  Result<size_t> Read(std::span<char> into);
  // Reads until the span is full or the file ends.
  Result<size_t> ReadFully(std::span<char> into);

  const std::string& path() const { return path_; }
  uint64_t bytes_read() const { return read_; }
  // True for pipes and terminals: more may come, but nobody knows when.
  bool slow() const { return !regular_; }
  // True when the whole of a regular file has been read: its end need not be asked for.
  bool at_end() const { return regular_ && size_ > 0 && read_ == size_; }

 private:
  std::string path_;
  const std::function<void(uint64_t)>* progress_ = nullptr;
  int descriptor_ = -1;
  bool regular_ = false;
  uint64_t size_ = 0, read_ = 0;
};

}  // namespace sigrun::io
