// Alerts as trees of nlohmann::ordered_json: what the direct writers must print, byte for byte.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/alert/alert.h"
#include "runtime/alert/json_text.h"
#include "stdlib/native/basic/ip.h"

namespace sigrun::alert_tree {
using namespace alert;

using Json = nlohmann::ordered_json;

// Numbers and objects as JSON if possible, everything else as text.
inline Json ToJson(const Datum& datum) {
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

inline Json ToJson(const NamedData& data) {
  Json object = Json::object();
  for (const auto& [name, datum] : data) object[name] = ToJson(datum);
  return object;
}

inline Json RuleJson(const Alert& alert) {
  return {{"id", alert.rule->id},
          {"name", alert.rule->name},
          {"title", alert.rule->title},
          {"level", Name(alert.level)},
          {"tags", alert.rule->tags}};
}

inline Json SourceJson(const Alert& alert) {
  Json json = {{"file", alert.file}, {"record", alert.record}};
  if (!alert.payload.empty()) json["payload"] = alert.payload;
  return json;
}

inline Json ToJson(const Alert& alert) {
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

inline std::string ToJsonLine(const Alert& alert) { return JsonText(ToJson(alert)); }

struct Tactic {
  std::string_view tag, name, uid;
};
// The enterprise matrix, with the names used in tags; `stealth` and `defense-impairment` were split
// off from defense evasion.
constexpr Tactic kTactics[] = {
    {"reconnaissance", "Reconnaissance", "TA0043"},
    {"resource-development", "Resource Development", "TA0042"},
    {"initial-access", "Initial Access", "TA0001"},
    {"execution", "Execution", "TA0002"},
    {"persistence", "Persistence", "TA0003"},
    {"privilege-escalation", "Privilege Escalation", "TA0004"},
    {"defense-evasion", "Defense Evasion", "TA0005"},
    {"stealth", "Defense Evasion", "TA0005"},
    {"defense-impairment", "Defense Evasion", "TA0005"},
    {"credential-access", "Credential Access", "TA0006"},
    {"discovery", "Discovery", "TA0007"},
    {"lateral-movement", "Lateral Movement", "TA0008"},
    {"collection", "Collection", "TA0009"},
    {"command-and-control", "Command and Control", "TA0011"},
    {"exfiltration", "Exfiltration", "TA0010"},
    {"impact", "Impact", "TA0040"},
};

inline const Tactic* FindTactic(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTactics), std::end(kTactics),
                                   [&](const Tactic& row) { return row.tag == name; });
  return found == std::end(kTactics) ? nullptr : found;
}

inline Json TacticOf(const Tactic& tactic) { return {{"name", tactic.name}, {"uid", tactic.uid}}; }

inline bool AreDigits(std::string_view text, size_t count) {
  return text.size() == count && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// t1098.001: the technique T1098 and its sub-technique T1098.001.
inline std::optional<Json> TechniqueOf(std::string_view name) {
  if (name.size() < 5 || name[0] != 't' || !AreDigits(name.substr(1, 4), 4)) return std::nullopt;
  const std::string technique = "T" + std::string(name.substr(1, 4));
  Json attack = {{"technique", {{"uid", technique}}}};
  if (name.size() == 5) return attack;
  if (name[5] != '.' || !AreDigits(name.substr(6), 3)) return std::nullopt;
  attack["sub_technique"] = {{"uid", technique + std::string(name.substr(5))}};
  return attack;
}

// Tags do not say which technique serves which tactic: with one tactic it is clear, several are
// listed separately.
inline Json OcsfAttacks(const std::vector<std::string>& tags) {
  std::vector<const Tactic*> tactics;
  std::vector<Json> techniques;
  for (const std::string& tag : tags) {
    if (!tag.starts_with("attack.")) continue;
    const std::string_view name = std::string_view(tag).substr(7);
    if (const Tactic* tactic = FindTactic(name))
      tactics.push_back(tactic);
    else if (auto technique = TechniqueOf(name))
      techniques.push_back(std::move(*technique));
  }
  Json attacks = Json::array();
  const bool one = tactics.size() == 1 && !techniques.empty();
  if (!one)
    for (const Tactic* tactic : tactics) attacks.push_back({{"tactic", TacticOf(*tactic)}});
  for (Json& technique : techniques) {
    if (one) technique["tactic"] = TacticOf(*tactics.front());
    attacks.push_back(std::move(technique));
  }
  return attacks;
}

struct Type {
  int id;
  const char* name;
};
constexpr Type kHostname = {1, "Hostname"}, kIpAddress = {2, "IP Address"},
               kUserName = {4, "User Name"}, kEmail = {5, "Email Address"},
               kUrl = {6, "URL String"}, kResource = {10, "Resource UID"},
               kUserAgent = {16, "HTTP User-Agent"}, kCredential = {19, "User Credential ID"},
               kOther = {99, "Other"};

inline bool EndsWith(std::string_view name, std::string_view end) {
  return name.size() >= end.size() &&
         std::equal(end.begin(), end.end(), name.end() - static_cast<std::ptrdiff_t>(end.size()),
                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

inline bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find_first_of(" /:<>", 0) == std::string_view::npos;
}

// The form of the value takes precedence over the name of the field.
inline Type TypeOf(std::string_view name, const Datum& datum) {
  const std::string_view text = datum.text;
  if (datum.kind != Kind::kString) return kOther;
  if (stdlib::native::ParseIp(text)) return kIpAddress;
  if (text.starts_with("arn:")) return kResource;
  if (text.starts_with("https://") || text.starts_with("http://")) return kUrl;
  if (EndsWith(name, "userAgent")) return kUserAgent;
  if (EndsWith(name, "accessKeyId") || name == "new_key_id") return kCredential;
  if (IsEmail(text)) return kEmail;
  if (EndsWith(name, "userName") || name == "actor_name" || name == "new_key_owner")
    return kUserName;
  if (EndsWith(name, "bucketName") || name == "s3_bucket") return kResource;
  if (EndsWith(name, "sourceIPAddress") && text.find('.') != std::string_view::npos)
    return kHostname;  // the name of a service
  return kOther;
}

inline Json OcsfObservables(const Alert& alert) {
  Json observables = Json::array();
  for (const NamedData* data : {&alert.group, &alert.values})
    for (const auto& [name, datum] : *data) {
      if (datum.kind == Kind::kAbsent) continue;
      const Type type = TypeOf(name, datum);
      observables.push_back(
          {{"name", name}, {"type_id", type.id}, {"type", type.name}, {"value", datum.text}});
    }
  return observables;
}

struct OcsfCloud {
  Json cloud, evidence, resources;
};

constexpr int kUser = 1, kAdmin = 2, kSystem = 3, kAwsAccount = 10;

// arn:partition:service:region:account:resource
struct Arn {
  std::string_view partition, service, region, account, resource;
};
inline std::optional<Arn> ReadArn(std::string_view text) {
  std::array<std::string_view, 6> parts;
  for (size_t i = 0; i < 5; ++i) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn") return std::nullopt;
  return Arn{parts[1], parts[2], parts[3], parts[4], text};
}

inline bool IsAccount(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}
// us-east-1, us-gov-west-1
inline bool IsRegion(std::string_view text) {
  const size_t dash = text.rfind('-');
  return dash != std::string_view::npos && text.find('-') < dash && dash + 2 == text.size() &&
         text[dash + 1] >= '0' && text[dash + 1] <= '9';
}
inline std::string_view LastPart(std::string_view resource) {
  return resource.substr(resource.find_last_of("/:") + 1);
}

class Reader {
 public:
  explicit Reader(const Alert& alert) : alert_(alert) {}

  OcsfCloud Read() {
    OcsfCloud made;
    const std::string_view caller = First({"userIdentity.arn", "actor", "caller"});
    const auto arn = ReadArn(caller);
    const std::string account(Account(arn));
    const std::string region(Region());
    const bool aws = !account.empty() || !region.empty() || arn ||
                     !First({"eventSource", "userIdentity.type"}).empty();
    if (!aws) return made;
    made.cloud = {{"provider", "AWS"}};
    if (!account.empty()) made.cloud["account"] = AccountOf(account);
    if (!region.empty()) made.cloud["region"] = region;
    AddActor(caller, arn, made.evidence);
    AddApi(made.evidence);
    AddSource(made.evidence);
    AddResources(made.resources);
    return made;
  }

 private:
  // The first of these names for which the alert has text; empty if there is none.
  std::string_view First(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names)
      for (const NamedData* data : {&alert_.group, &alert_.values})
        for (const auto& [own, datum] : *data)
          if (own == name && datum.kind == Kind::kString) return datum.text;
    return {};
  }

  static Json AccountOf(std::string_view account) {
    return {{"uid", account}, {"type_id", kAwsAccount}, {"type", "AWS Account"}};
  }

  // CloudTrail's own files are in …/AWSLogs/[organisation/]account/CloudTrail/region/….
  std::string_view OfPath(size_t parts_behind) const {
    std::string_view path = alert_.file;
    const size_t trail = path.find("/CloudTrail/");
    if (trail == std::string_view::npos) return {};
    if (parts_behind == 0) return LastPart(path.substr(0, trail));
    path = path.substr(trail + 12);
    return path.substr(0, path.find('/'));
  }

  std::string_view Account(const std::optional<Arn>& caller) const {
    const std::string_view named =
        First({"recipientAccountId", "account", "userIdentity.accountId"});
    if (IsAccount(named)) return named;
    if (const std::string_view of_path = OfPath(0); IsAccount(of_path)) return of_path;
    return caller && IsAccount(caller->account) ? caller->account : std::string_view();
  }
  std::string_view Region() const {
    if (const std::string_view named = First({"awsRegion", "region"}); IsRegion(named))
      return named;
    const std::string_view of_path = OfPath(1);
    return IsRegion(of_path) ? of_path : std::string_view();
  }

  void AddActor(std::string_view caller, const std::optional<Arn>& arn, Json& evidence) const {
    Json user;
    const auto put = [&](const char* key, std::string_view text) {
      if (!text.empty()) user[key] = text;
    };
    put("uid", caller);
    put("name", First({"userIdentity.userName", "actor_name",
                       "userIdentity.sessionContext.sessionIssuer.userName"}));
    if (!user.contains("name") && arn) put("name", LastPart(arn->resource));
    put("uid_alt", First({"userIdentity.principalId"}));
    put("credential_uid", First({"userIdentity.accessKeyId"}));
    const std::string_view type = First({"userIdentity.type"});
    if (!type.empty()) {
      put("type", type);
      user["type_id"] = type == "Root" ? kAdmin : type == "AWSService" ? kSystem : kUser;
    }
    if (arn && IsAccount(arn->account)) user["account"] = AccountOf(arn->account);
    const bool known = user.contains("uid") || user.contains("name") || user.contains("account");
    Json actor;
    if (known) actor["user"] = std::move(user);
    if (const std::string_view by = First({"userIdentity.invokedBy"}); !by.empty())
      actor["app_name"] = by;
    if (!actor.empty()) evidence["actor"] = std::move(actor);
  }

  void AddApi(Json& evidence) const {
    const std::string_view operation = First({"eventName"});
    if (operation.empty()) return;
    Json api = {{"operation", operation}};
    if (const std::string_view service = First({"eventSource"}); !service.empty())
      api["service"] = {{"name", service}};
    if (const std::string_view error = First({"errorCode"}); !error.empty())
      api["response"]["error"] = error;
    if (const std::string_view message = First({"errorMessage"}); !message.empty())
      api["response"]["error_message"] = message;
    evidence["api"] = std::move(api);
  }

  void AddSource(Json& evidence) const {
    const std::string_view address = First({"sourceIPAddress"});
    if (address.empty()) return;
    const bool ip = stdlib::native::ParseIp(address).has_value();
    evidence["src_endpoint"] = {{ip ? "ip" : "svc_name", address}};
  }

  // Resources that the call names, other than its caller: by ARN, or the name of a bucket, a user,
  // a role.
  void AddResources(Json& resources) const {
    struct Named {
      std::string_view name;
      const char* type;
    };
    static constexpr Named kNamed[] = {{"s3_bucket", "AWS::S3::Bucket"},
                                       {"requestParameters.bucketName", "AWS::S3::Bucket"},
                                       {"requestParameters.userName", "AWS::IAM::User"},
                                       {"new_key_owner", "AWS::IAM::User"},
                                       {"requestParameters.roleName", "AWS::IAM::Role"},
                                       {"requestParameters.groupName", "AWS::IAM::Group"}};
    std::vector<std::string> seen;
    const auto add = [&](Json resource, const std::string& key) {
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) return;
      seen.push_back(key);
      resources.push_back(std::move(resource));
    };
    for (const NamedData* data : {&alert_.group, &alert_.values})
      for (const auto& [name, datum] : *data) {
        if (datum.kind != Kind::kString || datum.text.empty()) continue;
        const bool caller =
            name == "actor" || name == "caller" || name.starts_with("userIdentity.");
        if (const auto arn = ReadArn(datum.text); arn && !caller)
          add(ResourceOf(datum.text, *arn), datum.text);
        for (const Named& row : kNamed)
          if (row.name == name && !ReadArn(datum.text))
            add({{"name", datum.text}, {"type", row.type}}, row.type + (" " + datum.text));
      }
  }
  static Json ResourceOf(const std::string& text, const Arn& arn) {
    Json resource = {{"uid", text}, {"name", LastPart(arn.resource)}, {"type", arn.service}};
    if (!arn.partition.empty()) resource["cloud_partition"] = arn.partition;
    if (IsRegion(arn.region)) resource["region"] = arn.region;
    if (IsAccount(arn.account)) resource["owner"]["account"] = AccountOf(arn.account);
    return resource;
  }

  const Alert& alert_;
};

inline OcsfCloud OcsfCloudOf(const Alert& alert) { return Reader(alert).Read(); }

// https://schema.ocsf.io/1.3.0/classes/detection_finding
constexpr int kCategoryFindings = 2, kClassDetectionFinding = 2004, kActivityCreate = 1,
              kStatusNew = 1, kAnalyticRule = 1;

inline int SeverityId(program::Level level) { return static_cast<int>(level) + 1; }

constexpr const char* kSeverities[] = {"Informational", "Low", "Medium", "High", "Critical"};

inline int64_t Milliseconds(Timestamp time) { return time.micros / 1000; }

// 0 for an alert without a time, which no log has: the schema requires a time, and the time of the
// scan would change from run to run.
inline int64_t TimeOf(const Alert& alert) { return alert.timed ? Milliseconds(alert.time) : 0; }

inline Json FindingInfo(const Alert& alert) {
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

inline Json Metadata(const Alert& alert, bool cloud) {
  Json metadata = {{"version", "1.3.0"},
                   {"uid", alert.id},
                   {"product", {{"name", "Sigrun"}, {"vendor_name", "Sigrun"}}}};
  // A profile that is used must be declared.
  if (cloud) metadata["profiles"] = {"cloud"};
  return metadata;
}

// Data for which the schema has no attribute.
inline Json Unmapped(const Alert& alert) {
  Json unmapped = {{"source", SourceJson(alert)}};
  for (const auto& [name, datum] : alert.thresholds) unmapped["thresholds"][name] = datum.text;
  if (!alert.timed) unmapped["time_unknown"] = true;
  return unmapped;
}

inline std::string ToOcsfLine(const Alert& alert) {
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

}  // namespace sigrun::alert_tree
