#include "runtime/io/zstd.h"

#include <fmt/format.h>
#include <zstd.h>

#include <vector>

namespace sigrun::io {

bool IsZstd(std::string_view bytes) {
  if (bytes.size() < 4) return false;
  const bool skippable = (bytes[0] & 0xF0) == 0x50 && bytes.substr(1, 3) == "\x2A\x4D\x18";
  return skippable || bytes.starts_with("\x28\xB5\x2F\xFD");
}

struct ZstdReader::Stream {
  ZSTD_DStream* const handle = ZSTD_createDStream();
  std::vector<char> piece = std::vector<char>(ZSTD_DStreamInSize());
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { ZSTD_freeDStream(handle); }
};

ZstdReader::ZstdReader() = default;
ZstdReader::~ZstdReader() = default;

Status ZstdReader::Read(std::string_view start, StoredBytes& stored, event::Decoder& decoder,
                        uint64_t& inflated) {
  if (!stream_) stream_ = std::make_unique<Stream>();
  ZSTD_initDStream(stream_->handle);
  ZSTD_inBuffer in{start.data(), start.size(), 0};
  for (bool inside_frame = true;;) {
    if (in.pos == in.size) {
      const Result<size_t> count = stored.Read(stream_->piece);
      if (!count) return count.error();
      in = {stream_->piece.data(), *count, 0};
      if (*count == 0 && !inside_frame) return Ok();
    }
    const bool at_end = in.size == 0;
    const std::span<char> room = decoder.Buffer();
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const size_t code = ZSTD_decompressStream(stream_->handle, &out, &in);
    decoder.Commit(out.pos);
    inflated += out.pos;
    const uint64_t offset = stored.bytes_read() - (in.size - in.pos);
    if (ZSTD_isError(code))
      return Error{fmt::format("damaged zstd in '{}' near byte {}: {}", stored.path(), offset,
                               ZSTD_getErrorName(code))};
    inside_frame = code != 0;
    if (at_end && inside_frame && out.pos < out.size)
      return Error{fmt::format("truncated zstd '{}' at byte {}", stored.path(), offset)};
  }
}

}  // namespace sigrun::io
