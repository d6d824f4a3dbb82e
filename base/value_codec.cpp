#include "base/value_codec.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <new>

namespace sigrun {
namespace {

enum Tag : uint8_t {
  kTagAbsent,
  kTagNull,
  kTagFalse,
  kTagTrue,
  kTagInt,           // zigzag varint
  kTagFloat,         // 8 bytes, least significant first
  kTagIntWritten,    // varint, then text
  kTagFloatWritten,  // 8 bytes, then text
  kTagString,        // length, bytes
  kTagObject,
  kTagTime,
  kTagDuration,
  kTagList,  // number of items, items
};

// Writes into memory that is known to be large enough: see Bound.
class Encoder {
 public:
  Encoder(bool canonical, char* out) : canonical_(canonical), out_(out) {}

  char* end() const { return out_; }

  void PutCount(size_t count) { PutVarint(count); }

  void Put(const Value& value, int depth) {
    switch (value.kind) {
      case Kind::kNull:
        return PutTag(kTagNull);
      case Kind::kBool:
        return PutTag(value.flag ? kTagTrue : kTagFalse);
      case Kind::kInt:
        return PutWholeNumber(value);
      case Kind::kFloat:
        return PutNumber(value);
      case Kind::kString:
        return PutTag(kTagString), PutText(value.text());
      case Kind::kObject:
        return PutTag(kTagObject), PutText(value.text());
      case Kind::kTime:
        return PutTag(kTagTime), PutInt(value.integer);
      case Kind::kDuration:
        return PutTag(kTagDuration), PutInt(value.integer);
      case Kind::kList:
        return PutList(value, depth);
      case Kind::kAbsent:
      case Kind::kPrepared:
        break;
    }
    PutTag(kTagAbsent);
  }

 private:
  void PutTag(Tag tag) { *out_++ = static_cast<char>(tag); }

  void PutVarint(uint64_t number) {
    for (; number >= 0x80; number >>= 7) *out_++ = static_cast<char>(number | 0x80);
    *out_++ = static_cast<char>(number);
  }

  void PutInt(int64_t number) {
    PutVarint((static_cast<uint64_t>(number) << 1) ^ static_cast<uint64_t>(number >> 63));
  }

  void PutDouble(double number) {
    uint64_t bits;
    std::memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 8; ++i) *out_++ = static_cast<char>(bits >> (8 * i));
  }

  void PutText(std::string_view text) {
    PutVarint(text.size());
    if (!text.empty()) std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
  }

  // A float that is an integer is written as that integer.
  void PutFloatKey(double number) {
    constexpr double kLimit = 9223372036854775808.0;
    if (number >= -kLimit && number < kLimit && number == std::trunc(number)) {
      PutTag(kTagInt);
      return PutInt(static_cast<int64_t>(number));
    }
    PutTag(kTagFloat);
    PutDouble(std::isnan(number) ? std::numeric_limits<double>::quiet_NaN() : number);
  }

  bool Written(const Value& value) const { return !canonical_ && value.chars != nullptr; }

  void PutWholeNumber(const Value& value) {
    PutTag(Written(value) ? kTagIntWritten : kTagInt);
    PutInt(value.integer);
    if (Written(value)) PutText(value.text());
  }

  void PutNumber(const Value& value) {
    if (canonical_) return PutFloatKey(value.number);
    PutTag(Written(value) ? kTagFloatWritten : kTagFloat);
    PutDouble(value.number);
    if (Written(value)) PutText(value.text());
  }

  void PutList(const Value& list, int depth) {
    if (depth == kMaxListDepth) return PutTag(kTagAbsent);
    PutTag(kTagList);
    PutVarint(list.size);
    for (uint32_t i = 0; i < list.size; ++i) Put(list.items[i], depth + 1);
  }

  bool canonical_;
  char* out_;
};

// A tag, a number and the length of a text are at most 21 bytes.
constexpr size_t kMostBesidesText = 21;

bool HasText(const Value& value) {
  return value.kind == Kind::kString || value.kind == Kind::kObject ||
         ((value.kind == Kind::kInt || value.kind == Kind::kFloat) && value.chars != nullptr);
}

// The maximum number of bytes of the encoding.
size_t Bound(std::span<const Value> values, int depth) {
  size_t bytes = values.size() * kMostBesidesText;
  for (const Value& value : values) {
    if (HasText(value)) bytes += value.size;
    if (value.kind == Kind::kList && depth < kMaxListDepth)
      bytes += Bound({value.items, value.size}, depth + 1);
  }
  return bytes;
}

size_t EncodeTo(bool canonical, std::span<const Value> values, char* out) {
  Encoder encoder(canonical, out);
  encoder.PutCount(values.size());
  for (const Value& value : values) encoder.Put(value, 0);
  return static_cast<size_t>(encoder.end() - out);
}

void Encode(bool canonical, std::span<const Value> values, std::string& out) {
  const size_t most = kMostBesidesText + Bound(values, 0);
  char near[1024];  // most lists are short: no need to fill the string with zeros first
  if (most <= sizeof near) {
    out.append(near, EncodeTo(canonical, values, near));
    return;
  }
  const size_t before = out.size();
  out.resize(before + most);
  out.resize(before + EncodeTo(canonical, values, out.data() + before));
}

// Every Take… returns false, and has no other effect, if the bytes do not contain the expected
// value.
class Reader {
 public:
  Reader(std::string_view bytes, Arena& arena)
      : bytes_(bytes), arena_(arena), values_left_(bytes.size()) {}
  std::string_view rest() const { return bytes_; }

