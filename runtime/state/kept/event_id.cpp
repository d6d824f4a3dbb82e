#include "runtime/state/kept/event_id.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sigrun::state {
namespace {

constexpr size_t kUuidLength = 36;

// The positions of the pairs of digits.
constexpr uint8_t kPairs[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
constexpr uint8_t kNoDigit = 0x80;

// The value of each lower-case hexadecimal digit; kNoDigit for other bytes.
constexpr std::array<uint8_t, 256> MakeDigits() {
  std::array<uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (uint8_t i = 0; i < 16; ++i) digits[static_cast<uint8_t>("0123456789abcdef"[i])] = i;
  return digits;
}
constexpr std::array<uint8_t, 256> kDigits = MakeDigits();

bool PackUuid(std::string_view text, unsigned char* bytes) {
  if (text.size() != kUuidLength) return false;
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
  unsigned seen = 0;
  for (size_t i = 0; i < 16; ++i) {
    const unsigned high = kDigits[static_cast<uint8_t>(text[kPairs[i]])];
    const unsigned low = kDigits[static_cast<uint8_t>(text[kPairs[i] + 1u])];
    seen |= high | low;
    bytes[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return (seen & kNoDigit) == 0;
}

std::string UnpackUuid(const unsigned char* bytes) {
  std::string text(kUuidLength, '-');
  for (size_t i = 0; i < 16; ++i) {
    text[kPairs[i]] = "0123456789abcdef"[bytes[i] >> 4];
    text[kPairs[i] + 1u] = "0123456789abcdef"[bytes[i] & 15];
  }
  return text;
}

}  // namespace

EventId::EventId(int64_t time, std::string_view id)
    : packed_(static_cast<uint64_t>(std::clamp(time, INT64_MIN / 2, INT64_MAX / 2)) << 1), uuid_() {
  if (PackUuid(id, uuid_)) return;
  packed_ |= 1;
  text_ = {new char[id.size()], id.size()};
  if (!id.empty()) std::memcpy(text_.chars, id.data(), id.size());
}

EventId::EventId(const EventId& other) {
  std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof *this);
  if (!is_text()) return;
  text_.chars = new char[text_.size];
  if (text_.size > 0) std::memcpy(text_.chars, other.text_.chars, text_.size);
}

EventId::~EventId() {
  if (is_text()) delete[] text_.chars;
}

void EventId::Swap(EventId& other) noexcept {
  unsigned char bytes[sizeof(EventId)];
  std::memcpy(bytes, static_cast<const void*>(this), sizeof bytes);
  std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof bytes);
  std::memcpy(static_cast<void*>(&other), bytes, sizeof bytes);
}

std::string EventId::ToString() const {
  return is_text() ? std::string(text_.chars, text_.size) : UnpackUuid(uuid_);
}

}  // namespace sigrun::state
