#include <nlohmann/json.hpp>

#include "runtime/alert/alert.h"
#include "runtime/alert/json_text.h"

namespace sigrun::alert {
namespace {

using Json = nlohmann::ordered_json;

// Numbers and objects as JSON if possible, everything else as text.
Json ToJson(const Datum& datum) {
  switch (datum.kind) {
    case Kind::kAbsent:
    case Kind::kNull:
      return nullptr;
    case Kind::kBool:
      return datum.text == "true";
    case Kind::kInt:
    case Kind::kFloat:
    case Kind::kObject:
    case Kind::kList: {
      Json parsed = Json::parse(datum.text, nullptr, false);
      return parsed.is_discarded() ? Json(datum.text) : parsed;
    }
    case Kind::kString:
    case Kind::kTime:
    case Kind::kDuration:
    case Kind::kPrepared:
      return datum.text;
  }
  return nullptr;
}

Json ToJson(const NamedData& data) {
  Json object = Json::object();
  for (const auto& [name, datum] : data) object[name] = ToJson(datum);
  return object;
}

Json RuleJson(const Alert& alert) {
  return {{"id", alert.rule->id},
          {"name", alert.rule->name},
          {"title", alert.rule->title},
          {"level", Name(alert.level)},
          {"tags", alert.rule->tags}};
}

}  // namespace

nlohmann::ordered_json SourceJson(const Alert& alert) {
  Json json = {{"file", alert.file}, {"record", alert.record}};
  if (!alert.payload.empty()) json["payload"] = alert.payload;
  return json;
}

nlohmann::ordered_json ToJson(const Alert& alert) {
  Json json;
  json["schema_version"] = kSchemaVersion;
  json["alert_id"] = alert.id;
  json["rule"] = RuleJson(alert);
  json["time"] = nullptr;
  if (alert.timed) json["time"] = FormatTimestamp(alert.time);
  json["group"] = ToJson(alert.group);
  json["window"] = nullptr;
  if (alert.window)
    json["window"] = {{"start", FormatTimestamp(alert.window->start)},
                      {"end", FormatTimestamp(alert.window->end)}};
  json["values"] = ToJson(alert.values);
  json["thresholds"] = ToJson(alert.thresholds);
  json["message"] = alert.message;
  json["event_ids"] = alert.event_ids;
  json["event_count"] = alert.event_count;
  json["source"] = SourceJson(alert);
  return json;
}

std::string ToJsonLine(const Alert& alert) { return JsonText(ToJson(alert)); }

}  // namespace sigrun::alert