  bool TakeItems(const Value*& items, uint32_t& count, int depth) {
    uint64_t wanted;
    if (!TakeVarint(wanted) || wanted > values_left_) return false;
    values_left_ -= wanted;
    Value* values = arena_.AllocateArray<Value>(wanted);
    if (values == nullptr && wanted > 0) return false;  // a fresh arena has no place for nothing
    for (uint64_t i = 0; i < wanted; ++i) {
      values[i] = Value();
      if (!TakeValue(values[i], depth)) return false;
    }
    items = values;
    count = static_cast<uint32_t>(wanted);
    return true;
  }

 private:
  bool TakeVarint(uint64_t& number) {
    if (!bytes_.empty() && static_cast<uint8_t>(bytes_.front()) < 0x80) {  // nearly always
      number = static_cast<uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      return true;
    }
    number = 0;
    for (int shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      if (shift == 63 && byte > 1) return false;
      number |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  bool TakeInt(int64_t& number) {
    uint64_t zigzag;
    if (!TakeVarint(zigzag)) return false;
    number = static_cast<int64_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
    return true;
  }

  bool TakeDouble(double& number) {
    if (bytes_.size() < 8) return false;
    uint64_t bits = 0;
    for (int i = 0; i < 8; ++i)
      bits |= static_cast<uint64_t>(static_cast<uint8_t>(bytes_[i])) << (8 * i);
    std::memcpy(&number, &bits, sizeof number);
    bytes_.remove_prefix(8);
    return true;
  }

  bool TakeText(Value& value) {
    uint64_t size;
    if (!TakeVarint(size) || size > bytes_.size() || size > UINT32_MAX) return false;
    value.chars = bytes_.data();
    value.size = static_cast<uint32_t>(size);
    bytes_.remove_prefix(size);
    return true;
  }

  bool TakeValue(Value& value, int depth) {
    if (bytes_.empty()) return false;
    const auto tag = static_cast<uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    switch (tag) {
      case kTagAbsent:
        return true;
      case kTagNull:
        value.kind = Kind::kNull;
        return true;
      case kTagFalse:
        value = Value::Bool(false);
        return true;
      case kTagTrue:
        value = Value::Bool(true);
        return true;
      case kTagInt:
        value.kind = Kind::kInt;
        return TakeInt(value.integer);
      case kTagFloat:
        value.kind = Kind::kFloat;
        return TakeDouble(value.number);
      case kTagIntWritten:
        value.kind = Kind::kInt;
        return TakeInt(value.integer) && TakeText(value);
      case kTagFloatWritten:
        value.kind = Kind::kFloat;
        return TakeDouble(value.number) && TakeText(value);
      case kTagString:
        value.kind = Kind::kString;
        return TakeText(value);
      case kTagObject:
        value.kind = Kind::kObject;
        return TakeText(value);
      case kTagTime:
        value.kind = Kind::kTime;
        return TakeInt(value.integer);
      case kTagDuration:
        value.kind = Kind::kDuration;
        return TakeInt(value.integer);
      case kTagList:
        value.kind = Kind::kList;
        return depth < kMaxListDepth && TakeItems(value.items, value.size, depth + 1);
      default:
        return false;
    }
  }

  std::string_view bytes_;
  Arena& arena_;
  size_t values_left_;  // each takes a byte at least
};

}  // namespace

void EncodeValues(std::span<const Value> values, std::string& out) { Encode(false, values, out); }

void EncodeKey(std::span<const Value> values, std::string& out) { Encode(true, values, out); }

Result<std::span<const Value>> TakeValues(std::string_view& bytes, Arena& arena) {
  Reader reader(bytes, arena);
  const Value* items = nullptr;
  uint32_t count = 0;
  if (!reader.TakeItems(items, count, 0)) {
    if (arena.out_of_memory()) throw std::bad_alloc();
    return Error{arena.exhausted() ? "out of memory for a list of values"
                                   : "bytes are not an encoded list of values"};
  }
  bytes = reader.rest();
  return std::span<const Value>(items, count);
}

Result<std::span<const Value>> DecodeValues(std::string_view bytes, Arena& arena) {
  auto values = TakeValues(bytes, arena);
  if (values.ok() && !bytes.empty()) return Error{"bytes follow an encoded list of values"};
  return values;
}

}  // namespace sigrun
