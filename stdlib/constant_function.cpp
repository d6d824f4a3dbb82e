#include "stdlib/constant_function.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <array>

#include "base/text/base64.h"
#include "stdlib/native/basic/utf8.h"
#include "stdlib/native/encoding.h"
#include "stdlib/windash.h"

namespace sigrun::stdlib {
namespace {

using Texts = std::vector<std::string>;

// ---- base64

Result<Texts> Base64(std::string_view text) { return Texts{base64::Encode(text)}; }

// After `before` unknown bytes, the first characters depend on these, and the last ones on the
// following bytes.
std::string EncodedInside(std::string_view text, size_t before) {
  constexpr size_t kFirst[] = {0, 2, 3}, kLast[] = {0, 3, 2};
  const std::string whole = base64::Encode(std::string(before, ' ') + std::string(text));
  const size_t begin = kFirst[before], end = whole.size() - kLast[(text.size() + before) % 3];
  return whole.substr(begin, end - begin);
}

Result<Texts> Base64Offset(std::string_view text) {
  // For a single byte, one of the three offsets leaves no complete character.
  if (text.size() < 2)
    return Error{"at some offsets, fewer than two bytes leave nothing to search for"};
  return Texts{EncodedInside(text, 0), EncodedInside(text, 1), EncodedInside(text, 2)};
}

// ---- UTF-16

using Unit = std::array<char, 2>;

Unit LowFirst(char32_t unit) {
  return {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
}
Unit HighFirst(char32_t unit) {
  return {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
}

Result<Texts> InUtf16(std::string_view text, std::string bytes, Unit (*order)(char32_t)) {
  const auto add = [&](char32_t unit) {
    const Unit pair = order(unit);
    bytes.append(pair.data(), pair.size());
  };
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const native::CodePoint c = native::Decode(p, end);
    if (c.value >= native::kInvalidByte) return Error{"these bytes are not UTF-8 text"};
    p += c.size;
    if (c.value < 0x10000) {
      add(c.value);
    } else {
      add(0xD800 + ((c.value - 0x10000) >> 10));
      add(0xDC00 + ((c.value - 0x10000) & 0x3FF));
    }
  }
  return Texts{std::move(bytes)};
}

Result<Texts> Utf16Le(std::string_view text) { return InUtf16(text, "", LowFirst); }
Result<Texts> Utf16Be(std::string_view text) { return InUtf16(text, "", HighFirst); }
Result<Texts> Utf16(std::string_view text) { return InUtf16(text, "\xFF\xFE", LowFirst); }

// ---- windash

Result<Texts> WinDash(std::string_view text) {
  const std::vector<std::string_view> parts = CutAtDashes(text);
  if (parts.size() - 1 > kMostDashes)
    return Error{fmt::format(
        "it has {} dashes at the start of a word, and more than {} make over 625 strings",
        parts.size() - 1, kMostDashes)};
  Texts texts = {std::string(parts.front())};
  for (size_t i = 1; i < parts.size(); ++i) {
    Texts longer;
    for (const std::string& start : texts)
      for (const std::string_view dash : kDashes)
        longer.push_back(start + std::string(dash) + std::string(parts[i]));
    texts = std::move(longer);
  }
  return texts;
}

constexpr ConstantFunction kTable[] = {
#define SIGRUN_CONSTANT_FUNCTION(name, function, several, doc, example) \
  {#name, several, &function, doc, example},
#include "stdlib/constant_functions.def"
#undef SIGRUN_CONSTANT_FUNCTION
};

}  // namespace

std::span<const ConstantFunction> ConstantFunctions() { return kTable; }

const ConstantFunction* FindConstantFunction(std::string_view name) {
  for (const ConstantFunction& function : kTable)
    if (function.name == name) return &function;
  return nullptr;
}

}  // namespace sigrun::stdlib
