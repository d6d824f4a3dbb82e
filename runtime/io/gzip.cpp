#include "runtime/io/gzip.h"

#include <fmt/format.h>
#include <isa-l/igzip_lib.h>
#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

namespace sigrun::io {
namespace {

constexpr size_t kStoredPiece = size_t{256} << 10;

// Data after the last member: zeros are padding.
bool IsPadding(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// What gzip data says of the size of its last member, which is nearly always its only one.
size_t StatedSize(std::string_view bytes) {
  static_assert(std::endian::native == std::endian::little);
  uint32_t size = 0;
  if (bytes.size() > sizeof size)
    std::memcpy(&size, bytes.data() + bytes.size() - sizeof size, sizeof size);
  return size;
}

}  // namespace

// Members in memory, inflated in one call each.
struct GzipSource::Whole {
  libdeflate_decompressor* const handle = libdeflate_alloc_decompressor();
  Whole() = default;
  Whole(const Whole&) = delete;
  Whole& operator=(const Whole&) = delete;
  ~Whole() { libdeflate_free_decompressor(handle); }

  // Inflates the first member. Returns its stored size, or 0 if it does not fit or is damaged: the
  // stream then determines which.
  size_t Member(std::string_view bytes, std::span<char> into, size_t& made) {
    size_t in = 0;
    const auto result = libdeflate_gzip_decompress_ex(handle, bytes.data(), bytes.size(),
                                                      into.data(), into.size(), &in, &made);
    return result == LIBDEFLATE_SUCCESS ? in : 0;
  }
};

struct GzipSource::Stream {
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
  // Reads the next piece if the previous one is used up. False at the end.
  Result<bool> Refill(ByteSource& packed) {
    if (state.avail_in > 0) return true;
    const Result<size_t> count = packed.Read(piece);
    if (!count) return count.error();
    Give({piece.data(), *count});
    return *count > 0;
  }
  // Returns ISA-L's code.
  int Inflate(std::span<char> into, size_t& made) {
    const auto size = static_cast<uint32_t>(std::min<size_t>(into.size(), UINT32_MAX));
    state.next_out = reinterpret_cast<uint8_t*>(into.data());
    state.avail_out = size;
    const int code = isal_inflate(&state);
    made = size - state.avail_out;
    return code;
  }
  bool member_done() const { return state.block_state == ISAL_BLOCK_FINISH; }
};

GzipSource::GzipSource() = default;
GzipSource::~GzipSource() = default;

void GzipSource::Open(std::string_view start, ByteSource& packed) {
  packed_ = &packed;
  position_ = 0;
  failed_.reset();
  rest_ = start;
  in_memory_ = packed.at_end();
  if (in_memory_) {
    if (!whole_) whole_ = std::make_unique<Whole>();
    return;
  }
  if (!stream_) stream_ = std::make_unique<Stream>();
  stream_->Begin(start);
}

Error GzipSource::TrailingBytes(uint64_t offset) const {
  return {fmt::format("'{}': what follows the gzip data at byte {} is not gzip and was skipped",
                      name(), offset)};
}

Result<size_t> GzipSource::Read(std::span<char> into) {
  if (in_memory_)
    if (const auto made = ReadWhole(into)) return *made;
  if (failed_) return *failed_;
  Result<size_t> made = ReadStream(into);
  if (made) position_ += *made;
  return made;
}

// Nullopt if the stream must continue.
std::optional<size_t> GzipSource::ReadWhole(std::span<char> into) {
  while (IsGzip(rest_) && StatedSize(rest_) <= into.size()) {
    size_t made = 0;
    const size_t member = whole_->Member(rest_, into, made);
    if (member == 0) break;
    rest_.remove_prefix(member);
    position_ += made;
    if (made > 0) return made;
  }
  if (IsPadding(rest_)) return 0;
  in_memory_ = false;
  if (!rest_.starts_with('\x1f')) failed_ = TrailingBytes(packed_->position() - rest_.size());
  if (!stream_) stream_ = std::make_unique<Stream>();
  stream_->Begin(rest_);
  return std::nullopt;
}

// After a member: true if another follows, false at the end.
Result<bool> GzipSource::NextMember() {
  for (;;) {
    Result<bool> more = stream_->Refill(*packed_);
    if (!more || !*more) return more;
    if (stream_->Left()[0] == '\x1f') break;
    if (!IsPadding(stream_->Left()))
      return TrailingBytes(packed_->position() - stream_->state.avail_in);
    stream_->Give({});
  }
  isal_inflate_reset(&stream_->state);
  stream_->state.crc_flag = ISAL_GZIP;
  return true;
}

Result<size_t> GzipSource::ReadStream(std::span<char> into) {
  for (;;) {
    if (failed_) return *failed_;
    if (stream_->member_done()) {
      const Result<bool> next = NextMember();
      if (!next) return *(failed_ = next.error());
      if (!*next) return size_t{0};
    }
    const Result<bool> more = stream_->Refill(*packed_);
    if (!more) return *(failed_ = more.error());
    size_t made = 0;
    const int code = stream_->Inflate(into, made);
    const uint64_t offset = packed_->position() - stream_->state.avail_in;
    if (code < 0)
      failed_ = Error{
          fmt::format("damaged gzip in '{}' near byte {}; download it again", name(), offset)};
    else if (!stream_->member_done() && !*more && made < into.size())
      failed_ =
          Error{fmt::format("truncated gzip '{}' at byte {}; download it again", name(), offset)};
    if (made > 0) return made;
  }
}

}  // namespace sigrun::io
