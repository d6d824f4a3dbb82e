// The contents of OCSF findings, and their validation against the published schema.
#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kRules = R"(rule key_made {
  meta {
    title = "Key made" id = "3f0e7a52-97a4-4c55-9e0a-0f8f1d6f2a11" level = high
    description = "A key was made."
    tags = [attack.persistence, attack.t1098.001, attack.t1078]
  }
  on aws.cloudtrail
  condition eventName == "CreateAccessKey"
  alert {
    message = "{userIdentity.arn} made a key"
    fields = [eventTime, userIdentity.arn, userIdentity.type, userIdentity.accessKeyId, userIdentity.invokedBy, eventSource, eventName, errorCode, awsRegion, recipientAccountId, sourceIPAddress, userAgent, requestParameters.userName, requestParameters.roleArn]
  }
}
rule many {
  meta { title = "Many" tags = [attack.impact, attack.discovery, cve.2026-1] }
  on json
  param least: int = 2 "how many"
  group by host
  window sliding 10m
  n = count()
  condition n >= least
}
)";
constexpr const char* kEvents =
    R"({"eventVersion":"1.11","eventTime":"2026-01-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey","eventID":"8f670b7f-6e12-5317-8dc9-457a0cefa7d4","awsRegion":"eu-west-1","recipientAccountId":"111122223333","sourceIPAddress":"198.51.100.20","userAgent":"aws-cli/2.27.0","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","accessKeyId":"AKIAIOSFODNN7EXAMPLE"},"requestParameters":{"userName":"bob","roleArn":"arn:aws:iam::999988887777:role/Deploy"}}
{"eventVersion":"1.11","eventTime":"2026-01-01T00:00:01Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey","eventID":"8f670b7f-6e12-5317-8dc9-457a0cefa7d5","errorCode":"AccessDenied","sourceIPAddress":"cloudformation.amazonaws.com","userIdentity":{"type":"AWSService","invokedBy":"cloudformation.amazonaws.com"}}
{"time":"2026-01-01T00:00:00Z","host":"web-1.example.com"}
{"time":"2026-01-01T00:00:01Z","host":"web-1.example.com"}
{"host":"without time"}
)";

std::vector<Json> Findings(const Folder& folder) {
  std::vector<Json> findings;
  std::istringstream lines(folder.Read("found.ndjson"));
  for (std::string line; std::getline(lines, line);) findings.push_back(Json::parse(line));
  return findings;
}

void Scan(Folder& folder) {
  folder.Write("r.sgr", kRules).Write("in.ndjson", kEvents);
  const Outcome scan =
      folder.Run({"scan", "-q", "--rules", "r.sgr", "--format", "ocsf", "in.ndjson"});
  CHECK(scan.code == 0);
  folder.Write("found.ndjson", scan.out);
}

