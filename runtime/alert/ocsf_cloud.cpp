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

}  // namespace

OcsfCloud OcsfCloudOf(const Alert& alert) { return Reader(alert).Read(); }

}  // namespace sigrun::alert
