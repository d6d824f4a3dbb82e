#include "base/text/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sigrun {
namespace {

// The parts of d.ddde±x: the digits, and the position of the point in them (1: after the first).
struct Decimal {
  char digits[20];
  int count = 0;
  int point = 0;
};

Decimal TakeApart(double positive) noexcept {
  char text[40];
  const char* end =
      std::to_chars(text, text + sizeof text, positive, std::chars_format::scientific).ptr;
  const char* exponent = std::find(static_cast<const char*>(text), end, 'e');
  Decimal decimal;
  for (const char* c = text; c != exponent; ++c)
    if (*c != '.') decimal.digits[decimal.count++] = *c;
  // from_chars does not accept a plus sign.
  std::from_chars(exponent[1] == '+' ? exponent + 2 : exponent + 1, end, decimal.point);
  ++decimal.point;
  return decimal;
}

class Writer {
 public:
  explicit Writer(char* out) : out_(out) {}
  char* end() const { return out_; }

  void Put(char c) { *out_++ = c; }
  void Zeros(int count) {
    for (; count > 0; --count) Put('0');
  }
  void Digits(const Decimal& decimal, int from, int to) {
    out_ = std::copy(decimal.digits + from, decimal.digits + to, out_);
  }
  void Int(int value) { out_ = std::to_chars(out_, out_ + 8, value).ptr; }

 private:
  char* out_;
};

constexpr int kMostPlaces = 21;       // before the point, without an exponent
constexpr int kMostLeadingZeros = 6;  // after the point

void WriteDecimal(const Decimal& decimal, Writer& out) {
  const int count = decimal.count, point = decimal.point;
  if (point >= count && point <= kMostPlaces) {
    out.Digits(decimal, 0, count);
    out.Zeros(point - count);
  } else if (point > 0 && point <= kMostPlaces) {
    out.Digits(decimal, 0, point);
    out.Put('.');
    out.Digits(decimal, point, count);
  } else if (point > -kMostLeadingZeros && point <= 0) {
    out.Put('0');
    out.Put('.');
    out.Zeros(-point);
    out.Digits(decimal, 0, count);
  } else {
    out.Digits(decimal, 0, 1);
    if (count > 1) out.Put('.');
    out.Digits(decimal, 1, count);
    out.Put('e');
    if (point > 0) out.Put('+');
    out.Int(point - 1);
  }
}

std::string_view NotFinite(double number) noexcept {
  if (std::isnan(number)) return "nan";
  return number < 0 ? "-inf" : "inf";
}

}  // namespace

std::string_view NumberText(double number, char* buffer) noexcept {
  if (!std::isfinite(number)) return NotFinite(number);
  Writer out(buffer);
  if (number < 0) out.Put('-');
  if (number == 0)
    out.Put('0');
  else
    WriteDecimal(TakeApart(std::abs(number)), out);
  return {buffer, static_cast<size_t>(out.end() - buffer)};
}

std::string NumberText(double number) {
  char buffer[32];
  return std::string(NumberText(number, buffer));
}

std::string RealText(double number) {
  std::string text = NumberText(number);
  if (number == 0 && std::signbit(number)) text = "-0";
  if (std::isfinite(number) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace sigrun
