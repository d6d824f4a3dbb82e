#include <doctest/doctest.h>

#include "program_sample.h"
#include "runtime/program/join.h"
#include "runtime/program/print/print.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::program {
namespace {

Program RenamedSample() {
  Program program = SampleProgram();
  for (Rule& rule : program.rules) {
    rule.info.name += "_2";
    rule.info.id += "_2";
  }
  for (Param& param : program.params) param.rule += "_2";
  return program;
}

TEST_CASE("a joined program verifies and its rules refer to what they referred to") {
  Program other = RenamedSample();
  other.slots.push_back({{"awsRegion"}});
  other.time_fields = {{"created"}, {"ts"}};
  Program first = SampleProgram();
  first.time_fields = {{"ts"}};
  const Result<Program> joined = Join(std::move(first), other);
  REQUIRE(joined.ok());
  CHECK(joined->time_fields == std::vector<std::vector<std::string>>{{"ts"}, {"created"}});
  const Status status = Verify(*joined);
  CHECK_MESSAGE(status.ok(), (status.ok() ? "" : status.error().message));
  CHECK(joined->rules.size() == 4);
  CHECK(joined->slots.size() == 6);
  CHECK(joined->constants.size() == 2 * kSampleConstants);
  const std::string text = Print(*joined);
  CHECK(text.find("atom a2 -> 1 else 5") != std::string::npos);
  CHECK(text.find("aggregate bytes = sum(v5) where") != std::string::npos);
  CHECK(text.find("window sliding c16 (10m)") != std::string::npos);
}

TEST_CASE("a joined program asks the rules that it asked") {
  Program other = RenamedSample();
  const Unit asks = Emitted(other, [](UnitBuilder& b) {
    const Label yes = b.NewLabel(), no = b.NewLabel();
    b.Match(0, yes, no);
    b.Bind(yes);
    b.ReturnBool(true);
    b.Bind(no);
    b.ReturnBool(false);
  });
  other.rules[1].exceptions.push_back({asks, {}, "asked"});
  const Result<Program> joined = Join(SampleProgram(), other);
  REQUIRE(joined.ok());
  const Status status = Verify(*joined);
  CHECK_MESSAGE(status.ok(), (status.ok() ? "" : status.error().message));
  CHECK(Print(*joined).find("match 2 -> 1 else 2") != std::string::npos);
}

TEST_CASE("log sources are the same by their names") {
  Program other = RenamedSample();
  std::swap(other.sources[0], other.sources[1]);
  for (Rule& rule : other.rules) rule.source = rule.source == kJson ? kCloudTrail : kJson;
  other.sources.push_back({"okta.system", "", {"eventType"}, {{"published"}}, {{"uuid"}}});
  const Result<Program> joined = Join(SampleProgram(), other);
  REQUIRE(joined.ok());
  REQUIRE(joined->sources.size() == 3);
  CHECK(joined->sources[0].name == "aws.cloudtrail");
  CHECK(joined->sources[2].name == "okta.system");
  CHECK(joined->rules[2].source == joined->rules[0].source);
  CHECK(joined->rules[3].source == joined->rules[1].source);
}

TEST_CASE("an empty program changes nothing on either side") {
  const std::string alone = Print(SampleProgram());
  CHECK(Print(*Join(SampleProgram(), Program{})) == alone);
  CHECK(Print(*Join(Program{}, SampleProgram())) == alone);
}

TEST_CASE("programs with a rule of the same name are not joined") {
  const Result<Program> joined = Join(SampleProgram(), SampleProgram());
  REQUIRE_FALSE(joined.ok());
  CHECK(joined.error().message.find("`root_access_key_used`") != std::string::npos);
}

}  // namespace
}  // namespace sigrun::program
