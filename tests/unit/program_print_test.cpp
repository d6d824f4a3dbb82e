#include <doctest/doctest.h>

#include "program_sample.h"
#include "runtime/program/print/print.h"

namespace sigrun::program {
namespace {

constexpr std::string_view kSampleText = R"(slots 5
  s0 eventName
  s1 userIdentity.type
  s2 userIdentity.arn
  s3 requestParameters
  s4 additionalEventData.bytesTransferredOut
constants 10
  c0 string "Root"
  c1 text_set ["CreateAccessKey", "GetObject", "PutObject"]
  c2 string "key"
  c3 string ".bak"
  c4 int 1073741824
  c5 duration 1h
  c6 duration 10m
  c7 duration 14d
  c8 duration 0s
  c9 float 8.5
values 3
  v0 (1 register)
      0: r0 = load_slot s2                ; userIdentity.arn
      1: presence r0 exists -> 4 else 2
      2: r0 = load_slot s1                ; userIdentity.type
      3: jump -> 4
      4: return_value r0
  v1 (3 registers)
      0: r0 = load_slot s3                ; requestParameters
      1: r0 = member r0 c2                ; string "key"
      2: r0 = call lower r0
      3: r1 = load_const c3               ; string ".bak"
      4: r2 = move r0
      5: r0 = call concat r0..r2
      6: return_value r0
  v2 (1 register)
      0: r0 = load_slot s4                ; additionalEventData.bytesTransferredOut
      1: return_value r0
atoms 2
  a0 (2 registers)
      0: r0 = load_slot s1                ; userIdentity.type
      1: r1 = load_const c0               ; string "Root"
      2: test eq_text r0..r1 -> 3 else 4
      3: return_bool true
      4: return_bool false
  a1 (2 registers)
      0: r0 = load_slot s0                ; eventName
      1: r1 = load_const c1               ; text_set ["CreateAccessKey", "GetObject", "PutObject"]
      2: test all in_text r0..r1 -> 3 else 4
      3: return_bool true
      4: return_bool false
params 1
  s3_egress_spike.floor: bytes = c4 "least bytes"
sources 2
  aws.cloudtrail
    read by cloudtrail
    keys "eventName"
    time eventTime
    id eventID
  json

rule root_access_key_used
  id "id-of-root_access_key_used"
  title "A \"title\""
  level high
  tags "attack.t1078.004", "attack.persistence"
  at rules/sample.sgr:7
  meaning 0123456789abcdef
  on aws.cloudtrail
  needs s0 eventName: "CreateAccessKey", "GetObject", "PutObject"
  condition (1 register)
      0: atom a0 -> 1 else 5
      1: atom a1 -> 2 else 5
      2: r0 = load_value v1
      3: presence r0 is empty -> 5 else 4
      4: return_bool true
      5: return_bool false
  exception until 2027-01-31T00:00:00Z "account closure until January" when (0 registers)
      0: atom a0 -> 1 else 2
      1: return_bool true
      2: return_bool false
  message "Root used "
  message value (1 register)
      0: r0 = load_slot s0                ; eventName
      1: return_value r0
  field eventName (1 register)
      0: r0 = load_slot s0                ; eventName
      1: return_value r0
  suppress c5 (1h) keys ab12
  suppress by user (1 register)
      0: r0 = load_slot s2                ; userIdentity.arn
      1: return_value r0

rule s3_egress_spike
  id "id-of-s3_egress_spike"
  title "A \"title\""
  level high
  tags "attack.t1078.004", "attack.persistence"
  at rules/sample.sgr:7
  meaning fedcba9876543210
  on json
  group by v0 actor
  window sliding c6 (10m)
  aggregate bytes = sum(v2) where (0 registers)
      0: atom a1 -> 1 else 2
      1: return_bool true
      2: return_bool false
  aggregate objects = distinct(v1, v0) where (0 registers)
      0: atom a1 -> 1 else 2
      1: return_bool true
      2: return_bool false
  baseline usual of bytes, history c7 (14d), every c6 (10m)
  first_seen fresh of (v0, v1), history c7 (14d), learn c8 (0s), where (0 registers)
      0: atom a0 -> 1 else 2
      1: return_bool true
      2: return_bool false
  cell 0 bytes
  cell 1 usual.median
  cell 2 fresh
  capture 0 v1 ef56
  memory cd34 c4
  condition (2 registers)
      0: r0 = load_cell 0                 ; bytes
      1: r1 = load_const c4               ; int 1073741824
      2: test gt_number r0..r1 -> 5 else 3
      3: r0 = load_cell 2                 ; fresh
      4: presence r0 exists -> 5 else 6
      5: return_bool true
      6: return_bool false
  alert level (1 register)
      0: r0 = load_const c4               ; int 1073741824
      1: return_value r0
  field key (1 register)
      0: r0 = load_capture 0              ; v1
      1: return_value r0
)";

// Shows the first line that differs: the whole text is too long to compare by eye.
void CheckSameText(std::string_view actual, std::string_view expected) {
  while (!actual.empty() || !expected.empty()) {
    const std::string a(actual.substr(0, actual.find('\n')));
    const std::string e(expected.substr(0, expected.find('\n')));
    REQUIRE(a == e);
    actual.remove_prefix(std::min(actual.size(), a.size() + 1));
    expected.remove_prefix(std::min(expected.size(), e.size() + 1));
  }
}

TEST_CASE("the sample prints as it always has") {
  CheckSameText(Print(SampleProgram()), kSampleText);
}

TEST_CASE("atoms print what they ask") {
  Program program = SampleProgram();
  AddAtomOfEachKind(program);
  const std::string text = Print(program);
  const size_t at = text.find("  a2");
  REQUIRE(at != std::string::npos);
  CheckSameText(text.substr(at, text.find("params") - at),
                R"(  a2 s2 is null                       ; userIdentity.arn
  a3 all s0 in_text c1                ; eventName, text_set ["CreateAccessKey", "GetObject", "PutObject"]
  a4 logic (0 registers)
      0: atom a0 -> 1 else 2
      1: return_bool true
      2: return_bool false
)");
}

TEST_CASE("long and odd texts are shortened and escaped on one line") {
  Program program;
  program.slots = {{{"a.b", "c d", "", "e"}}};
  program.constants = {std::string(100, 'x'),
                       std::string("tab\t\"quote\"\n\x01"),
                       std::string(59, 'y') + "\xc3\xa4",
                       1e300,
                       5.0,
                       stdlib::PreparedSpec{stdlib::PreparedKind::kRegex, {"a|b"}, "im"}};
  CheckSameText(Print(program),
                "slots 1\n"
                "  s0 \"a.b\".\"c d\".\"\".e\n"
                "constants 6\n"
                "  c0 string \"" +
                    std::string(60, 'x') +
                    "\"…\n"
                    "  c1 string \"tab\\t\\\"quote\\\"\\n\\u0001\"\n"
                    "  c2 string \"" +
                    std::string(59, 'y') +
                    "\"…\n"
                    "  c3 float 1e+300\n"
                    "  c4 float 5.0\n"
                    "  c5 regex [\"a|b\"] flags \"im\"\n"
                    "values 0\natoms 0\nparams 0\nsources 0\n");
}

TEST_CASE("a long list is shortened with its size") {
  Program program;
  stdlib::PreparedSpec spec{stdlib::PreparedKind::kPartList, {}, ""};
  for (int i = 0; i < 50; ++i) spec.items.push_back("item" + std::to_string(i));
  program.constants = {spec};
  CHECK(Print(program).find("\"item6\", …] of 50\n") != std::string::npos);
}

}  // namespace
}  // namespace sigrun::program
