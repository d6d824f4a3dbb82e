#include "cli/alert_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/terminal.h"

namespace sigrun::cli {
namespace {

using alert::Alert;
using program::Level;

class LinePrinter final : public AlertPrinter {
 public:
  LinePrinter(Level least, std::string (*render)(const Alert&))
      : AlertPrinter(least), render_(render) {}

 private:
  void Print(const Alert& alert) override {
    const std::string line = render_(alert) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    if (IsTerminal(stdout)) std::fflush(stdout);
  }

  std::string (*render_)(const Alert&);
};

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return upper;
}

// 2026-11-15 02:34:11
std::string ShortTime(Timestamp time) {
  std::string text = FormatTimestamp({time.micros - time.micros % kMicrosPerSecond}).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string Evidence(const Alert& alert) {
  std::string text = alert.rule->name;
  for (const auto& [name, datum] : alert.group)
    text += fmt::format(" · {} {}", name, datum.kind == Kind::kAbsent ? "(absent)" : datum.text);
  if (alert.event_count > 1) text += fmt::format(" · {} events", alert.event_count);
  return text + fmt::format(" · {}:{}", alert.file, alert.record);
}

// Collects, keeps the most severe, sorts and prints at the end.
class HoldingPrinter : public AlertPrinter {
 public:
  void Finish() final {
    std::stable_sort(held_.begin(), held_.end(),
                     [](const Alert& a, const Alert& b) { return a.time < b.time; });
    PrintAll(held_);
    if (dropped_ > 0)
      fmt::print("… and {} more of lower level; use --format jsonl for all\n", dropped_);
  }

 protected:
  explicit HoldingPrinter(Level least) : AlertPrinter(least), color_(WantsColor(stdout)) {}
  virtual void PrintAll(const std::vector<Alert>& alerts) = 0;
  bool color() const { return color_; }

 private:
  void Print(const Alert& alert) override {
    held_.push_back(alert);
    if (held_.size() < 2 * kMostShown) return;
    std::stable_sort(held_.begin(), held_.end(),
                     [](const Alert& a, const Alert& b) { return a.level > b.level; });
    dropped_ += held_.size() - kMostShown;
    held_.resize(kMostShown);
  }

  std::vector<Alert> held_;
  uint64_t dropped_ = 0;
  bool color_;
};

class TablePrinter final : public HoldingPrinter {
 public:
  explicit TablePrinter(Level least) : HoldingPrinter(least) {}

 private:
  void PrintAll(const std::vector<Alert>& alerts) override {
    for (const Level level :
         {Level::kCritical, Level::kHigh, Level::kMedium, Level::kLow, Level::kInformational}) {
      const auto count = std::count_if(alerts.begin(), alerts.end(),
                                       [level](const Alert& a) { return a.level == level; });
      if (count == 0) continue;
      fmt::print("{}  {}\n", Paint(fmt::format(" {} ", Upper(Name(level))), level, color()),
                 count == 1 ? "1 alert" : fmt::format("{} alerts", count));
      for (const Alert& alert : alerts)
        if (alert.level == level) PrintOne(alert);
      fmt::print("\n");
    }
  }

  void PrintOne(const Alert& alert) const {
    static constexpr std::string_view kIndent = "                       ";
    fmt::print("  {}  {}\n", ShortTime(alert.time),
               Paint(Sanitize(alert.rule->title), Style::kBold, color()));
    if (alert.message != alert.rule->title) fmt::print("{}{}\n", kIndent, Sanitize(alert.message));
    fmt::print("{}{}\n", kIndent, Paint(Sanitize(Evidence(alert)), Style::kDim, color()));
  }
};

class TimelinePrinter final : public HoldingPrinter {
 public:
  explicit TimelinePrinter(Level least) : HoldingPrinter(least) {}

 private:
  void PrintAll(const std::vector<Alert>& alerts) override {
    std::string day;
    for (const Alert& alert : alerts) {
      const std::string time = ShortTime(alert.time);
      if (time.substr(0, 10) != day)
        fmt::print("{}\n", Paint(day = time.substr(0, 10), Style::kBold, color()));
      fmt::print("  {}  {}  {}\n", time.substr(11),
                 Paint(fmt::format("{:<13}", Upper(Name(alert.level))), alert.level, color()),
                 Sanitize(alert.message));
    }
  }
};

}  // namespace

std::unique_ptr<AlertPrinter> AlertPrinter::Make(AlertFormat format, Level least) {
  switch (format) {
    case AlertFormat::kJsonl:
      return std::make_unique<LinePrinter>(least, &alert::ToJsonLine);
    case AlertFormat::kOcsf:
      return std::make_unique<LinePrinter>(least, &alert::ToOcsfLine);
    case AlertFormat::kTable:
      return std::make_unique<TablePrinter>(least);
    case AlertFormat::kTimeline:
      return std::make_unique<TimelinePrinter>(least);
  }
  return nullptr;
}

void AlertPrinter::OnAlert(const Alert& alert) {
  if (!highest_ || alert.level > *highest_) highest_ = alert.level;
  if (alert.level < least_) {
    ++below_level_;
    return;
  }
  ++printed_;
  Print(alert);
}

}  // namespace sigrun::cli
