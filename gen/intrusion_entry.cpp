// First half: entry with a stolen key, escalation to root, and new keys for persistence.
#include <iterator>
#include <string_view>

#include "gen/intrusion.h"

namespace sigrun::gen {
namespace {

constexpr std::string_view kRecon[] = {
    "sts:GetCallerIdentity",
    "iam:ListUsers",
    "iam:ListRoles",
    "s3:ListBuckets",
    "ec2:DescribeInstances",
    "ec2:DescribeVolumes",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeRegions",
    "iam:GetAccountSummary",
    "iam:GetAccountAuthorizationDetails",
    "lambda:ListFunctions20150331",
    "rds:DescribeDBInstances",
    "dynamodb:ListTables",
    "kms:ListAliases",
    "secretsmanager:ListSecrets",
    "ssm:DescribeParameters",
    "eks:ListClusters",
    "redshift:DescribeClusters",
    "glue:GetDatabases",
    "sns:ListTopics",
    "route53:ListHostedZones",
    "cloudfront:ListDistributions",
    "guardduty:ListDetectors",
    "access-analyzer:ListAnalyzers",
    "cloudtrail:DescribeTrails",
    "config:DescribeConfigRules",
    "cloudformation:ListStacks",
    "organizations:DescribeOrganization",
    "organizations:ListAccounts",
    "elasticloadbalancing:DescribeLoadBalancers",
};

}  // namespace

// Every service in six minutes, most of the calls refused.
void Intrusion::Reconnoitre() {
  constexpr int kCalls = 6 * std::size(kRecon);
  scribe_.Start("stolen_key_recon", "api_spike", "T1580", pipeline_, Minutes(0), Minutes(6),
                kCalls);
  for (size_t i = 0; i < kCalls; ++i) {
    const size_t what = i % std::size(kRecon);
    Call call = scribe_.Next(kRecon[what]);
    call.region = kRegions[i / std::size(kRecon)];
    if (what == 0 || what % 5 == 2) {
      scribe_.Write(call);
    } else {
      scribe_.WriteDenied(call);
    }
  }
  scribe_.Start("create_access_key_denied", "create_access_key", "T1098.001", pipeline_, Minutes(7),
                Minutes(8), 1);
  Call call = scribe_.Next("iam:CreateAccessKey");
  call.resource = operator_.who.name;
  scribe_.WriteDenied(call);
}

void Intrusion::BecomeRoot() {
  scribe_.Start("root_login_failures", "root_use", "T1110.001", visitor_, Minutes(13), Minutes(22),
                6);
  for (int i = 0; i < 6; ++i) {
    Call call = scribe_.Next("signin:ConsoleLogin");
    call.error_message = "Failed authentication";
    call.mfa = false;
    scribe_.Write(call);
  }
  scribe_.Start("root_console_login_without_mfa", "root_use", "T1078.004", visitor_, Minutes(22),
                Minutes(23), 1);
  Call login = scribe_.Next("signin:ConsoleLogin");
  login.mfa = false;
  scribe_.Write(login);

  constexpr std::string_view kLooks[] = {
      "iam:GetAccountSummary",
      "iam:ListUsers",
      "iam:ListMFADevices",
      "iam:ListRoles",
      "iam:GetAccountAuthorizationDetails",
      "organizations:DescribeOrganization",
      "organizations:ListAccounts",
      "cloudtrail:DescribeTrails",
      "health:DescribeEventAggregates",
      "ec2:DescribeRegions",
      "s3:ListBuckets",
  };
  scribe_.Start("root_api_use", "root_use", "T1078.004", root_, Minutes(24), Minutes(27), 22);
  for (size_t i = 0; i < 22; ++i) scribe_.Write(scribe_.Next(kLooks[i % std::size(kLooks)]));
}

void Intrusion::MakeKeys() {
  scribe_.Start("create_access_key_for_other_user", "create_access_key", "T1098.001", root_,
                Minutes(27), Minutes(28), 1);
  Call other = scribe_.Next("iam:CreateAccessKey");
  other.resource = operator_.who.name;
  other.new_key = operator_key_;
  scribe_.Write(other);

  scribe_.Start("create_access_key_for_root", "create_access_key", "T1098.001", root_, Minutes(29),
                Minutes(30), 1);
  Call own = scribe_.Next("iam:CreateAccessKey");
  own.null_request = true;
  own.resource = "root";
  own.new_key = root_key_;
  scribe_.Write(own);

  constexpr std::string_view kLooks[] = {"sts:GetCallerIdentity", "iam:ListRoles", "s3:ListBuckets",
                                         "organizations:ListAccounts"};
  scribe_.Start("root_key_api_use", "root_use", "T1078.004", root_cli_, Minutes(33), Minutes(37),
                8);
  for (size_t i = 0; i < 8; ++i) scribe_.Write(scribe_.Next(kLooks[i % 4]));

  scribe_.Start("trust_policy_changed", "assume_role", "T1098", root_cli_, Minutes(38), Minutes(39),
                1);
  Call trust = scribe_.Next("iam:UpdateAssumeRolePolicy");
  trust.resource = admin_.who.name;
  trust.session = operator_.who.name;
  scribe_.Write(trust);
}

void Intrusion::UseNewKey() {
  constexpr std::string_view kLooks[] = {"sts:GetCallerIdentity", "iam:GetUser",
                                         "iam:ListAttachedUserPolicies", "iam:ListAccessKeys",
                                         "iam:ListRoles"};
  scribe_.Start("new_key_used_from_elsewhere", "create_access_key", "T1078.004", operator_,
                Minutes(41), Minutes(44), 10);
  for (size_t i = 0; i < 10; ++i) {
    Call call = scribe_.Next(kLooks[i % std::size(kLooks)]);
    call.resource = operator_.who.name;
    scribe_.Write(call);
  }
}

}  // namespace sigrun::gen
