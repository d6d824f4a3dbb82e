// How each C++ parameter and result type of a native function looks from the rule language: its
// type, how an argument is read, how a result becomes a value. Reading is native/coerce.h's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"
#include "stdlib/kernel.h"
#include "stdlib/native/coerce.h"
#include "stdlib/native/match/cidr_set.h"
#include "stdlib/native/match/glob.h"
#include "stdlib/native/match/glob_list.h"
#include "stdlib/native/match/mixed_set.h"
#include "stdlib/native/match/number_set.h"
#include "stdlib/native/match/regex.h"
#include "stdlib/native/match/regex_list.h"
#include "stdlib/native/match/text_list.h"
#include "stdlib/native/match/text_set.h"
#include "stdlib/prepared_as.h"

namespace sigrun::stdlib {

// Slot<T>: `kType`, and where T is a parameter Read() giving something like std::optional<T>, where
// it is a result Write().
template <class T>
struct Slot;

template <>
struct Slot<std::string_view> {
  static constexpr Type kType = kString;
  static auto Read(const Value& v, Arena& arena) noexcept { return native::ToText(v, arena); }
  static Value Write(std::string_view text) noexcept { return Value::String(text); }
};

template <>
struct Slot<native::Number> {
  static constexpr Type kType = kFloat;
  static auto Read(const Value& v, Arena&) noexcept { return native::ToNumber(v); }
  static Value Write(native::Number n) noexcept {
    return n.is_int ? Value::Int(n.integer) : Value::Float(n.real);
  }
};

template <>
struct Slot<double> {
  static constexpr Type kType = kFloat;
  static Value Write(double d) noexcept { return Value::Float(native::Number::Real(d).real); }
};

template <>
struct Slot<int64_t> {
  static constexpr Type kType = kInt;
  static auto Read(const Value& v, Arena&) noexcept { return native::ToWhole(v); }
  static Value Write(int64_t i) noexcept { return Value::Int(i); }
};

template <>
struct Slot<bool> {
  static constexpr Type kType = kBool;
  static auto Read(const Value& v, Arena&) noexcept { return native::ToBool(v); }
  static Value Write(bool b) noexcept { return Value::Bool(b); }
};

template <>
struct Slot<Timestamp> {
  static constexpr Type kType = kTimestamp;
  static auto Read(const Value& v, Arena&) noexcept { return native::ToTime(v); }
  static Value Write(Timestamp t) noexcept { return Value::Time(t); }
};

template <>
struct Slot<Duration> {
  static constexpr Type kType = kDuration;
  static auto Read(const Value& v, Arena&) noexcept { return native::ToDuration(v); }
  static Value Write(Duration d) noexcept { return Value::Of(d); }
};

template <>
struct Slot<native::IpAddress> {
  static constexpr Type kType = kIp;
  static auto Read(const Value& v, Arena&) noexcept { return native::ToIp(v); }
};

template <>
struct Slot<Value> {
  static constexpr Type kType = kAny;
  static const Value* Read(const Value& v, Arena&) noexcept { return v.present() ? &v : nullptr; }
  static Value Write(const Value& v) noexcept { return v; }
};

template <class T>
struct Slot<std::optional<T>> {
  static constexpr Type kType = Slot<T>::kType;
  static Value Write(const std::optional<T>& v) noexcept {
    return v ? Slot<T>::Write(*v) : Value{};
  }
};

// A prepared constant of any of the kinds given; the first is the one in the signature.
template <class T, PreparedKind kind, Type type>
struct PreparedSlot {
  static constexpr Type kType = type;
  static constexpr PreparedKind kPrepared = kind;
  static const T* Read(const Value& v, Arena&) noexcept {
    return v.kind == Kind::kPrepared ? &PreparedAs<T>::Held(v) : nullptr;
  }
};

template <>
struct Slot<native::TextSet>
    : PreparedSlot<native::TextSet, PreparedKind::kTextSet, ListOf(TypeKind::kString)> {};
template <>
struct Slot<native::NumberSet>
    : PreparedSlot<native::NumberSet, PreparedKind::kNumberSet, ListOf(TypeKind::kFloat)> {};
template <>
struct Slot<native::CidrSet>
    : PreparedSlot<native::CidrSet, PreparedKind::kCidrSet, ListOf(TypeKind::kCidr)> {};
template <>
struct Slot<native::MixedSet>
    : PreparedSlot<native::MixedSet, PreparedKind::kMixedSet, ListOf(TypeKind::kString)> {};
template <>
struct Slot<native::PartList>
    : PreparedSlot<native::PartList, PreparedKind::kPartList, ListOf(TypeKind::kString)> {};
template <>
struct Slot<native::PrefixList>
    : PreparedSlot<native::PrefixList, PreparedKind::kPrefixList, ListOf(TypeKind::kString)> {};
template <>
struct Slot<native::SuffixList>
    : PreparedSlot<native::SuffixList, PreparedKind::kSuffixList, ListOf(TypeKind::kString)> {};
template <>
struct Slot<native::GlobList>
    : PreparedSlot<native::GlobList, PreparedKind::kGlobList, ListOf(TypeKind::kString)> {};
template <>
struct Slot<native::Glob> : PreparedSlot<native::Glob, PreparedKind::kGlob, kString> {};
template <>
struct Slot<native::RegexList>
    : PreparedSlot<native::RegexList, PreparedKind::kRegexList, ListOf(TypeKind::kRegex)> {};
template <>
struct Slot<native::Regex> : PreparedSlot<native::Regex, PreparedKind::kRegex, kRegexType> {};

}  // namespace sigrun::stdlib
