#include "gen/world/profile_kinds.h"

#include <utility>

namespace sigrun::gen {
namespace {

constexpr std::string_view kPython =
    "Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#5.10.225-213.878.amzn2.aarch64 "
    "md/arch#aarch64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard "
    "exec-env/AWS_Lambda_python3.12 Botocore/1.35.36";
constexpr std::string_view kJava =
    "aws-sdk-java/2.28.11 md/io#sync md/http#Apache ua/2.0 "
    "os/Linux#6.1.109-118.189.amzn2023.x86_64 "
    "lang/java#21.0.4 md/OpenJDK_64-Bit_Server_VM#21.0.4+7-LTS md/vendor#Amazon.com_Inc. md/en_US";
constexpr std::string_view kGo =
    "aws-sdk-go-v2/1.31.0 os/linux lang/go#1.22.7 md/GOOS#linux md/GOARCH#amd64";
constexpr std::string_view kTerraform =
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) "
    "terraform-provider-aws/5.67.0 aws-sdk-go-v2/1.30.5 os/linux lang/go#1.22.6 md/GOOS#linux "
    "md/GOARCH#amd64";

}  // namespace

// A service on its own account.
Profile Service(std::string_view service, Habits habits) {
  return {IdentityKind::kService, service,   "",      "",      service, Opening::kNone,   "",
          Rhythm::kSteady,        Hours(24), service, service, false,   std::move(habits)};
}

// A service through its service-linked role.
Profile Linked(std::string_view role, std::string_view path, std::string_view service,
               std::string_view address, Habits habits) {
  return {IdentityKind::kRole, role,      path,    role,    service, Opening::kByService, service,
          Rhythm::kSteady,     Hours(12), address, address, false,   std::move(habits)};
}

Profile Function() {
  return {IdentityKind::kRole,
          "$app-function",
          "",
          "$app-events",
          "",
          Opening::kByService,
          "lambda.amazonaws.com",
          Rhythm::kSteady,
          Hours(8),
          kPython,
          "",
          false,
          {{"dynamodb:GetItem", 24, "$app-state"},
           {"dynamodb:PutItem", 10, "$app-state"},
           {"dynamodb:Query", 12, "$app-state"},
           {"s3:GetObject", 20, "$app-prod-data"},
           {"s3:PutObject", 8, "$app-prod-data"},
           {"s3:GetObject", 6, "$app-prod-config"},
           {"kms:Decrypt", 8, "$app-prod-data"},
           {"logs:CreateLogStream", 6, "lambda/$app"},
           {"ssm:GetParameters", 3, "$app"},
           {"s3:GetObject", 1, "$app-legacy-archive", true}}};
}

Profile Instance() {
  return {IdentityKind::kRole,
          "$app-web-instance",
          "",
          "$instance",
          "",
          Opening::kByService,
          "ec2.amazonaws.com",
          Rhythm::kSteady,
          Hours(12),
          kJava,
          "",
          false,
          {{"s3:GetObject", 26, "$app-prod-assets"},
           {"s3:HeadObject", 8, "$app-prod-assets"},
           {"s3:ListObjects", 5, "$app-prod-config"},
           {"s3:GetObject", 8, "$app-prod-config"},
           {"secretsmanager:GetSecretValue", 8, "$app"},
           {"ssm:UpdateInstanceInformation", 14, "$app"},
           {"lambda:Invoke", 12, "$app-events"},
           {"sqs:GetQueueAttributes", 8, "$app-work"},
           {"ec2:DescribeVolumes", 1, "$app", true}}};
}

Profile Pod() {
  return {IdentityKind::kRole,
          "$app-pod",
          "",
          "$app-api-session",
          "",
          Opening::kByToken,
          "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
          Rhythm::kSteady,
          Hours(6),
          kGo,
          "",
          false,
          {{"dynamodb:Query", 30, "$app-orders"},
           {"dynamodb:PutItem", 14, "$app-orders"},
           {"dynamodb:GetItem", 20, "$app-carts"},
           {"s3:PutObject", 10, "$app-prod-events"},
           {"s3:ListObjects", 4, "$app-prod-events"},
           {"kms:GenerateDataKey", 6, "$app-prod-events"},
           {"sqs:GetQueueAttributes", 8, "$app-work"}}};
}

Profile Deployer() {
  return {IdentityKind::kRole,
          "$app-deploy",
          "",
          "release",
          "",
          Opening::kByUser,
          "ci-release-$app",
          Rhythm::kBuild,
          Hours(8),
          kTerraform,
          "",
          false,
          {{"cloudformation:DescribeStacks", 24, "$app"},
           {"cloudformation:CreateChangeSet", 8, "$app"},
           {"lambda:GetFunction20150331v2", 14, "$app-events"},
           {"lambda:UpdateFunctionCode20150331v2", 8, "$app-events"},
           {"ecs:UpdateService", 6, "$app"},
           {"s3:PutObject", 10, "$app-artifacts"},
           {"s3:GetObject", 10, "$app-artifacts"},
           {"iam:GetRole", 8, "$app-function"}}};
}

Profile Person(std::string_view permission_set, std::string_view person, Habits habits) {
  return {IdentityKind::kRole,
          permission_set,
          "aws-reserved/sso.amazonaws.com/",
          person,
          "",
          Opening::kBySaml,
          "AWSSSO_DO_NOT_DELETE",
          Rhythm::kOffice,
          Hours(24),
          kBrowser,
          "",
          true,
          std::move(habits)};
}

Profile User(std::string_view name, Opening opening, Rhythm rhythm, std::string_view agent,
             Habits habits) {
  return {IdentityKind::kUser,
          name,
          "",
          "",
          "",
          opening,
          "",
          rhythm,
          Hours(24),
          agent,
          "",
          opening == Opening::kByConsole,
          std::move(habits)};
}

Profile BuildUser() {
  return User("ci-deploy", Opening::kNone, Rhythm::kBuild, kTerraform,
              {{"codebuild:StartBuild", 12, "$app"},
               {"ecr:GetAuthorizationToken", 14, ""},
               {"s3:PutObject", 16, "$app-artifacts"},
               {"s3:GetObject", 16, "$app-artifacts"},
               {"cloudformation:DescribeStacks", 20, "$app"},
               {"sts:AssumeRole", 6, "$app-deploy"},
               {"sts:AssumeRole", 4, "$app-deploy-target", false, kDataAccount}});
}

Profile BackupUser() {
  return User("backup-operator", Opening::kNone, Rhythm::kSteady, kGo,
              {{"s3:PutObject", 40, "$app-backups"},
               {"s3:ListObjects", 14, "$app-backups"},
               {"s3:HeadObject", 14, "$app-backups"},
               {"kms:GenerateDataKey", 10, "$app-backups"}});
}

Profile ImageUser() {
  return User("ci-images-$app", Opening::kNone, Rhythm::kBuild, kGo,
              {{"ecr:GetAuthorizationToken", 20, ""},
               {"ecr:PutImage", 16, "$app/api"},
               {"s3:GetObject", 14, "$app-artifacts"},
               {"sts:AssumeRole", 5, "$app-images"}});
}

Profile FederatedPerson() {
  return {IdentityKind::kFederated,
          "identity-broker",
          "",
          "dana",
          "",
          Opening::kByFederation,
          "identity-broker",
          Rhythm::kOffice,
          Hours(24),
          kJava,
          "",
          false,
          {{"s3:GetObject", 20, "$app-prod-reports"},
           {"s3:ListObjects", 14, "$app-prod-reports"},
           {"monitoring:GetMetricData", 10, "$app"}}};
}

}  // namespace sigrun::gen
