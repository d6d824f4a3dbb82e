// Bytes that come piece by piece: of a file, or of what is packed in one. Private to runtime/io.
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
  // Reads at least one byte and at most `into.size()`; 0 at the end. After a failure everything
  // before it has been given, and it fails again.
  virtual Result<size_t> Read(std::span<char> into) = 0;
  // For messages: the file, or the member of an archive.
  virtual const std::string& name() const = 0;
  // How many bytes it has given.
  virtual uint64_t position() const = 0;
  // True where more may come, but nobody knows when.
  virtual bool slow() const = 0;
  // True when it is known that all has been given.
  virtual bool at_end() const { return false; }
};

}  // namespace sigrun::io
