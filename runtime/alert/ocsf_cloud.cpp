#include <algorithm>
#include <array>
#include <optional>

#include "runtime/alert/ocsf.h"
#include "stdlib/native/basic/ip.h"

namespace sigrun::alert {
namespace {

constexpr int kUser = 1, kAdmin = 2, kSystem = 3, kAwsAccount = 10;

// arn:partition:service:region:account:resource
struct Arn {
  std::string_view partition, service, region, account, resource;
};
std::optional<Arn> ReadArn(std::string_view text) {
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

bool IsAccount(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}
// us-east-1, us-gov-west-1
bool IsRegion(std::string_view text) {
  const size_t dash = text.rfind('-');
  return dash != std::string_view::npos && text.find('-') < dash && dash + 2 == text.size() &&
         text[dash + 1] >= '0' && text[dash + 1] <= '9';
}
std::string_view LastPart(std::string_view resource) {
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
    made.cloud.Open('{').Key("provider").Text("AWS");
    if (!account.empty()) WriteAccount(account, made.cloud);
    if (!region.empty()) made.cloud.Key("region").Text(region);
    made.cloud.Close('}');
    AddActor(caller, arn, made.evidence);
    AddApi(made.evidence);
    AddSource(made.evidence);
    if (!made.evidence.empty()) made.evidence.Close('}');
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

  static void WriteAccount(std::string_view account, JsonWriter& json) {
    json.Key("account").Open('{');
    json.Key("uid").Text(account);
    json.Key("type_id").Int(kAwsAccount).Key("type").Text("AWS Account").Close('}');
  }

  // The key of a part of the evidence, which begins with its first.
  static JsonWriter& Part(JsonWriter& evidence, std::string_view key) {
    if (evidence.empty()) evidence.Open('{');
    return evidence.Key(key);
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

  void AddActor(std::string_view caller, const std::optional<Arn>& arn,
                JsonWriter& evidence) const {
    std::string_view name = First({"userIdentity.userName", "actor_name",
                                   "userIdentity.sessionContext.sessionIssuer.userName"});
    if (name.empty() && arn) name = LastPart(arn->resource);
    const bool of_account = arn && IsAccount(arn->account);
    const bool known = !caller.empty() || !name.empty() || of_account;
    const std::string_view by = First({"userIdentity.invokedBy"});
    if (!known && by.empty()) return;
    JsonWriter& actor = Part(evidence, "actor").Open('{');
    if (known) {
      actor.Key("user").Open('{');
      WriteUser(caller, name, actor);
      if (of_account) WriteAccount(arn->account, actor);
      actor.Close('}');
    }
    if (!by.empty()) actor.Key("app_name").Text(by);
    actor.Close('}');
  }

  void WriteUser(std::string_view caller, std::string_view name, JsonWriter& user) const {
    const auto put = [&](std::string_view key, std::string_view text) {
      if (!text.empty()) user.Key(key).Text(text);
    };
    put("uid", caller);
    put("name", name);
    put("uid_alt", First({"userIdentity.principalId"}));
    put("credential_uid", First({"userIdentity.accessKeyId"}));
    const std::string_view type = First({"userIdentity.type"});
    if (type.empty()) return;
    put("type", type);
    user.Key("type_id").Int(type == "Root" ? kAdmin : type == "AWSService" ? kSystem : kUser);
  }

  void AddApi(JsonWriter& evidence) const {
    const std::string_view operation = First({"eventName"});
    if (operation.empty()) return;
    JsonWriter& api = Part(evidence, "api").Open('{').Key("operation").Text(operation);
    if (const std::string_view service = First({"eventSource"}); !service.empty())
      api.Key("service").Open('{').Key("name").Text(service).Close('}');
    const std::string_view error = First({"errorCode"}), message = First({"errorMessage"});
    if (!error.empty() || !message.empty()) {
      api.Key("response").Open('{');
      if (!error.empty()) api.Key("error").Text(error);
      if (!message.empty()) api.Key("error_message").Text(message);
      api.Close('}');
    }
    api.Close('}');
  }

  void AddSource(JsonWriter& evidence) const {
    const std::string_view address = First({"sourceIPAddress"});
    if (address.empty()) return;
    const bool ip = stdlib::native::ParseIp(address).has_value();
    Part(evidence, "src_endpoint").Open('{').Key(ip ? "ip" : "svc_name").Text(address).Close('}');
  }

  // Resources that the call names, other than its caller: by ARN, or the name of a bucket, a user,
  // a role.
  void AddResources(JsonWriter& resources) const {
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
    const auto is_new = [&](std::string key) {
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) return false;
      seen.push_back(std::move(key));
      if (resources.empty()) resources.Open('[');
      return true;
    };
    for (const NamedData* data : {&alert_.group, &alert_.values})
      for (const auto& [name, datum] : *data) {
        if (datum.kind != Kind::kString || datum.text.empty()) continue;
        const bool caller =
            name == "actor" || name == "caller" || name.starts_with("userIdentity.");
        const auto arn = ReadArn(datum.text);
        if (arn && !caller && is_new(datum.text)) WriteResource(datum.text, *arn, resources);
        for (const Named& row : kNamed)
          if (row.name == name && !arn && is_new(row.type + (" " + datum.text)))
            resources.Open('{').Key("name").Text(datum.text).Key("type").Text(row.type).Close('}');
      }
    if (!resources.empty()) resources.Close(']');
  }
  static void WriteResource(std::string_view text, const Arn& arn, JsonWriter& json) {
    json.Open('{').Key("uid").Text(text);
    json.Key("name").Text(LastPart(arn.resource)).Key("type").Text(arn.service);
    if (!arn.partition.empty()) json.Key("cloud_partition").Text(arn.partition);
    if (IsRegion(arn.region)) json.Key("region").Text(arn.region);
    if (IsAccount(arn.account)) {
      json.Key("owner").Open('{');
      WriteAccount(arn.account, json);
      json.Close('}');
    }
    json.Close('}');
  }

  const Alert& alert_;
};

}  // namespace

OcsfCloud OcsfCloudOf(const Alert& alert) { return Reader(alert).Read(); }

}  // namespace sigrun::alert
