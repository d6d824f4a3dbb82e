#include "sigrun/alert.h"

#include "api/alert_source.h"

namespace sigrun {
namespace {

Level LevelOf(program::Level level) {
  switch (level) {
    case program::Level::kInformational:
      return Level::kInformational;
    case program::Level::kLow:
      return Level::kLow;
    case program::Level::kMedium:
      return Level::kMedium;
    case program::Level::kHigh:
      return Level::kHigh;
    case program::Level::kCritical:
      return Level::kCritical;
  }
  return Level::kMedium;
}

std::vector<std::pair<std::string, std::string>> Texts(const alert::NamedData& data) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, datum] : data) texts.emplace_back(name, datum.text);
  return texts;
}

using Format = std::string (*)(const alert::Alert&);

std::string Formatted(const std::shared_ptr<const Alert::Source>& source, Format format) noexcept {
  try {
    return source ? format(source->alert) : std::string();
  } catch (...) {
    return {};
  }
}

}  // namespace

std::string_view Name(Level level) noexcept {
  switch (level) {
    case Level::kInformational:
      return "informational";
    case Level::kLow:
      return "low";
    case Level::kMedium:
      return "medium";
    case Level::kHigh:
      return "high";
    case Level::kCritical:
      return "critical";
  }
  return "";
}

std::string Alert::ToJson() const noexcept { return Formatted(source, &alert::ToJsonLine); }
std::string Alert::ToOcsf() const noexcept { return Formatted(source, &alert::ToOcsfLine); }

Alert PublicAlert(const alert::Alert& alert, const Rules& rules) {
  Alert made;
  made.id = alert.id;
  made.rule = alert.rule->name;
  made.rule_id = alert.rule->id;
  made.title = alert.rule->title;
  made.level = LevelOf(alert.level);
  made.message = alert.message;
  made.time = Time(std::chrono::microseconds(alert.time.micros));
  made.timed = alert.timed;
  made.group = Texts(alert.group);
  made.values = Texts(alert.values);
  made.event_ids = alert.event_ids;
  made.event_count = alert.event_count;
  made.file = alert.file;
  made.record = alert.record;
  made.source = std::make_shared<Alert::Source>(Alert::Source{alert, rules});
  return made;
}

}  // namespace sigrun
