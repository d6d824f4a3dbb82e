// table: alerts under their level, each with its time, title, message and evidence.
#include <fmt/format.h>

#include <algorithm>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "cli/formats/held_alerts.h"
#include "cli/output/terminal.h"

namespace sigrun::cli {
namespace {

using alert::Alert;
using program::Level;

std::string Evidence(const Alert& alert) {
  std::string text = alert.rule->name;
  for (const auto& [name, datum] : alert.group)
    text += fmt::format(" · {} {}", name, datum.kind == Kind::kAbsent ? "(absent)" : datum.text);
  if (alert.event_count > 1) text += fmt::format(" · {} events", alert.event_count);
  text += fmt::format(" · {}:{}", alert.file, alert.record);
  return alert.payload.empty() ? text : text + fmt::format(" ({})", alert.payload);
}

void WriteOne(const Alert& alert, OutputStream& out) {
  static constexpr std::string_view kIndent = "                       ";
  const bool color = out.wants_color();
  out.Print("  {}  {}\n", ShortTime(alert.time),
            Paint(Visible(alert.rule->title), Style::kBold, color));
  if (alert.message != alert.rule->title) out.Print("{}{}\n", kIndent, Visible(alert.message));
  out.Print("{}{}\n", kIndent, Paint(Visible(Evidence(alert)), Style::kDim, color));
}

class Table final : public HoldingFormat {
  void WriteAll(const std::vector<Alert>& alerts, OutputStream& out) override {
    for (const Level level :
         {Level::kCritical, Level::kHigh, Level::kMedium, Level::kLow, Level::kInformational}) {
      const auto count = std::count_if(alerts.begin(), alerts.end(),
                                       [level](const Alert& a) { return a.level == level; });
      if (count == 0) continue;
      out.Print("{}  {}\n",
                Paint(fmt::format(" {} ", LevelHeading(level)), level, out.wants_color()),
                Plural(static_cast<uint64_t>(count), "alert"));
      for (const Alert& alert : alerts)
        if (alert.level == level) WriteOne(alert, out);
      out.Print("\n");
    }
  }
};

}  // namespace

std::unique_ptr<AlertFormat> formats::MakeTable() { return std::make_unique<Table>(); }

}  // namespace sigrun::cli
