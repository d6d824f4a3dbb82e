#include "runtime/io/gzip.h"

#include <fmt/format.h>
#include <isa-l/igzip_lib.h>
#include <libdeflate.h>

#include <algorithm>
#include <vector>

namespace sigrun::io {
namespace {

constexpr size_t kStoredPiece = size_t{256} << 10;

// What follows the last member: zeros are padding.
bool IsPadding(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

Error TrailingBytes(const StoredBytes& stored, uint64_t offset) {
  return {fmt::format("'{}': what follows the gzip data at byte {} is not gzip; it was left out",
                      stored.path(), offset)};
}

}  // namespace

// Members that are in memory, one call each.
struct GzipReader::Whole {
  libdeflate_decompressor* const handle = libdeflate_alloc_decompressor();
  Whole() = default;
  Whole(const Whole&) = delete;
  Whole& operator=(const Whole&) = delete;
  ~Whole() { libdeflate_free_decompressor(handle); }

  // Inflates the first member straight into the decoder's buffer. Returns its stored size, or 0
  // when it does not fit there or is damaged: the stream then finds out.
  size_t Member(std::string_view bytes, event::Decoder& decoder, uint64_t& inflated) {
    const std::span<char> room = decoder.Buffer();
    size_t in = 0, out = 0;
    const auto result = libdeflate_gzip_decompress_ex(handle, bytes.data(), bytes.size(),
                                                      room.data(), room.size(), &in, &out);
    if (result != LIBDEFLATE_SUCCESS) return 0;
    decoder.Commit(out);
    inflated += out;
    return in;
  }
};

struct GzipReader::Stream {
  inflate_state state;
  std::vector<char> piece = std::vector<char>(kStoredPiece);

  void Begin(std::string_view bytes) {
    isal_inflate_init(&state);
    state.crc_flag = ISAL_GZIP;
    Give(bytes);
  }
  void Give(std::string_view bytes) {
    state.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(bytes.data()));
    state.avail_in = static_cast<uint32_t>(bytes.size());
  }
  std::string_view Left() const {
    return {reinterpret_cast<const char*>(state.next_in), state.avail_in};
  }
  // Reads the next piece of the file when there is nothing left of the one before. False at the
  // end of the file.
  Result<bool> Refill(StoredBytes& stored) {
    if (state.avail_in > 0) return true;
    const Result<size_t> count = stored.Read(piece);
    if (!count) return count.error();
    Give({piece.data(), *count});
    return *count > 0;
  }
  // Inflates as much as the decoder's buffer takes. Returns ISA-L's code.
  int Inflate(event::Decoder& decoder, uint64_t& inflated) {
    const std::span<char> room = decoder.Buffer();
    const auto size = static_cast<uint32_t>(std::min<size_t>(room.size(), UINT32_MAX));
    state.next_out = reinterpret_cast<uint8_t*>(room.data());
    state.avail_out = size;
    const int code = isal_inflate(&state);
    decoder.Commit(size - state.avail_out);
    inflated += size - state.avail_out;
    return code;
  }
  bool member_done() const { return state.block_state == ISAL_BLOCK_FINISH; }
  // Behind a member: 1 another follows, 0 the file ends, or an error.
  Result<bool> NextMember(StoredBytes& stored);
  Status Read(StoredBytes& stored, event::Decoder& decoder, uint64_t& inflated);
};

Result<bool> GzipReader::Stream::NextMember(StoredBytes& stored) {
  for (;;) {
    Result<bool> more = Refill(stored);
    if (!more || !*more) return more;
    const uint64_t offset = stored.bytes_read() - state.avail_in;
    if (Left()[0] == '\x1f') break;
    if (!IsPadding(Left())) return TrailingBytes(stored, offset);
    Give({});
  }
  isal_inflate_reset(&state);
  state.crc_flag = ISAL_GZIP;
  return true;
}

Status GzipReader::Stream::Read(StoredBytes& stored, event::Decoder& decoder, uint64_t& inflated) {
  for (;;) {
    Result<bool> more = Refill(stored);
    if (!more) return more.error();
    const int code = Inflate(decoder, inflated);
    if (code < 0)
      return Error{fmt::format("damaged gzip in '{}' near byte {}", stored.path(),
                               stored.bytes_read() - state.avail_in)};
    if (member_done()) {
      const Result<bool> next = NextMember(stored);
      if (!next) return next.error();
      if (!*next) return Ok();
    } else if (!*more && state.avail_out > 0) {
      return Error{
          fmt::format("truncated gzip '{}' at byte {}", stored.path(), stored.bytes_read())};
    }
  }
}

GzipReader::GzipReader() = default;
GzipReader::~GzipReader() = default;

Status GzipReader::Read(std::string_view start, StoredBytes& stored, event::Decoder& decoder,
                        uint64_t& inflated) {
  if (stored.at_end()) {
    if (!whole_) whole_ = std::make_unique<Whole>();
    while (IsGzip(start)) {
      const size_t member = whole_->Member(start, decoder, inflated);
      if (member == 0) break;
      start.remove_prefix(member);
    }
    if (IsPadding(start)) return Ok();
    if (!start.starts_with('\x1f'))
      return TrailingBytes(stored, stored.bytes_read() - start.size());
  }
  if (!stream_) stream_ = std::make_unique<Stream>();
  stream_->Begin(start);
  return stream_->Read(stored, decoder, inflated);
}

}  // namespace sigrun::io
