// A source of bytes: a file, or the contents of a packed one. Private to runtime/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace sigrun::io {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads at least one byte and at most `into.size()`; 0 at the end. After a failure, everything
  // before it has been returned, and further reads fail again.
  virtual Result<size_t> Read(std::span<char> into) = 0;
  // For messages: the file, or the member of an archive.
  virtual const std::string& name() const = 0;
  // The number of bytes returned so far.
  virtual uint64_t position() const = 0;
  // True if more may come at an unknown time.
  virtual bool slow() const = 0;
  // True if everything is known to have been returned.
  virtual bool at_end() const { return false; }
};

}  // namespace sigrun::io