TEST_CASE("cli: an OCSF finding says where, by whom and with what it was done") {
  Folder folder;
  Scan(folder);
  std::vector<Json> findings = Findings(folder);
  REQUIRE(findings.size() == 3);
  const Json& key = findings[0];
  CHECK(
      key["cloud"].dump() ==
      R"({"provider":"AWS","account":{"uid":"111122223333","type_id":10,"type":"AWS Account"},"region":"eu-west-1"})");
  CHECK(key["metadata"]["profiles"].dump() == R"(["cloud"])");
  const Json& evidence = key["evidences"][0];
  CHECK(evidence["actor"]["user"]["uid"] == "arn:aws:iam::111122223333:user/ann");
  CHECK(evidence["actor"]["user"]["name"] == "ann");
  CHECK(evidence["actor"]["user"]["type_id"] == 1);
  CHECK(evidence["actor"]["user"]["credential_uid"] == "AKIAIOSFODNN7EXAMPLE");
  CHECK(evidence["api"].dump() ==
        R"({"operation":"CreateAccessKey","service":{"name":"iam.amazonaws.com"}})");
  CHECK(evidence["src_endpoint"].dump() == R"({"ip":"198.51.100.20"})");
  CHECK(
      key["resources"].dump() ==
      R"([{"name":"bob","type":"AWS::IAM::User"},{"uid":"arn:aws:iam::999988887777:role/Deploy","name":"Deploy","type":"iam","cloud_partition":"aws","owner":{"account":{"uid":"999988887777","type_id":10,"type":"AWS Account"}}}])");
  const Json persistence = {{"name", "Persistence"}, {"uid", "TA0003"}};
  const Json& attacks = key["finding_info"]["attacks"];
  REQUIRE(attacks.size() == 2);
  CHECK(attacks[0]["technique"]["uid"] == "T1098");
  CHECK(attacks[0]["sub_technique"]["uid"] == "T1098.001");
  CHECK(attacks[0]["tactic"] == persistence);
  CHECK(attacks[1]["technique"]["uid"] == "T1078");
  CHECK_FALSE(attacks[1].contains("sub_technique"));
  std::map<std::string, int> types;
  for (const Json& observable : key["observables"])
    types[observable["name"].get<std::string>()] = observable["type_id"].get<int>();
  CHECK(types["sourceIPAddress"] == 2);
  CHECK(types["userAgent"] == 16);
  CHECK(types["userIdentity.accessKeyId"] == 19);
  CHECK(types["userIdentity.arn"] == 10);
  CHECK(types["requestParameters.userName"] == 4);
  CHECK(types["eventName"] == 99);

  const Json& service = findings[1];
  CHECK(service["evidences"][0]["actor"]["app_name"] == "cloudformation.amazonaws.com");
  CHECK(service["evidences"][0]["api"]["response"]["error"] == "AccessDenied");
  CHECK(service["evidences"][0]["src_endpoint"].dump() ==
        R"({"svc_name":"cloudformation.amazonaws.com"})");
  CHECK_FALSE(service["cloud"].contains("region"));

  const Json& many = findings[2];
  CHECK_FALSE(many.contains("cloud"));
  CHECK_FALSE(many["metadata"].contains("profiles"));
  CHECK(many["count"] == 2);
  CHECK(many["unmapped"]["thresholds"]["least"] == "2");
  // Two tactics and no technique: each is listed separately.
  CHECK(
      many["finding_info"]["attacks"].dump() ==
      R"([{"tactic":{"name":"Impact","uid":"TA0040"}},{"tactic":{"name":"Discovery","uid":"TA0007"}}])");
}

// build/ocsf contains a Python environment with the schema, if `./dev test` could create it.
TEST_CASE("cli: the published schema takes every OCSF finding") {
  Folder folder;
  Scan(folder);
  folder.Write("day.ndjson", "");
  const fs::path own = fs::path(SIGRUN_SOURCE_DIR) / "build/ocsf/bin/python3";
  const fs::path script = fs::path(SIGRUN_SOURCE_DIR) / "tests/cli/ocsf_schema.py";
  CHECK(folder.Run({"gen", "-o", "log.ndjson", "--events", "20000", "--incident"}).code == 0);
  const Outcome scan =
      folder.Run({"scan", "-q", "--rules", (fs::path(SIGRUN_SOURCE_DIR) / "rules").string(),
                  "--format", "ocsf", "log.ndjson"});
  folder.Write("day.ndjson", scan.out);
  REQUIRE(!scan.out.empty());
  const std::string command = (fs::exists(own) ? own.string() : std::string("python3")) + " '" +
                              script.string() + "' '" + folder.Path("found.ndjson").string() +
                              "' '" + folder.Path("day.ndjson").string() + "' > '" +
                              folder.Path("judged").string() + "' 2>&1";
  const int status = std::system(command.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == 77 || code == 127) {
    MESSAGE("skipped: the schema is not installed (pip install ocsf-json-schema jsonschema): ",
            folder.Read("judged"));
    return;
  }
  CHECK_MESSAGE(code == 0, folder.Read("judged"));
}

}  // namespace
}  // namespace sigrun::cli_testing
