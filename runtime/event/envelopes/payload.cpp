#include "runtime/event/envelopes/payload.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>

namespace sigrun::event {
namespace {

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> DigitTable() {
  std::array<uint8_t, 256> table{};
  table.fill(kNoDigit);
  uint8_t value = 0;
  for (const char c : {'A', 'a', '0'})
    for (int i = 0; i < (c == '0' ? 10 : 26); ++i)
      table[static_cast<unsigned char>(c + i)] = value++;
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  return table;
}
constexpr auto kDigits = DigitTable();

bool DecodeBase64(std::string_view text, std::string& out) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  out.clear();
  out.reserve(text.size() / 4 * 3 + 3);
  uint32_t bits = 0, count = 0;
  for (const char c : text) {
    const uint8_t digit = kDigits[static_cast<unsigned char>(c)];
    if (digit == kNoDigit) return false;
    bits = bits << 6 | digit;
    if (++count % 4 != 0) continue;
    for (const int shift : {16, 8, 0}) out.push_back(static_cast<char>(bits >> shift & 0xFF));
  }
  if (count % 4 == 1) return false;
  if (count % 4 >= 2) out.push_back(static_cast<char>(bits >> (count % 4 == 2 ? 4 : 10) & 0xFF));
  if (count % 4 == 3) out.push_back(static_cast<char>(bits >> 2 & 0xFF));
  return true;
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
