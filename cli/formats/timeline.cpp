// timeline: one line for each alert under the day it belongs to.
#include <fmt/format.h>

#include "base/text/visible.h"
#include "cli/formats/held_alerts.h"
#include "cli/output/terminal.h"

namespace sigrun::cli {
namespace {

using alert::Alert;

class Timeline final : public HoldingFormat {
  void WriteAll(const std::vector<Alert>& alerts, OutputStream& out) override {
    const bool color = out.wants_color();
    std::string day;
    for (const Alert& alert : alerts) {
      const std::string time = ShortTime(alert.time);
      if (time.substr(0, 10) != day)
        out.Print("{}\n", Paint(day = time.substr(0, 10), Style::kBold, color));
      out.Print("  {}  {}  {}\n", time.substr(11),
                Paint(fmt::format("{:<13}", LevelHeading(alert.level)), alert.level, color),
                Visible(alert.message));
    }
  }
};

}  // namespace

std::unique_ptr<AlertFormat> formats::MakeTimeline() { return std::make_unique<Timeline>(); }

}  // namespace sigrun::cli
