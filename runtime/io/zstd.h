// Zstandard into a decoder, as a stream of frames. Private to runtime/io.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "runtime/event/decoder.h"
#include "runtime/io/stored_bytes.h"

namespace sigrun::io {

bool IsZstd(std::string_view bytes);

class ZstdReader {
 public:
  ZstdReader();
  ~ZstdReader();

  // As GzipReader::Read.
  Status Read(std::string_view start, StoredBytes& stored, event::Decoder& decoder,
              uint64_t& inflated);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace sigrun::io
