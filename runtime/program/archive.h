// The encoding of plain data in an image: little-endian numbers, a count before repeated elements,
// a byte 0 or 1 before optional ones. Structs are encoded by a function Fields (image_fields.h).
// For image.cpp only.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"

namespace sigrun::program {

class Writer {
 public:
  template <class... Ts>
  void operator()(const Ts&... items) {
    (Item(items), ...);
  }
  std::string Take() && { return std::move(out_); }

 private:
  template <std::unsigned_integral T>
  void Number(T value) {
    for (size_t i = 0; i < sizeof(T); ++i) out_ += static_cast<char>(value >> (8 * i));
  }
  void Count(size_t count) {
    SIGRUN_CHECK(count <= UINT32_MAX);
    Number(static_cast<uint32_t>(count));
  }

  template <std::integral T>
  void Item(const T& value) {
    if constexpr (std::same_as<T, bool>)
      Number(static_cast<uint8_t>(value));
    else
      Number(static_cast<std::make_unsigned_t<T>>(value));
  }
  void Item(const double& value) { Number(std::bit_cast<uint64_t>(value)); }
  void Item(const std::string& text) {
    Count(text.size());
    out_ += text;
  }
  template <class T>
  void Item(const std::vector<T>& items) {
    Count(items.size());
    for (const T& item : items) Item(item);
  }
  template <class T>
  void Item(const std::optional<T>& item) {
    Item(item.has_value());
    if (item) Item(*item);
  }
  template <class... Ts>
  void Item(const std::variant<Ts...>& item) {
    Item(static_cast<uint8_t>(item.index()));
    std::visit([this](const auto& held) { this->Item(held); }, item);
  }
  template <class T>
  void Item(const T& item) {
    if constexpr (std::is_enum_v<T>)
      Number(static_cast<std::underlying_type_t<T>>(item));
    else
      Fields(*this, item);
  }

  std::string out_;
};

// Never reads beyond the bytes, and rejects counts that exceed them. After the first failure
// everything reads as zero or empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class... Ts>
  void operator()(Ts&... items) {
    (Item(items), ...);
  }
  // The first failure and its position; empty if there is none.
  const std::string& failure() const { return failure_; }
  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }

 private:
  void Fail(const char* why) {
    if (failure_.empty()) failure_ = why;
    failed_ = true;
  }
  std::string_view Bytes(size_t size) {
    if (failed_ || size > remaining()) {
      Fail("a field reaches beyond the end");
      return {};
    }
    position_ += size;
    return bytes_.substr(position_ - size, size);
  }
  template <std::unsigned_integral T>
  T Number() {
    T value = 0;
    const std::string_view bytes = Bytes(sizeof(T));
    for (size_t i = 0; i < bytes.size(); ++i)
      value = static_cast<T>(value |
                             static_cast<T>(T{static_cast<unsigned char>(bytes[i])} << (8 * i)));
    return value;
  }
  // Every repeated element takes at least one byte.
  uint32_t Count() {
    const auto count = Number<uint32_t>();
    if (count <= remaining()) return count;
    Fail("a count is larger than what follows");
    return 0;
  }

  template <std::integral T>
  void Item(T& value) {
    if constexpr (std::same_as<T, bool>)
      value = Flag();
    else
      value = static_cast<T>(Number<std::make_unsigned_t<T>>());
  }
  bool Flag() {
    const auto value = Number<uint8_t>();
    if (value > 1) Fail("a flag is neither 0 nor 1");
    return value == 1;
  }
  void Item(double& value) { value = std::bit_cast<double>(Number<uint64_t>()); }
  void Item(std::string& text) { text = Bytes(Count()); }
  template <class T>
  void Item(std::vector<T>& items) {
    const uint32_t count = Count();
    for (uint32_t i = 0; i < count && !failed_; ++i) Item(items.emplace_back());
  }
  template <class T>
  void Item(std::optional<T>& item) {
    if (Flag()) Item(item.emplace());
  }
  template <class... Ts>
  void Item(std::variant<Ts...>& item) {
    const auto wanted = Number<uint8_t>();
    if (wanted >= sizeof...(Ts)) return Fail("a constant has no known type");
    uint8_t index = 0;
    ((index++ == wanted ? Item(item.template emplace<Ts>()) : void()), ...);
  }
  template <class T>
  void Item(T& item) {
    if constexpr (std::is_enum_v<T>)
      item = static_cast<T>(Number<std::underlying_type_t<T>>());
    else
      Fields(*this, item);
  }

  std::string_view bytes_;
  size_t position_ = 0;
  bool failed_ = false;
  std::string failure_;
};

}  // namespace sigrun::program
