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

struct ZstdSource::Stream {
  ZSTD_DStream* const handle = ZSTD_createDStream();
  std::vector<char> piece = std::vector<char>(ZSTD_DStreamInSize());
  ZSTD_inBuffer in{};
  bool inside_frame = true;
  bool full = false;  // the buffer was too small for all output
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { ZSTD_freeDStream(handle); }
};

ZstdSource::ZstdSource() = default;
ZstdSource::~ZstdSource() = default;

void ZstdSource::Open(std::string_view start, ByteSource& packed) {
  packed_ = &packed;
  position_ = 0;
  failed_.reset();
  if (!stream_) stream_ = std::make_unique<Stream>();
  ZSTD_initDStream(stream_->handle);
  stream_->in = {start.data(), start.size(), 0};
  stream_->inside_frame = true;
  stream_->full = false;
}

Result<size_t> ZstdSource::Read(std::span<char> into) {
  ZSTD_inBuffer& in = stream_->in;
  while (!failed_) {
    bool at_end = false;
    if (in.pos == in.size && !stream_->full) {
      const Result<size_t> count = packed_->Read(stream_->piece);
      if (!count) return *(failed_ = count.error());
      in = {stream_->piece.data(), *count, 0};
      at_end = *count == 0;
      if (at_end && !stream_->inside_frame) return size_t{0};
    }
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const size_t code = ZSTD_decompressStream(stream_->handle, &out, &in);
    const uint64_t offset = packed_->position() - (in.size - in.pos);
    if (ZSTD_isError(code))
      failed_ = Error{fmt::format("damaged zstd in '{}' near byte {}: {}; download it again",
                                  name(), offset, ZSTD_getErrorName(code))};
    else
      stream_->inside_frame = code != 0;
    stream_->full = code != 0 && out.pos == out.size;
    if (at_end && stream_->inside_frame && !stream_->full && !failed_)
      failed_ =
          Error{fmt::format("truncated zstd '{}' at byte {}; download it again", name(), offset)};
    position_ += out.pos;
    if (out.pos > 0) return out.pos;
  }
  return *failed_;
}

}  // namespace sigrun::io
