#include "cli/commands/alert_printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/visible.h"
#include "cli/output/output.h"
#include "cli/output/terminal.h"

namespace sigrun::cli {
namespace {

using alert::Alert;
using program::Level;

class LinePrinter final : public AlertPrinter {
 public:
  LinePrinter(Level least, std::string (*render)(const Alert&))
      : AlertPrinter(least), render_(render) {}

 private:
  void Print(const Alert& alert) override { Out().Json(render_(alert)); }

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
  text += fmt::format(" · {}:{}", alert.file, alert.record);
  return alert.payload.empty() ? text : text + fmt::format(" ({})", alert.payload);
}

// Collects the most severe alerts, and sorts and prints them at the end.
class HoldingPrinter : public AlertPrinter {
 public:
  void Finish() final {
    std::stable_sort(held_.begin(), held_.end(),
                     [](const Alert& a, const Alert& b) { return a.time < b.time; });
    PrintAll(held_);
    if (dropped_ > 0)
      Out().Print("… and {} more of lower level; use --format jsonl for all\n", dropped_);
  }

 protected:
  explicit HoldingPrinter(Level least) : AlertPrinter(least), color_(Out().wants_color()) {}
  virtual void PrintAll(const std::vector<Alert>& alerts) = 0;
  bool color() const { return color_; }

 private:
  void Print(const Alert& alert) override {
    held_.push_back(alert);
    bytes_ += BytesOf(alert);
    if (held_.size() >= 2 * kMostShown || bytes_ >= 2 * kMostHeld) DropLeastSevere();
  }

  void DropLeastSevere() {
    std::stable_sort(held_.begin(), held_.end(),
                     [](const Alert& a, const Alert& b) { return a.level > b.level; });
    size_t kept = 0;
    for (bytes_ = 0; kept < std::min(held_.size(), kMostShown); ++kept) {
      const size_t bytes = BytesOf(held_[kept]);
      if (bytes_ + bytes > kMostHeld) break;
      bytes_ += bytes;
    }
    dropped_ += held_.size() - kept;
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(kept), held_.end());
  }

  // The approximate size: its text.
  static size_t BytesOf(const Alert& alert) {
    size_t bytes = sizeof alert + alert.message.size() + alert.file.size();
    for (const alert::NamedData* data : {&alert.group, &alert.values, &alert.thresholds})
      for (const auto& [name, datum] : *data)
        bytes += sizeof datum + name.size() + datum.text.size();
    for (const std::string& id : alert.event_ids) bytes += sizeof(std::string) + id.size();
    return bytes;
  }

  std::vector<Alert> held_;
  size_t bytes_ = 0;
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
      Out().Print("{}  {}\n", Paint(fmt::format(" {} ", Upper(Name(level))), level, color()),
                  count == 1 ? "1 alert" : fmt::format("{} alerts", count));
      for (const Alert& alert : alerts)
        if (alert.level == level) PrintOne(alert);
      Out().Print("\n");
    }
  }

  void PrintOne(const Alert& alert) const {
    static constexpr std::string_view kIndent = "                       ";
    Out().Print("  {}  {}\n", ShortTime(alert.time),
                Paint(Visible(alert.rule->title), Style::kBold, color()));
    if (alert.message != alert.rule->title) Out().Print("{}{}\n", kIndent, Visible(alert.message));
    Out().Print("{}{}\n", kIndent, Paint(Visible(Evidence(alert)), Style::kDim, color()));
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
        Out().Print("{}\n", Paint(day = time.substr(0, 10), Style::kBold, color()));
      Out().Print("  {}  {}  {}\n", time.substr(11),
                  Paint(fmt::format("{:<13}", Upper(Name(alert.level))), alert.level, color()),
                  Visible(alert.message));
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

Status AlertPrinter::OnAlert(const Alert& alert) {
  if (!highest_ || alert.level > *highest_) highest_ = alert.level;
  if (alert.level < least_) {
    ++below_level_;
    return Ok();
  }
  ++printed_;
  Print(alert);
  return Ok();
}

}  // namespace sigrun::cli
