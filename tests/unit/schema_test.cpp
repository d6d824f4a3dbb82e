#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "runtime/event/event.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::stdlib {
namespace {

using Segments = std::vector<std::string_view>;

Segments Split(std::string_view path) {
  Segments segments;
  while (true) {
    const size_t dot = path.find('.');
    segments.push_back(path.substr(0, dot));
    if (dot == path.npos) return segments;
    path.remove_prefix(dot + 1);
  }
}

const Schema& SchemaOf(std::string_view name) { return LogSources()[FindLogSource(name)].schema; }
const Schema& CloudTrail() { return SchemaOf("aws.cloudtrail"); }
FieldLookup Look(std::string_view path) { return CloudTrail().Lookup(Split(path)); }
std::vector<std::string_view> Like(std::string_view path) {
  return CloudTrail().Similar(Split(path));
}

TEST_CASE("every log source is complete, and found by its name") {
  size_t any = 0;
  for (uint32_t i = 0; i < LogSources().size(); ++i) {
    const LogSource& source = LogSources()[{i}];
    CAPTURE(source.name());
    CHECK(FindLogSource(source.name()).index == i);
    CHECK(source.doc.ends_with('.'));
    any += source.takes_any();
    CHECK((source.reader.empty() || event::IsReader(source.reader)));
    for (const std::string_view key : source.keys) CHECK(source.schema.Declares({&key, 1}));
    for (const std::string_view key : source.arrays) CHECK(source.schema.Declares({&key, 1}));
    for (const std::string_view path : source.id) CHECK_FALSE(path.empty());
    for (const std::string_view path : source.time) CHECK_FALSE(path.empty());
  }
  CHECK(any == 1);
  CHECK_FALSE(FindLogSource("aws.cloudtrial").valid());
}

TEST_CASE("hashes of rules hold the ids of the first sources") {
  CHECK(FindLogSource("aws.cloudtrail").index == 0);
  CHECK(FindLogSource("json").index == 1);
}

TEST_CASE("rows are unique, documented and found by their path") {
  for (const LogSource& source : LogSources()) {
    std::set<std::string_view> seen;
    for (const FieldInfo& field : source.schema.fields()) {
      CAPTURE(field.path);
      CHECK(seen.insert(field.path).second);
      CHECK(field.doc.ends_with('.'));
      const FieldLookup found = source.schema.Lookup(Split(field.path));
      CHECK(found.kind == LookupKind::kField);
      CHECK(found.field == &field);
    }
  }
  for (const FieldInfo& field : CloudTrail().fields()) CHECK(field.since.starts_with("1."));
}

TEST_CASE("a field is found with its type") {
  CHECK(Look("sourceIPAddress").field->type == kIp);
  CHECK(Look("eventTime").field->type == kTimestamp);
  CHECK(Look("additionalEventData.bytesTransferredOut").field->type == kBytes);
  CHECK(Look("userIdentity.sessionContext.sessionIssuer.arn").field->optional);
  CHECK_FALSE(Look("eventName").field->optional);
}

TEST_CASE("an object is not a field") {
  CHECK(Look("userIdentity").kind == LookupKind::kObject);
  CHECK(Look("userIdentity.sessionContext").kind == LookupKind::kObject);
  CHECK(Look("resources").kind == LookupKind::kObject);
}

TEST_CASE("below a free subtree every path is legal") {
  const FieldLookup free = Look("requestParameters.filterSet.items.name");
  CHECK(free.kind == LookupKind::kBelowAny);
  CHECK(free.field->path == "requestParameters");
  CHECK(Look("requestParameters.policyDocument.Statement").field->path ==
        "requestParameters.policyDocument");
  CHECK(Look("responseElements.accessKey").kind == LookupKind::kBelowAny);
  CHECK(Look("requestParameters.key.id").field->path == "requestParameters");
}

TEST_CASE("letter case, wrong parents and parts of names are unknown") {
  CHECK(Look("eventname").kind == LookupKind::kUnknown);
  CHECK(Look("userIdentity.arn.account").kind == LookupKind::kUnknown);
  CHECK(Look("userIdent").kind == LookupKind::kUnknown);
  CHECK(Look("sessionIssuer.arn").kind == LookupKind::kUnknown);
  CHECK(CloudTrail().Lookup({}).kind == LookupKind::kUnknown);
}

TEST_CASE("a key that holds a dot is no path") {
  const Segments dotted = {"userIdentity.arn"};
  CHECK(CloudTrail().Lookup(dotted).kind == LookupKind::kUnknown);
  const Segments below = {"requestParameters", "bucketName.x"};
  CHECK(CloudTrail().Lookup(below).kind == LookupKind::kBelowAny);
}

TEST_CASE("in a schema without a form everything is legal") {
  const FieldLookup any = SchemaOf("json").Lookup(Split("a.b"));
  CHECK(any.kind == LookupKind::kBelowAny);
  CHECK(any.field->type == kAny);
  CHECK(SchemaOf("json").Similar(Split("a.b")).empty());
}

TEST_CASE("suggestions mend letter case, a missing or wrong parent, a slip") {
  const std::string issuer = "userIdentity.sessionContext.sessionIssuer.arn";
  CHECK(Like("eventname").at(0) == "eventName");
  CHECK(Like("useridentity").at(0) == "userIdentity");
  CHECK(Like("sessionIssuer.arn") == Segments{issuer});
  CHECK(Like("sessionissuer.ARN") == Segments{issuer});
  CHECK(Like("userIdentity.sessionIssuer.arn").at(0) == issuer);
  CHECK(Like("bucketName") == Segments{"requestParameters.bucketName"});
  CHECK(Like("sourceIpAdress").at(0) == "sourceIPAddress");
  CHECK(Like("identity.mfaAuthentcated").at(0) ==
        "userIdentity.sessionContext.attributes.mfaAuthenticated");
  CHECK(Like("zzzzzzzzzzzzzzzzzzzzzz").empty());
  CHECK(Like("arn").size() == 3);
}

}  // namespace
}  // namespace sigrun::stdlib
