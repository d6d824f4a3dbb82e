#include "gen/template/identity.h"

#include <fmt/format.h>

#include <iterator>

#include "gen/template/text.h"

namespace sigrun::gen {
namespace {

template <class... Args>
void Add(std::string& out, fmt::format_string<Args...> pattern, Args&&... args) {
  fmt::format_to(std::back_inserter(out), pattern, std::forward<Args>(args)...);
}

void AppendAttributes(const Identity& who, std::string& out) {
  out += R"("attributes":{"creationDate":")";
  AppendTime(who.created, out);
  Add(out, R"(","mfaAuthenticated":"{}"}}}})", who.mfa);
}

void AppendIssuer(const Identity& who, const char* type, const std::string& id,
                  const std::string& arn, std::string& out) {
  Add(out,
      R"(,"sessionContext":{{"sessionIssuer":{{"type":"{}","principalId":"{}","arn":"{}",)"
      R"("accountId":"{}","userName":"{}"}},"webIdFederationData":{{}},)",
      type, id, arn, who.account, who.name);
  AppendAttributes(who, out);
}

void AppendUser(const Identity& who, std::string& out) {
  Add(out, R"({{"type":"IAMUser","principalId":"{}","arn":"{}","accountId":"{}")",
      StableId("AIDA", who.account, who.name), ArnOf(who), who.account);
  if (!who.access_key.empty()) Add(out, R"(,"accessKeyId":"{}")", who.access_key);
  Add(out, R"(,"userName":"{}")", who.name);
  if (who.temporary) {
    out += R"(,"sessionContext":{)";
    AppendAttributes(who, out);
  }
}

void AppendRole(const Identity& who, std::string& out) {
  const std::string id = StableId("AROA", who.account, who.name);
  Add(out,
      R"({{"type":"AssumedRole","principalId":"{}:{}","arn":"{}","accountId":"{}",)"
      R"("accessKeyId":"{}")",
      id, who.session, ArnOf(who), who.account, who.access_key);
  AppendIssuer(who, "Role", id, RoleArn(who.account, who.path, who.name), out);
}

void AppendFederated(const Identity& who, std::string& out) {
  Add(out,
      R"({{"type":"FederatedUser","principalId":"{0}:{1}","arn":"{2}","accountId":"{0}",)"
      R"("accessKeyId":"{3}")",
      who.account, who.session, ArnOf(who), who.access_key);
  AppendIssuer(who, "IAMUser", StableId("AIDA", who.account, who.name),
               fmt::format("arn:aws:iam::{}:user/{}", who.account, who.name), out);
}

void AppendRoot(const Identity& who, std::string& out) {
  Add(out,
      R"({{"type":"Root","principalId":"{0}","arn":"{1}","accountId":"{0}","accessKeyId":"{2}")",
      who.account, ArnOf(who), who.access_key);
  if (who.temporary) {
    out += R"(,"sessionContext":{)";
    AppendAttributes(who, out);
  }
}

void AppendOutsider(const Identity& who, std::string& out) {
  const bool user = who.session.empty();
  Add(out, R"({{"type":"AWSAccount","principalId":"{}{}{}","accountId":"{}")",
      StableId(user ? "AIDA" : "AROA", who.account, who.name), user ? "" : ":", who.session,
      who.account);
}

void AppendProviderUser(const Identity& who, const char* type, const char* provider,
                        std::string& out) {
  Add(out,
      R"({{"type":"{0}","principalId":"arn:aws:iam::{1}:{2}/{3}:{4}","userName":"{4}",)"
      R"("identityProvider":"arn:aws:iam::{1}:{2}/{3}")",
      type, who.account, provider, who.name, who.session);
}

}  // namespace

void AppendIdentity(const Identity& who, std::string& out) {
  switch (who.kind) {
    case IdentityKind::kUser:
      AppendUser(who, out);
      break;
    case IdentityKind::kRole:
      AppendRole(who, out);
      break;
    case IdentityKind::kFederated:
      AppendFederated(who, out);
      break;
    case IdentityKind::kService:
      out += R"({"type":"AWSService")";
      break;
    case IdentityKind::kSaml:
      AppendProviderUser(who, "SAMLUser", "saml-provider", out);
      break;
    case IdentityKind::kWebIdentity:
      AppendProviderUser(who, "WebIdentityUser", "oidc-provider", out);
      break;
    case IdentityKind::kAccount:
      AppendOutsider(who, out);
      break;
    case IdentityKind::kRoot:
      AppendRoot(who, out);
      break;
  }
  if (!who.invoked_by.empty()) Add(out, R"(,"invokedBy":"{}")", who.invoked_by);
  out += '}';
}

std::string RoleArn(std::string_view account, std::string_view path, std::string_view name) {
  return fmt::format("arn:aws:iam::{}:role/{}{}", account, path, name);
}

std::string ArnOf(const Identity& who) {
  switch (who.kind) {
    case IdentityKind::kUser:
      return fmt::format("arn:aws:iam::{}:user/{}", who.account, who.name);
    case IdentityKind::kRole:
      return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", who.account, who.name, who.session);
    case IdentityKind::kFederated:
      return fmt::format("arn:aws:sts::{}:federated-user/{}", who.account, who.session);
    case IdentityKind::kRoot:
      return fmt::format("arn:aws:iam::{}:root", who.account);
    case IdentityKind::kService:
    case IdentityKind::kSaml:
    case IdentityKind::kWebIdentity:
    case IdentityKind::kAccount:
      break;
  }
  return {};
}

std::string CanonicalActor(const Identity& who) {
  if (who.kind == IdentityKind::kRole) return RoleArn(who.account, who.path, who.name);
  if (who.kind == IdentityKind::kFederated) {
    return fmt::format("arn:aws:iam::{}:user/{}", who.account, who.name);
  }
  const std::string arn = ArnOf(who);
  return arn.empty() ? who.invoked_by : arn;
}

}  // namespace sigrun::gen
