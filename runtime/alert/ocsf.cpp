#include "runtime/alert/ocsf.h"

namespace sigrun::alert {
namespace {

// https://schema.ocsf.io/1.3.0/classes/detection_finding
constexpr int kCategoryFindings = 2, kClassDetectionFinding = 2004, kActivityCreate = 1,
              kStatusNew = 1, kAnalyticRule = 1;

int SeverityId(program::Level level) { return static_cast<int>(level) + 1; }

constexpr const char* kSeverities[] = {"Informational", "Low", "Medium", "High", "Critical"};

int64_t Milliseconds(Timestamp time) { return time.micros / 1000; }

// 0 for an alert without a time, which no log has: the schema requires a time, and the time of the
// scan would change from run to run.
int64_t TimeOf(const Alert& alert) { return alert.timed ? Milliseconds(alert.time) : 0; }

void WriteAnalytic(const program::RuleInfo& rule, JsonWriter& json) {
  json.Open('{');
  json.Key("uid").Text(rule.id);
  json.Key("name").Text(rule.name);
  json.Key("type_id").Int(kAnalyticRule);
  json.Key("type").Text("Rule");
  if (!rule.description.empty()) json.Key("desc").Text(rule.description);
  json.Close('}');
}

void WriteFindingInfo(const Alert& alert, JsonWriter& json) {
  json.Open('{');
  json.Key("uid").Text(alert.id);
  json.Key("title").Text(alert.rule->title);
  json.Key("desc").Text(alert.message);
  json.Key("types").Open('[').Text("Sigrun rule").Close(']');
  if (alert.timed) json.Key("created_time").Int(Milliseconds(alert.time));
  json.Key("analytic");
  WriteAnalytic(*alert.rule, json);
  if (JsonWriter attacks = OcsfAttacks(alert.rule->tags); !attacks.empty())
    json.Key("attacks").Raw(attacks.Take());
  if (!alert.event_ids.empty()) {
    json.Key("related_events").Open('[');
    for (const std::string& id : alert.event_ids) json.Open('{').Key("uid").Text(id).Close('}');
    json.Close(']');
  }
  if (alert.window) {
    json.Key("first_seen_time").Int(Milliseconds(alert.window->start));
    json.Key("last_seen_time").Int(Milliseconds(alert.window->end));
  }
  json.Close('}');
}

void WriteMetadata(const Alert& alert, bool cloud, JsonWriter& json) {
  json.Open('{');
  json.Key("version").Text("1.3.0");
  json.Key("uid").Text(alert.id);
  json.Key("product").Open('{');
  json.Key("name").Text("Sigrun").Key("vendor_name").Text("Sigrun").Close('}');
  // A profile that is used must be declared.
  if (cloud) json.Key("profiles").Open('[').Text("cloud").Close(']');
  json.Close('}');
}

// Data for which the schema has no attribute.
void WriteUnmapped(const Alert& alert, JsonWriter& json) {
  json.Open('{');
  json.Key("source");
  WriteSource(alert, json);
  if (!alert.thresholds.empty()) json.Key("thresholds").ObjectOfTexts(alert.thresholds);
  if (!alert.timed) json.Key("time_unknown").Raw("true");
  json.Close('}');
}

}  // namespace

std::string ToOcsfLine(const Alert& alert) {
  OcsfCloud context = OcsfCloudOf(alert);
  const bool cloud = !context.cloud.empty();
  JsonWriter json;
  json.Open('{');
  json.Key("category_uid").Int(kCategoryFindings);
  json.Key("category_name").Text("Findings");
  json.Key("class_uid").Int(kClassDetectionFinding);
  json.Key("class_name").Text("Detection Finding");
  json.Key("activity_id").Int(kActivityCreate);
  json.Key("activity_name").Text("Create");
  json.Key("type_uid").Int(kClassDetectionFinding * 100 + kActivityCreate);
  json.Key("type_name").Text("Detection Finding: Create");
  json.Key("severity_id").Int(SeverityId(alert.level));
  json.Key("severity").Text(kSeverities[static_cast<size_t>(alert.level)]);
  json.Key("status_id").Int(kStatusNew);
  json.Key("status").Text("New");
  json.Key("time").Int(TimeOf(alert));
  json.Key("count").Unsigned(alert.event_count);
  if (alert.window) {
    json.Key("start_time").Int(Milliseconds(alert.window->start));
    json.Key("end_time").Int(Milliseconds(alert.window->end));
  }
  json.Key("message").Text(alert.message);
  json.Key("finding_info");
  WriteFindingInfo(alert, json);
  json.Key("metadata");
  WriteMetadata(alert, cloud, json);
  if (cloud) json.Key("cloud").Raw(context.cloud.Take());
  if (!context.evidence.empty())
    json.Key("evidences").Open('[').Raw(context.evidence.Take()).Close(']');
  if (!context.resources.empty()) json.Key("resources").Raw(context.resources.Take());
  if (JsonWriter observables = OcsfObservables(alert); !observables.empty())
    json.Key("observables").Raw(observables.Take());
  json.Key("unmapped");
  WriteUnmapped(alert, json);
  return json.Close('}').Take();
}

}  // namespace sigrun::alert
