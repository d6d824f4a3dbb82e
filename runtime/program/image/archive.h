// How plain things stand in an image: little-endian numbers, a count before what repeats, a byte 0
// or 1 before what may be missing, the name of an enumeration's value and of what a variant holds.
// Structs take part through a function Fields, variants through kAlternatives (image_fields.h). For
// image.cpp only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/enum_names.h"

namespace sigrun::program {

// Specialised for each variant: the names of what it holds, in order.
template <class Variant>
inline constexpr std::array<std::string_view, 0> kAlternatives;

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
  void Text(std::string_view text) {
    Count(text.size());
    out_ += text;
  }
  void Item(const std::string& text) { Text(text); }
  template <NamedEnum E>
  void Item(const E& value) {
    SIGRUN_CHECK(IsNamed(value));
    Text(Name(value));
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
    Text(kAlternatives<std::variant<Ts...>>[item.index()]);
    std::visit([this](const auto& held) { this->Item(held); }, item);
  }
  template <class T>
  void Item(const T& item) {
    Fields(*this, item);
  }

  std::string out_;
};

// Never reads beyond the bytes and never believes a count that they cannot hold. After the first
// failure everything reads as zero or empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class... Ts>
  void operator()(Ts&... items) {
    (Item(items), ...);
  }
  // Why the bytes make no sense, and where; empty as long as they do.
  const std::string& failure() const { return failure_; }
  // The name, if it failed at one that nothing has here.
  const std::string& unknown_name() const { return unknown_name_; }
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
  // Whatever repeats takes at least a byte.
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
  void FailAtName(std::string_view name) {
    if (failed_) return;
    unknown_name_ = name;
    Fail("a name is unknown");
  }
  template <NamedEnum E>
  void Item(E& value) {
    const std::string_view name = Bytes(Count());
    if (const auto found = FindNamed<E>(name))
      value = *found;
    else
      FailAtName(name);
  }
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
    constexpr auto& names = kAlternatives<std::variant<Ts...>>;
    static_assert(std::size(names) == sizeof...(Ts));
    const std::string_view wanted = Bytes(Count());
    if (std::ranges::find(names, wanted) == std::end(names)) return FailAtName(wanted);
    size_t index = 0;
    ((names[index++] == wanted ? Item(item.template emplace<Ts>()) : void()), ...);
  }
  template <class T>
  void Item(T& item) {
    Fields(*this, item);
  }

  std::string_view bytes_;
  size_t position_ = 0;
  bool failed_ = false;
  std::string failure_, unknown_name_;
};

}  // namespace sigrun::program
