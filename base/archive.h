// How plain things are written as bytes and read back: little-endian numbers, a count before what
// repeats, a byte 0 or 1 before what may be missing, the name of an enumerator (enum_names.h) and
// of the alternative that a variant holds (kAlternatives). A type takes part through a function,
// defined once for both directions: a free Fields(archive, x), or a static member
// T::Fields(archive, x) where the fields are private. It hands the fields to the archive in order;
// where reading needs more than that, it asks A::kReads.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <functional>
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
#include "base/hash.h"
#include "base/time/event_time.h"

namespace sigrun {

// T or const T, for the parameter of Fields.
template <class T, class Plain>
concept Like = std::same_as<std::remove_const_t<T>, Plain>;

template <class A>
void Fields(A& a, Like<Timestamp> auto& x) {
  a(x.micros);
}
template <class A>
void Fields(A& a, Like<Duration> auto& x) {
  a(x.micros);
}
template <class A>
void Fields(A& a, Like<Hash128> auto& x) {
  a(x.high, x.low);
}

// Specialised for each variant: the names of its alternatives, in order.
template <class Variant>
inline constexpr std::array<std::string_view, 0> kAlternatives;

// Whether sums and differences of times and durations stay within 64 bits: asked of times that were
// read from bytes of unknown origin.
constexpr bool IsPlausible(Timestamp t) {
  constexpr int64_t kFarthest = INT64_MAX / 4;
  return -kFarthest <= t.micros && t.micros <= kFarthest;
}

// References: indices into a table that stands elsewhere, written with Reference. What an archive
// keeps of a long table is only what it refers to, numbered anew.
using Renumber = std::function<uint32_t(uint32_t index)>;

class ArchiveWriter {
 public:
  static constexpr bool kReads = false;

  // Without `renumber`, references are written as they are.
  explicit ArchiveWriter(const Renumber* renumber = nullptr) : renumber_(renumber) {}

  template <class... Ts>
  void operator()(const Ts&... items) {
    (Item(items), ...);
  }
  size_t size() const { return out_.size(); }
  std::string Take() && { return std::move(out_); }

  // As those of the reader.
  uint32_t Size(size_t size) {
    SIGRUN_CHECK(size <= UINT32_MAX);
    Number(static_cast<uint32_t>(size));
    return static_cast<uint32_t>(size);
  }
  bool Require(bool, const char*) { return true; }
  void Reference(uint32_t index) { Number(renumber_ != nullptr ? (*renumber_)(index) : index); }

 private:
  template <std::unsigned_integral T>
  void Number(T value) {
    for (size_t i = 0; i < sizeof(T); ++i) out_ += static_cast<char>(value >> (8 * i));
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
    Size(text.size());
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
    Size(items.size());
    for (const T& item : items) Item(item);
  }
  template <class T>
  void Item(const std::optional<T>& item) {
    Item(item.has_value());
    if (item) Item(*item);
  }
  template <class... Ts>
  void Item(const std::variant<Ts...>& item) {
    constexpr auto& names = kAlternatives<std::variant<Ts...>>;
    static_assert(std::size(names) == sizeof...(Ts));
    Text(names[item.index()]);
    std::visit([this](const auto& held) { this->Item(held); }, item);
  }
  template <class T>
  void Item(const T& item) {
    if constexpr (requires { T::Fields(*this, item); })
      T::Fields(*this, item);
    else
      Fields(*this, item);
  }

  const Renumber* renumber_;
  std::string out_;
};

// Never reads beyond the bytes and never believes a count that they cannot hold. After the first
// failure everything reads as zero or empty.
class ArchiveReader {
 public:
  static constexpr bool kReads = true;

  // References below `references` are valid.
  explicit ArchiveReader(std::string_view bytes, uint32_t references = UINT32_MAX)
      : bytes_(bytes), references_(references) {}

  template <class... Ts>
  void operator()(Ts&... items) {
    (Item(items), ...);
  }
  // Why the bytes make no sense; empty as long as they do.
  const std::string& failure() const { return failure_; }
  bool ok() const { return !failed_; }
  // The name that it failed at, if no enumerator or alternative has it.
  const std::string& unknown_name() const { return unknown_name_; }
  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }

  // How many items follow; what repeats takes at least a byte.
  uint32_t Size(size_t = 0) {
    const auto count = Number<uint32_t>();
    if (count <= remaining()) return count;
    Fail("a count is larger than what follows");
    return 0;
  }
  // For what has to hold of what was read. False if it does not, or reading has failed before.
  bool Require(bool holds, const char* why_not) {
    if (!holds) Fail(why_not);
    return ok();
  }
  void Reference(uint32_t& index) {
    index = Number<uint32_t>();
    if (index < references_) return;
    Fail("a reference leads nowhere");
    index = 0;
  }

 private:
  void Fail(const char* why) {
    if (!failed_) failure_ = why;
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
  void Item(std::string& text) { text = Bytes(Size()); }
  void FailAtName(std::string_view name) {
    if (failed_) return;
    unknown_name_ = name;
    Fail("a name is unknown");
  }
  template <NamedEnum E>
  void Item(E& value) {
    const std::string_view name = Bytes(Size());
    if (const auto found = FindNamed<E>(name))
      value = *found;
    else
      FailAtName(name);
  }
  template <class T>
  void Item(std::vector<T>& items) {
    items.clear();
    const uint32_t count = Size();
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
    const std::string_view wanted = Bytes(Size());
    if (std::ranges::find(names, wanted) == std::end(names)) return FailAtName(wanted);
    size_t index = 0;
    ((names[index++] == wanted ? Item(item.template emplace<Ts>()) : void()), ...);
  }
  template <class T>
  void Item(T& item) {
    if constexpr (requires { T::Fields(*this, item); })
      T::Fields(*this, item);
    else
      Fields(*this, item);
  }

  std::string_view bytes_;
  uint32_t references_;
  size_t position_ = 0;
  bool failed_ = false;
  std::string failure_, unknown_name_;
};

}  // namespace sigrun
