// Gzip into a decoder: small files at once by libdeflate, the rest as a stream by ISA-L. Private to
// runtime/io.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "runtime/event/decoder.h"
#include "runtime/io/stored_bytes.h"

namespace sigrun::io {

inline bool IsGzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

class GzipReader {
 public:
  GzipReader();
  ~GzipReader();

  // `start` is what has been read of the file so far. Adds what was inflated to `inflated`.
  // Whatever goes wrong, the decoder has been given everything before it.
  Status Read(std::string_view start, StoredBytes& stored, event::Decoder& decoder,
              uint64_t& inflated);

 private:
  struct Whole;
  struct Stream;
  std::unique_ptr<Whole> whole_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace sigrun::io
