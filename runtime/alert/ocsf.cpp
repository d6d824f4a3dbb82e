#include <nlohmann/json.hpp>

#include "runtime/alert/alert.h"
#include "runtime/alert/json_text.h"

namespace sigrun::alert {
namespace {

using Json = nlohmann::ordered_json;

// https://schema.ocsf.io/1.3.0/classes/detection_finding
constexpr int kCategoryFindings = 2, kClassDetectionFinding = 2004, kActivityCreate = 1,
              kStatusNew = 1;

int SeverityId(program::Level level) { return static_cast<int>(level) + 1; }

constexpr const char* kSeverities[] = {"Informational", "Low", "Medium", "High", "Critical"};

int64_t Milliseconds(Timestamp time) { return time.micros / 1000; }

// Of an alert without a time 0, which no log has: the schema requires one, and the time of the scan
// would be an answer that changes from run to run.
int64_t TimeOf(const Alert& alert) { return alert.timed ? Milliseconds(alert.time) : 0; }

// attack.t1078.004 → T1078.004
Json Attacks(const std::vector<std::string>& tags) {
  Json attacks = Json::array();
  for (const std::string& tag : tags) {
    if (tag.rfind("attack.t", 0) != 0 || tag.size() < 9 || tag[8] < '0' || tag[8] > '9') continue;
    const std::string technique = "T" + tag.substr(8);
    attacks.push_back({{"technique", {{"uid", technique}}}, {"version", "ATT&CK"}});
  }
  return attacks;
}

Json Observables(const Alert& alert) {
  Json observables = Json::array();
  for (const NamedData* data : {&alert.group, &alert.values})
    for (const auto& [name, datum] : *data)
      if (datum.kind != Kind::kAbsent)
        observables.push_back(
            {{"name", name}, {"type_id", 0}, {"type", "Unknown"}, {"value", datum.text}});
  return observables;
}

Json FindingInfo(const Alert& alert) {
  Json info = {{"uid", alert.id},
               {"title", alert.rule->title},
               {"desc", alert.message},
               {"types", {"Sigrun rule"}}};
  if (alert.timed) info["created_time"] = Milliseconds(alert.time);
  info["analytic"] = {
      {"uid", alert.rule->id}, {"name", alert.rule->name}, {"type_id", 1}, {"type", "Rule"}};
  info["attacks"] = Attacks(alert.rule->tags);
  info["related_events"] = Json::array();
  for (const std::string& id : alert.event_ids)
    info["related_events"].push_back({{"uid", id}, {"type", "log record"}});
  info["related_events_count"] = alert.event_count;
  if (alert.window) {
    info["first_seen_time"] = Milliseconds(alert.window->start);
    info["last_seen_time"] = Milliseconds(alert.window->end);
  }
  return info;
}

}  // namespace

std::string ToOcsfLine(const Alert& alert) {
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
  json["message"] = alert.message;
  json["finding_info"] = FindingInfo(alert);
  json["observables"] = Observables(alert);
  json["metadata"] = {{"version", "1.3.0"},
                      {"product", {{"name", "Sigrun"}, {"vendor_name", "Sigrun"}}}};
  json["unmapped"] = {{"source", {{"file", alert.file}, {"record", alert.record}}}};
  if (!alert.timed) json["unmapped"]["time_unknown"] = true;
  return JsonText(json);
}

}  // namespace sigrun::alert
