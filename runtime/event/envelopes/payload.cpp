#include "runtime/event/envelopes/payload.h"

#include <libdeflate.h>

#include <algorithm>

#include "base/text/base64.h"

namespace sigrun::event {
namespace {

bool DecodeBase64(std::string_view text, std::string& out) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  out.resize(base64::DecodedRoom(text));
  const auto size = base64::Decode(text, out.data());
  out.resize(size.value_or(0));
  return size.has_value();
}

bool IsGzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

}  // namespace

struct PayloadDecoder::Inflater {
  libdeflate_decompressor* const handle = libdeflate_alloc_decompressor();
  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { libdeflate_free_decompressor(handle); }
};

PayloadDecoder::PayloadDecoder() = default;
PayloadDecoder::~PayloadDecoder() = default;

PayloadDecoder::Status PayloadDecoder::Decode(std::string_view base64, size_t limit,
                                              std::string& out) {
  if (!DecodeBase64(base64, packed_)) return Status::kNotBase64;
  if (IsGzip(packed_)) return Inflate(limit, out);
  out.swap(packed_);
  return out.size() <= limit ? Status::kOk : Status::kTooLarge;
}

// The output grows until the payload fits: its own size field is not trusted.
PayloadDecoder::Status PayloadDecoder::Inflate(size_t limit, std::string& out) {
  if (!inflater_) inflater_ = std::make_unique<Inflater>();
  size_t done = 0, room = std::max<size_t>(packed_.size() * 8, 4096);
  for (std::string_view rest = packed_; IsGzip(rest);) {
    room = std::min(std::max(room, done + 4096), limit);
    out.resize(room);
    size_t in = 0, made = 0;
    const auto result = libdeflate_gzip_decompress_ex(inflater_->handle, rest.data(), rest.size(),
                                                      out.data() + done, room - done, &in, &made);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
      if (room == limit) return Status::kTooLarge;
      room *= 4;
      continue;
    }
    if (result != LIBDEFLATE_SUCCESS) return Status::kBadGzip;
    rest.remove_prefix(in);
    done += made;
  }
  out.resize(done);
  return Status::kOk;
}

}  // namespace sigrun::event
