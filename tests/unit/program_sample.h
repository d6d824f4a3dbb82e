// A small program that uses every instruction and every table, for the tests of runtime/program.
#pragma once

#include <cstdint>

#include "runtime/program/builder.h"
#include "runtime/program/program.h"

namespace sigrun::program {

inline stdlib::KernelId KernelNamed(std::string_view name) {
  const auto kernel = stdlib::FindKernel(name);
  SIGRUN_CHECK(kernel.has_value());
  return *kernel;
}

// Emits one unit: Emitted(program, [](UnitBuilder& code) { … });
template <class Body>
Unit Emitted(Program& program, Body body) {
  UnitBuilder code(program);
  body(code);
  Result<Unit> unit = code.Finish();
  SIGRUN_CHECK(unit.ok());
  return *unit;
}

inline Unit SlotValue(Program& program, uint32_t slot) {
  return Emitted(program, [&](UnitBuilder& code) {
    const uint16_t r = code.NewRegister();
    code.LoadSlot(r, slot);
    code.ReturnValue(r);
  });
}

inline Unit CaptureValue(Program& program, uint32_t capture) {
  return Emitted(program, [&](UnitBuilder& code) {
    const uint16_t r = code.NewRegister();
    code.LoadCapture(r, capture);
    code.ReturnValue(r);
  });
}

inline Unit AtomHolds(Program& program, uint32_t atom) {
  return Emitted(program, [&](UnitBuilder& code) {
    const Label yes = code.NewLabel(), no = code.NewLabel();
    code.Atom(atom, yes, no);
    code.Bind(yes);
    code.ReturnBool(true);
    code.Bind(no);
    code.ReturnBool(false);
  });
}

// `test` with a slot and a constant.
inline Unit SlotTest(Program& program, uint32_t slot, uint32_t constant, std::string_view test,
                     bool all_elements = false) {
  return Emitted(program, [&](UnitBuilder& code) {
    const Label yes = code.NewLabel(), no = code.NewLabel();
    const uint16_t r = code.NewRegisters(2);
    code.LoadSlot(r, slot);
    code.LoadConst(r + 1, constant);
    code.Test(r, KernelNamed(test), yes, no, all_elements);
    code.Bind(yes);
    code.ReturnBool(true);
    code.Bind(no);
    code.ReturnBool(false);
  });
}

enum SampleSlot : uint32_t { kEventName, kUserType, kUserArn, kParameters, kBytesOut };
enum SampleConstant : uint32_t {
  kRoot,
  kNames,
  kKeyName,
  kSuffix,
  kFloor,
  kHour,
  kTenMinutes,
  kTwoWeeks,
  kNoTime,
  kFactor,
  kSampleConstants,
};

inline constexpr LogSourceId kCloudTrail{0}, kJson{1};

inline void AddSampleTables(Program& program) {
  program.sources = {
      {"aws.cloudtrail", "cloudtrail", {"eventName"}, {{"eventTime"}}, {{"eventID"}}},
      {"json", "", {}, {}, {}}};
  program.slots = {{{"eventName"}},
                   {{"userIdentity", "type"}},
                   {{"userIdentity", "arn"}},
                   {{"requestParameters"}},
                   {{"additionalEventData", "bytesTransferredOut"}}};
  program.constants = {
      std::string("Root"),
      stdlib::PreparedSpec{
          stdlib::PreparedKind::kTextSet, {"CreateAccessKey", "GetObject", "PutObject"}, ""},
      std::string("key"),
      std::string(".bak"),
      int64_t{1} << 30,
      Hours(1),
      Minutes(10),
      Days(14),
      Duration{0},
      8.5,
  };
  SIGRUN_CHECK(program.constants.size() == kSampleConstants);
  program.params = {{"s3_egress_spike", "floor", stdlib::kBytes, kFloor, "least bytes"}};
}

// The object key in lower case, with a suffix.
inline Unit KeyValue(Program& program) {
  return Emitted(program, [&](UnitBuilder& code) {
    const uint16_t r = code.NewRegisters(3);
    code.LoadSlot(r, kParameters);
    code.Member(r, r, kKeyName);
    code.Call(r, r, 1, KernelNamed("lower"));
    code.LoadConst(r + 1, kSuffix);
    code.Move(r + 2, r);
    code.Call(r, r, 3, KernelNamed("concat"));
    code.ReturnValue(r);
  });
}

// The user's ARN or, without one, the type.
inline Unit ActorValue(Program& program) {
  return Emitted(program, [&](UnitBuilder& code) {
    const Label known = code.NewLabel(), unknown = code.NewLabel();
    const uint16_t r = code.NewRegister();
    code.LoadSlot(r, kUserArn);
    code.Presence(r, PresenceMode::kExists, known, unknown);
    code.Bind(unknown);
    code.LoadSlot(r, kUserType);
    code.Jump(known);
    code.Bind(known);
    code.ReturnValue(r);
  });
}

inline void AddSampleShared(Program& program) {
  program.values.push_back(ActorValue(program));
  program.values.push_back(KeyValue(program));
  program.values.push_back(SlotValue(program, kBytesOut));
  program.atoms.push_back(Code{SlotTest(program, kUserType, kRoot, "eq_text")});
  program.atoms.push_back(Code{SlotTest(program, kEventName, kNames, "in_text", true)});
}

// One of each kind of atom but code, which the sample has.
inline void AddAtomOfEachKind(Program& program) {
  program.atoms.push_back(PresenceOf{kUserArn, PresenceMode::kNull});
  program.atoms.push_back(TestOf{kEventName, KernelNamed("in_text"), kNames, true});
  program.atoms.push_back(Logic{AtomHolds(program, 0)});
}

inline RuleInfo SampleInfo(std::string name) {
  RuleInfo info;
  info.id = "id-of-" + name;
  info.name = std::move(name);
  info.title = "A \"title\"";
  info.level = Level::kHigh;
  info.tags = {"attack.t1078.004", "attack.persistence"};
  info.file = "rules/sample.sgr";
  info.line = 7;
  return info;
}

inline Unit ExistsKeyAndAtoms(Program& program) {
  return Emitted(program, [&](UnitBuilder& code) {
    const Label root = code.NewLabel(), named = code.NewLabel();
    const Label yes = code.NewLabel(), no = code.NewLabel();
    code.Atom(0, root, no);
    code.Bind(root);
    code.Atom(1, named, no);
    code.Bind(named);
    const uint16_t r = code.NewRegister();
    code.LoadValue(r, 1);
    code.Presence(r, PresenceMode::kEmpty, no, yes);
    code.Bind(yes);
    code.ReturnBool(true);
    code.Bind(no);
    code.ReturnBool(false);
  });
}

inline Rule SampleEventRule(Program& program) {
  Rule rule;
  rule.info = SampleInfo("root_access_key_used");
  rule.meaning = "0123456789abcdef";
  rule.source = kCloudTrail;
  rule.condition = ExistsKeyAndAtoms(program);
  rule.exceptions.push_back(
      {AtomHolds(program, 0), FromCivil(2027, 1, 31), "account closure until January"});
  rule.alert.message = {{"Root used ", {}}, {"", SlotValue(program, kEventName)}};
  rule.alert.fields = {{"eventName", SlotValue(program, kEventName)}};
  rule.alert.suppress = Suppress{kHour, {{"user", SlotValue(program, kUserArn)}}, "ab12"};
  return rule;
}

// Cell 0 is above the limit, or cell 2 has a value.
inline Unit SpikeCondition(Program& program) {
  return Emitted(program, [&](UnitBuilder& code) {
    const Label yes = code.NewLabel(), no = code.NewLabel(), other = code.NewLabel();
    const uint16_t r = code.NewRegisters(2);
    code.LoadCell(r, 0);
    code.LoadConst(r + 1, kFloor);
    code.Test(r, KernelNamed("gt_number"), yes, other);
    code.Bind(other);
    code.LoadCell(r, 2);
    code.Presence(r, PresenceMode::kExists, yes, no);
    code.Bind(yes);
    code.ReturnBool(true);
    code.Bind(no);
    code.ReturnBool(false);
  });
}

inline Rule SampleStatefulRule(Program& program) {
  Stateful state;
  state.group_names = {"actor"};
  state.group = {0};
  state.window = Window{WindowKind::kSliding, kTenMinutes};
  state.aggregates.push_back({"bytes", stdlib::AggregateKind::kSum, AtomHolds(program, 1), {2}});
  state.aggregates.push_back(
      {"objects", stdlib::AggregateKind::kDistinct, AtomHolds(program, 1), {1, 0}});
  state.baselines.push_back({"usual", 0, kTwoWeeks, kTenMinutes});
  state.first_seen.push_back({"fresh", AtomHolds(program, 0), {0, 1}, kTwoWeeks, kNoTime});
  state.cells = {
      {CellKind::kAggregate, 0}, {CellKind::kBaselineMedian, 0}, {CellKind::kFirstSeen, 0}};
  state.captures = {1};
  state.condition = SpikeCondition(program);
  state.memory = {"cd34", {kFloor}, {"ef56"}};

  Rule rule;
  rule.info = SampleInfo("s3_egress_spike");
  rule.meaning = "fedcba9876543210";
  rule.source = kJson;
  rule.stateful = std::move(state);
  rule.alert.level = Emitted(program, [](UnitBuilder& code) {
    const uint16_t r = code.NewRegister();
    code.LoadConst(r, kFloor);
    code.ReturnValue(r);
  });
  rule.alert.fields = {{"key", CaptureValue(program, 0)}};
  return rule;
}

inline Program SampleProgram() {
  Program program;
  AddSampleTables(program);
  AddSampleShared(program);
  program.rules.push_back(SampleEventRule(program));
  program.rules.push_back(SampleStatefulRule(program));
  return program;
}

}  // namespace sigrun::program
