// The caller of a call: the userIdentity element in every form that CloudTrail writes.
#pragma once

#include <string>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun::gen {

enum class IdentityKind {
  kUser,         // IAM user: with its long-lived key, or in a console session
  kRole,         // a session of a role (AssumedRole)
  kFederated,    // GetFederationToken's session
  kService,      // an AWS service on its own account (AWSService)
  kSaml,         // the caller of AssumeRoleWithSAML
  kWebIdentity,  // the caller of AssumeRoleWithWebIdentity
  kAccount,      // a caller of another account, as the owner of the resource sees it: a session of
                 // a role if there is a session name, else a user
  kRoot,
};

struct Identity {
  IdentityKind kind = IdentityKind::kUser;
  std::string account;
  std::string name;        // user, role or provider; for kFederated the user who federates
  std::string path;        // of the role, such as aws-service-role/ecs.amazonaws.com/; may be empty
  std::string session;     // session name (kRole, kFederated), person or service account (kSaml, …)
  std::string access_key;  // empty: none in the record
  std::string invoked_by;  // service that calls; empty: called directly
  bool temporary = false;  // kUser, kRoot: a session, so there is a sessionContext
  bool mfa = false;
  Timestamp created;  // of the session
};

// The JSON object, without a trailing comma.
void AppendIdentity(const Identity& identity, std::string& out);

// userIdentity.arn; empty where the record has none.
std::string ArnOf(const Identity& identity);
// The actor, whatever the session is called: the session issuer's ARN, otherwise the ARN, otherwise
// the service.
std::string CanonicalActor(const Identity& identity);
std::string RoleArn(std::string_view account, std::string_view path, std::string_view name);

}  // namespace sigrun::gen
