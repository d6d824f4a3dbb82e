#include "cli/flags/time_window.h"

#include <fmt/format.h>

#include <chrono>

#include "base/time/duration.h"

namespace sigrun::cli {
namespace {

Result<std::optional<Timestamp>> Read(std::string_view flag, const std::string& text,
                                      Timestamp now) {
  if (text.empty()) return std::optional<Timestamp>();
  if (const auto time = ParseTimestamp(text)) return time;
  if (const auto ago = ParseDuration(text)) return std::optional(now - *ago);
  return Error{fmt::format(
      "`{}` is not a time: write {} 2026-01-05, 2026-01-05T10:00:00Z, or 30d for 30 days ago", text,
      flag)};
}

}  // namespace

void AddTimeWindowFlags(CLI::App& command, TimeWindowArguments& arguments) {
  command
      .add_option("--since", arguments.since,
                  "Only alerts from this time on: a date, a time, or 30d for 30 days ago")
      ->type_name("TIME");
  command
      .add_option("--until", arguments.until,
                  "Only alerts before this time; a date means its beginning")
      ->type_name("TIME");
}

Result<TimeWindow> ReadTimeWindow(const TimeWindowArguments& arguments, Timestamp now) {
  const auto since = Read("--since", arguments.since, now);
  if (!since) return since.error();
  const auto until = Read("--until", arguments.until, now);
  if (!until) return until.error();
  if (*since && *until && **since >= **until)
    return Error{fmt::format("--since {} is not before --until {}: nothing is between",
                             FormatTimestamp(**since), FormatTimestamp(**until))};
  return TimeWindow{*since, *until};
}

Timestamp Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

}  // namespace sigrun::cli
