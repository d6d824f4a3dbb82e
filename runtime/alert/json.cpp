#include "runtime/alert/json_writer.h"

namespace sigrun::alert {

void WriteSource(const Alert& alert, JsonWriter& json) {
  json.Open('{');
  json.Key("file").Text(alert.file);
  json.Key("record").Unsigned(alert.record);
  if (!alert.payload.empty()) json.Key("payload").Text(alert.payload);
  json.Close('}');
}

namespace {

void WriteRule(const Alert& alert, JsonWriter& json) {
  json.Open('{');
  json.Key("id").Text(alert.rule->id);
  json.Key("name").Text(alert.rule->name);
  json.Key("title").Text(alert.rule->title);
  json.Key("level").Text(Name(alert.level));
  json.Key("tags").Array(alert.rule->tags);
  json.Close('}');
}

void WriteWindow(const Window& window, JsonWriter& json) {
  json.Open('{');
  json.Key("start").Text(FormatTimestamp(window.start));
  json.Key("end").Text(FormatTimestamp(window.end));
  json.Close('}');
}

}  // namespace

std::string ToJsonLine(const Alert& alert) {
  JsonWriter json;
  json.Open('{');
  json.Key("schema_version").Int(kSchemaVersion);
  json.Key("alert_id").Text(alert.id);
  json.Key("rule");
  WriteRule(alert, json);
  json.Key("time");
  alert.timed ? json.Text(FormatTimestamp(alert.time)) : json.Raw("null");
  json.Key("group").Object(alert.group);
  json.Key("window");
  alert.window ? WriteWindow(*alert.window, json) : static_cast<void>(json.Raw("null"));
  json.Key("values").Object(alert.values);
  json.Key("thresholds").Object(alert.thresholds);
  json.Key("message").Text(alert.message);
  json.Key("event_ids").Array(alert.event_ids);
  json.Key("event_count").Unsigned(alert.event_count);
  json.Key("source");
  WriteSource(alert, json);
  return json.Close('}').Take();
}

}  // namespace sigrun::alert
