// Second half: through the roles into the second account, through its buckets, and out with the
// data.
#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "gen/intrusion.h"

namespace sigrun::gen {

void Intrusion::TryRoles() {
  constexpr std::string_view kRoles[] = {
      "admin",         "administrator",  "org-admin",       "security-audit", "platform-deploy",
      "network-admin", "database-admin", "ledger-function", "support-access", "billing-viewer",
      "power-user",    "terraform",      "breakglass",      "root-access"};
  scribe_.Start("assume_role_denied_over_many_roles", "assume_role", "T1548", operator_,
                Minutes(45), Minutes(50), std::size(kRoles));
  for (const std::string_view role : kRoles) {
    Call call = scribe_.Next("sts:AssumeRole");
    call.resource = role;
    call.session = "maintenance";
    scribe_.WriteDenied(call);
  }
}

// A user assumes a role, the role another one, and that one a role of another account.
void Intrusion::ChainRoles() {
  struct Link {
    const char* name;
    const char* technique;
    const Actor& from;
    const Actor& to;
    const std::string& key;
  };
  const Link links[] = {
      {"never_seen_role_assumed", "T1548", operator_, admin_, admin_key_},
      {"role_assumes_role", "T1550.001", admin_, lake_, lake_key_},
      {"role_in_second_account_assumed", "T1199", lake_, reach_, reach_key_},
  };
  for (const Link& link : links) {
    // The record has the time at which the session is created, to the second.
    const Duration at = link.to.who.created - scribe_.begin();
    scribe_.Start(link.name, "assume_role", link.technique, link.from, at, at, 1);
    Call call = scribe_.Next("sts:AssumeRole");
    call.resource = link.to.who.name;
    call.resource_account = link.to.who.account;
    call.session = link.to.who.session;
    call.new_key = link.key;
    if (link.to.who.account == link.from.who.account) {
      scribe_.Write(call);
    } else {
      scribe_.WriteCrossing(call);
    }
  }
}

void Intrusion::SweepBuckets() {
  constexpr std::string_view kProbes[] = {
      "s3:GetBucketAcl",          "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketVersioning",   "s3:GetBucketLocation",
      "s3:GetBucketLogging"};
  constexpr std::string_view kKinds[] = {
      "prod-data", "prod-config", "prod-assets", "prod-events", "prod-reports",
      "artifacts", "access-logs", "audit-trail", "exports",     "legacy-archive"};
  std::vector<std::string> buckets;
  for (const char* app : {"ledger", "reports", "billing"}) {
    for (const std::string_view kind : kKinds) buckets.push_back(fmt::format("{}-{}", app, kind));
  }
  const int calls = 1 + static_cast<int>(buckets.size() * std::size(kProbes));
  scribe_.Start("bucket_posture_sweep", "s3_access", "T1619", reach_, Minutes(62), Minutes(72),
                calls);
  scribe_.Write(scribe_.Next("s3:ListBuckets"));
  for (size_t i = 0; i < buckets.size(); ++i) {
    for (const std::string_view probe : kProbes) {
      Call call = scribe_.Next(probe);
      call.resource = buckets[i];
      if (i % 4 == 3) {
        scribe_.WriteDenied(call);
      } else {
        scribe_.Write(call);
      }
    }
  }
}

// Forty object keys are refused, then three succeed that should not exist.
void Intrusion::ReadDenied() {
  constexpr std::string_view kFound[] = {"home/admin/.aws/credentials", "deploy/id_rsa",
                                         "app/production.env"};
  scribe_.Start("denied_reads_then_success", "s3_access", "T1530", reach_, Minutes(73), Minutes(77),
                43);
  std::string key;
  for (int i = 0; i < 43; ++i) {
    Call call = scribe_.Next("s3:GetObject");
    call.resource = "ledger-legacy-archive";
    if (i >= 40) {
      call.key = kFound[i - 40];
      scribe_.Write(call);
      continue;
    }
    key = fmt::format("{}/statement-{:05}.pdf", 2019 + i % 7, i * 37);
    call.key = key;
    scribe_.WriteDenied(call);
  }
}

// About eight GiB in ten minutes.
void Intrusion::Exfiltrate() {
  constexpr int kObjects = 520;
  scribe_.Start("bulk_object_egress", "s3_egress", "T1567.002", reach_, Minutes(80), Minutes(90),
                kObjects);
  std::string key;
  for (int i = 0; i < kObjects; ++i) {
    Call call = scribe_.Next("s3:GetObject");
    key = fmt::format("customers/2026/part-{:05}.parquet", i);
    call.resource = "ledger-exports";
    call.key = key;
    call.bytes_out = scribe_.random().Between(8 << 20, 24 << 20);
    scribe_.Write(call);
  }
}

void Intrusion::Spike() {
  constexpr std::string_view kCalls[] = {"ec2:DescribeInstances",  "ec2:DescribeSubnets",
                                         "ec2:RunInstances",       "ec2:DescribeInstanceStatus",
                                         "ssm:DescribeParameters", "lambda:ListFunctions20150331",
                                         "ec2:CreateTags",         "ec2:DescribeSecurityGroups"};
  constexpr size_t kCount = 1'800;
  scribe_.Start("api_call_spike", "api_spike", "T1580", spike_, Minutes(95), Minutes(107), kCount);
  for (size_t i = 0; i < kCount; ++i) {
    const size_t what = i % std::size(kCalls);
    Call call = scribe_.Next(kCalls[what]);
    call.region = kRegions[(i / std::size(kCalls)) % std::size(kRegions)];
    call.resource = "worker";
    if (what == 2 && i % 3 != 0) {
      call.error_code = "Client.VcpuLimitExceeded";
      call.error_message = "You have requested more vCPU capacity than your current vCPU limit.";
    }
    scribe_.Write(call);
  }
}

}  // namespace sigrun::gen
