#include "cli/formats/held_alerts.h"

#include <algorithm>

#include "base/text/ascii.h"

namespace sigrun::cli {
namespace {

using alert::Alert;

// Approximate: the alert and its texts.
size_t BytesOf(const Alert& alert) {
  size_t bytes = sizeof alert + alert.message.size() + alert.file.size();
  for (const alert::NamedData* data : {&alert.group, &alert.values, &alert.thresholds})
    for (const auto& [name, datum] : *data) bytes += sizeof datum + name.size() + datum.text.size();
  for (const std::string& id : alert.event_ids) bytes += sizeof(std::string) + id.size();
  return bytes;
}

}  // namespace

void HoldingFormat::Write(const Alert& alert, OutputStream&) {
  held_.push_back(alert);
  bytes_ += BytesOf(alert);
  if (held_.size() >= 2 * kMostShown || bytes_ >= 2 * kMostHeld) DropLeastSevere();
}

void HoldingFormat::End(OutputStream& out) {
  std::stable_sort(held_.begin(), held_.end(),
                   [](const Alert& a, const Alert& b) { return a.time < b.time; });
  WriteAll(held_, out);
  if (dropped_ > 0)
    out.Print("… and {} more of lower level; use --format jsonl for all\n", dropped_);
}

void HoldingFormat::DropLeastSevere() {
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

std::string ShortTime(Timestamp time) {
  std::string text = FormatTimestamp({time.micros - time.micros % kMicrosPerSecond}).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string LevelHeading(program::Level level) { return AsciiUpper(Name(level)); }

}  // namespace sigrun::cli
