#include "runtime/alert/ocsf.h"

#include "runtime/alert/json_text.h"

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

Json FindingInfo(const Alert& alert) {
  Json info = {{"uid", alert.id},
               {"title", alert.rule->title},
               {"desc", alert.message},
               {"types", {"Sigrun rule"}}};
  if (alert.timed) info["created_time"] = Milliseconds(alert.time);
  info["analytic"] = {{"uid", alert.rule->id},
                      {"name", alert.rule->name},
                      {"type_id", kAnalyticRule},
                      {"type", "Rule"}};
  if (!alert.rule->description.empty()) info["analytic"]["desc"] = alert.rule->description;
  if (Json attacks = OcsfAttacks(alert.rule->tags); !attacks.empty())
    info["attacks"] = std::move(attacks);
  for (const std::string& id : alert.event_ids) info["related_events"].push_back({{"uid", id}});
  if (alert.window) {
    info["first_seen_time"] = Milliseconds(alert.window->start);
    info["last_seen_time"] = Milliseconds(alert.window->end);
  }
  return info;
}

Json Metadata(const Alert& alert, bool cloud) {
  Json metadata = {{"version", "1.3.0"},
                   {"uid", alert.id},
                   {"product", {{"name", "Sigrun"}, {"vendor_name", "Sigrun"}}}};
  // A profile that is used must be declared.
  if (cloud) metadata["profiles"] = {"cloud"};
  return metadata;
}

// Data for which the schema has no attribute.
Json Unmapped(const Alert& alert) {
  Json unmapped = {{"source", SourceJson(alert)}};
  for (const auto& [name, datum] : alert.thresholds) unmapped["thresholds"][name] = datum.text;
  if (!alert.timed) unmapped["time_unknown"] = true;
  return unmapped;
}

}  // namespace

std::string ToOcsfLine(const Alert& alert) {
  OcsfCloud context = OcsfCloudOf(alert);
  Json json;
  json["category_uid"] = kCategoryFindings;
  json["category_name"] = "Findings";
  json["class_uid"] = kClassDetectionFinding;
  json["class_name"] = "Detection Finding";
  json["activity_id"] = kActivityCreate;
  json["activity_name"] = "Create";
  json["type_uid"] = kClassDetectionFinding * 100 + kActivityCreate;
  json["type_name"] = "Detection Finding: Create";
  json["severity_id"] = SeverityId(alert.level);
  json["severity"] = kSeverities[static_cast<size_t>(alert.level)];
  json["status_id"] = kStatusNew;
  json["status"] = "New";
  json["time"] = TimeOf(alert);
  json["count"] = alert.event_count;
  if (alert.window) {
    json["start_time"] = Milliseconds(alert.window->start);
    json["end_time"] = Milliseconds(alert.window->end);
  }
  json["message"] = alert.message;
  json["finding_info"] = FindingInfo(alert);
  json["metadata"] = Metadata(alert, !context.cloud.empty());
  if (!context.cloud.empty()) json["cloud"] = std::move(context.cloud);
  if (!context.evidence.empty()) json["evidences"].push_back(std::move(context.evidence));
  if (!context.resources.empty()) json["resources"] = std::move(context.resources);
  if (Json observables = OcsfObservables(alert); !observables.empty())
    json["observables"] = std::move(observables);
  json["unmapped"] = Unmapped(alert);
  return JsonText(json);
}

}  // namespace sigrun::alert
