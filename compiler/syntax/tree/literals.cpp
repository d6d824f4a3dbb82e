#include "compiler/syntax/tree/literals.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

#include "base/text/parse_number.h"
#include "base/text/suggest.h"
#include "base/time/duration.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/tree/escapes.h"

namespace sigrun::syntax {
namespace {

constexpr std::string_view kKnownUnits =
    "the units of durations are us ms s m h d w; of sizes, B KB MB GB TB PB (powers of 1000) and "
    "KiB MiB GiB "
    "TiB PiB (of 1024)";

// Common spellings of a unit, and the unit.
struct UnitAlias {
  std::string_view written, unit;
};
constexpr UnitAlias kUnitAliases[] = {
    {"sec", "s"},   {"secs", "s"},   {"second", "s"},  {"seconds", "s"}, {"min", "m"},
    {"mins", "m"},  {"minute", "m"}, {"minutes", "m"}, {"hr", "h"},      {"hrs", "h"},
    {"hour", "h"},  {"hours", "h"},  {"day", "d"},     {"days", "d"},    {"week", "w"},
    {"weeks", "w"}, {"k", "KB"},     {"kb", "KB"},     {"M", "MB"},      {"mb", "MB"},
    {"g", "GB"},    {"G", "GB"},     {"gb", "GB"},     {"t", "TB"},      {"tb", "TB"},
    {"kib", "KiB"}, {"mib", "MiB"},  {"gib", "GiB"},   {"tib", "TiB"},   {"b", "B"},
    {"D", "d"},     {"H", "h"},      {"S", "s"},       {"W", "w"},       {"byte", "B"},
    {"bytes", "B"},
};

bool IsUnit(std::string_view unit) {
  const std::string one = fmt::format("1{}", unit);
  return ParseDuration(one).has_value() || ParseBytes(one).has_value();
}

std::string_view UnitFor(std::string_view written) {
  for (const UnitAlias& alias : kUnitAliases)
    if (alias.written == written) return alias.unit;
  return {};
}

void ReportQuantity(std::string_view written, Span span, diag::Sink& sink) {
  const size_t digits = written.find_first_not_of("0123456789.");
  const std::string_view unit = written.substr(digits);
  if (IsUnit(unit)) {
    sink.Emit(diag::codes::BadNumber, span, fmt::format("`{}` is too large", written));
    return;
  }
  std::string plain(written);
  std::erase(plain, '_');
  if (plain.find_first_not_of("0123456789") == std::string::npos) {  // 1_000_000
    sink.Emit(diag::codes::BadNumber, span, "`_` is not allowed in a number")
        .Help(fmt::format("write `{}`", plain))
        .FixWith(span, plain);
    return;
  }
  const Span at{span.source, span.begin + static_cast<uint32_t>(digits), span.end};
  auto diagnostic = sink.Emit(diag::codes::BadNumber, at, fmt::format("unknown unit `{}`", unit));
  if (const std::string_view known = UnitFor(unit); !known.empty())
    diagnostic.Help(fmt::format("write `{}{}`", written.substr(0, digits), known))
        .FixWith(at, std::string(known));
  else
    diagnostic.Help(std::string(kKnownUnits));
}

}  // namespace

std::string StringValue(std::string_view written, Span span, diag::Sink& sink) {
  const std::string_view inner = written.substr(1, written.size() - 2);
  if (written.front() == '\'' || inner.find('\\') == std::string_view::npos)
    return std::string(inner);
  std::string value;
  for (size_t i = 0; i < inner.size();) {
    const Escape escape = ReadEscape(inner.substr(i));
    if (escape.problem != nullptr) {
      const auto begin = static_cast<uint32_t>(span.begin + 1 + i);
      sink.Emit(diag::codes::BadEscape, {span.source, begin, begin + escape.length}, escape.problem)
          .Help(
              R"(the escapes are \" \\ \/ \n \t \r \uXXXX; in '…' a backslash is an ordinary character)");
    }
    value += escape.value;
    i += escape.length;
  }
  return value;
}

int64_t IntValue(std::string_view written, bool negative, Span span, diag::Sink& sink) {
  const auto magnitude = ParseNumber<uint64_t>(written);
  const uint64_t limit = uint64_t{INT64_MAX} + (negative ? 1 : 0);
  if (!magnitude || *magnitude > limit) {
    sink.Emit(diag::codes::BadNumber, span, fmt::format("`{}` is too large", written))
        .Help("integers range from -9223372036854775808 to 9223372036854775807");
    return 0;
  }
  return static_cast<int64_t>(negative ? 0 - *magnitude : *magnitude);
}

double FloatValue(std::string_view written) { return ParseNumber<double>(written).value_or(0); }

ast::LiteralValue QuantityValue(std::string_view written, Span span, diag::Sink& sink) {
  if (const auto duration = ParseDuration(written)) return *duration;
  if (const auto bytes = ParseBytes(written)) return ast::Bytes{*bytes};
  ReportQuantity(written, span, sink);
  return Duration{0};
}

double PercentValue(std::string_view written) {
  return FloatValue(written.substr(0, written.size() - 1)) / 100;
}

Timestamp TimeValue(std::string_view written, Span span, diag::Sink& sink) {
  if (const auto time = ParseTimestamp(written)) return *time;
  sink.Emit(diag::codes::BadDate, span, written);
  return {};
}

ast::RegexText RegexValue(std::string_view written) {
  ast::RegexText regex;
  const size_t close = written.rfind('/');
  regex.flags = written.substr(close + 1);
  for (size_t i = 1; i < close; ++i) {
    const bool escaped = written[i] == '\\' && i + 1 < close;
    if (escaped && written[i + 1] != '/') regex.pattern += written[i];
    if (escaped) ++i;
    regex.pattern += written[i];
  }
  return regex;
}

}  // namespace sigrun::syntax
