// The verifier on tables: each malformed program is refused with its reason.
#include <doctest/doctest.h>

#include <functional>

#include "program_sample.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::program {
namespace {

using Change = std::function<void(Program&)>;

struct Case {
  const char* refusal;
  Change change;
};

std::string Refusal(const Program& program) {
  const Status status = Verify(program);
  return status.ok() ? "" : status.error().message;
}

void Expect(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    Program program = SampleProgram();
    c.change(program);
    const std::string expected = c.refusal;
    CHECK(Refusal(program) == expected);
  }
}

Rule& EventRule(Program& program) { return program.rules[0]; }
Rule& StatefulRule(Program& program) { return program.rules[1]; }
Stateful& State(Program& program) { return *program.rules[1].stateful; }

TEST_CASE("the sample and the empty program verify") {
  CHECK(Refusal(SampleProgram()) == "");
  CHECK(Refusal(Program{}) == "");
}

TEST_CASE("slots, constants and sizes are checked") {
  Expect({
      {"slot 1: 65 keys; the limit is 64", [](Program& p) { p.slots[1].path.resize(65); }},
      {"65537 slots; the limit is 65536", [](Program& p) { p.slots.resize(65537, {{"a"}}); }},
      {"1048577 atoms; the limit is 1048576", [](Program& p) { p.atoms.resize(kMaxAtoms + 1); }},
      {"1048577 values; the limit is 1048576", [](Program& p) { p.values.resize(kMaxValues + 1); }},
      {"constant 0: the time 9223372036854775807us is not in the years 1 to 9999",
       [](Program& p) { p.constants[0] = Timestamp{INT64_MAX}; }},
      {"constant 1: no kind 99 of prepared constant",
       [](Program& p) {
         std::get<stdlib::PreparedSpec>(p.constants[1]).kind = stdlib::PreparedKind{99};
       }},
  });
}

TEST_CASE("a prepared constant that cannot be prepared is refused") {
  Program program = SampleProgram();
  program.constants[kNames] = stdlib::PreparedSpec{stdlib::PreparedKind::kRegex, {"a("}, ""};
  CHECK(Refusal(program).starts_with("constant 1: regex [\"a(\"] cannot be prepared: "));
}

TEST_CASE("params are checked") {
  Expect({
      {"param \"floor\" of rule \"s3_egress_spike\": no constant 10: there are 10",
       [](Program& p) { p.params[0].constant = 10; }},
      {"param \"floor\" of rule \"s3_egress_spike\": is declared bytes and constant 9 is float 8.5",
       [](Program& p) { p.params[0].constant = kFactor; }},
      {"param \"floor\" of rule \"s3_egress_spike\": is declared any and constant 4 is int "
       "1073741824",
       [](Program& p) { p.params[0].type = stdlib::kAny; }},
      {"param \"floor\" of rule \"s3_egress_spike\": no type 99/10",
       [](Program& p) { p.params[0].type.kind = stdlib::TypeKind{99}; }},
      {"param \"\" of rule \"s3_egress_spike\": has no name",
       [](Program& p) { p.params[0].name.clear(); }},
      {"param \"floor\" of rule \"s3_egress_spike\" stands twice",
       [](Program& p) { p.params.push_back(p.params[0]); }},
      {"param \"other\" of rule \"s3_egress_spike\": constant 4 belongs to another param",
       [](Program& p) {
         p.params.push_back(p.params[0]);
         p.params[1].name = "other";
       }},
      {"param \"floor\": no rule is named \"nobody\"",
       [](Program& p) { p.params[0].rule = "nobody"; }},
      {"",
       [](Program& p) {
         p.params.push_back(
             {"s3_egress_spike", "names", stdlib::ListOf(stdlib::TypeKind::kString), kNames, ""});
       }},
      {"param \"nets\" of rule \"s3_egress_spike\": is declared list<cidr> and constant 1 is "
       "text_set "
       "[\"CreateAccessKey\", \"GetObject\", \"PutObject\"]",
       [](Program& p) {
         p.params.push_back(
             {"s3_egress_spike", "nets", stdlib::ListOf(stdlib::TypeKind::kCidr), kNames, ""});
       }},
  });
}

TEST_CASE("every instruction belongs to exactly one unit") {
  Expect({
      {"atom 0: has no code", [](Program& p) { UnitOf(p.atoms[0])->size = 0; }},
      {"atom 0: its 5 instructions from 9999 on reach beyond the program's 59",
       [](Program& p) { UnitOf(p.atoms[0])->begin = 9999; }},
      {"atom 0: its 4294967295 instructions from 14 on reach beyond the program's 59",
       [](Program& p) { UnitOf(p.atoms[0])->size = UINT32_MAX; }},
      {"atom 0: 1025 registers; the limit is 1024",
       [](Program& p) { UnitOf(p.atoms[0])->registers = 1025; }},
      {"atom 1: shares code with atom 0",
       [](Program& p) {
         p.atoms[1] = p.atoms[0];
         ++UnitOf(p.atoms[1])->registers;
       }},
      {"the instructions from 14 to 18 belong to no unit",
       [](Program& p) { p.atoms.erase(p.atoms.begin()); }},
      {"the instructions from 59 to 59 belong to no unit",
       [](Program& p) { p.code.push_back({Op::kReturnBool}); }},
  });
}

Change WithAtom(Atom atom) {
  return [atom](Program& p) { p.atoms.push_back(atom); };
}

TEST_CASE("what an atom asks is checked") {
  const auto test = [](uint32_t slot, std::string_view name, uint32_t constant) {
    return WithAtom(TestOf{slot, KernelNamed(name), constant, true});
  };
  Expect({
      {"", WithAtom(PresenceOf{kUserArn, PresenceMode::kNull})},
      {"", test(kUserType, "eq_text", kRoot)},
      {"", test(kEventName, "in_text", kNames)},
      {"atom 2: no slot 5: there are 5", WithAtom(PresenceOf{5})},
      {"atom 2: no presence mode 4", WithAtom(PresenceOf{0, PresenceMode{4}})},
      {"atom 2: no slot 5: there are 5", test(5, "eq_text", kRoot)},
      {"atom 2: no constant 10: there are 10", test(0, "eq_text", kSampleConstants)},
      {"atom 2: no kernel 65535", WithAtom(TestOf{0, 65535, kRoot})},
      {"atom 2: lower is a function", test(0, "lower", kRoot)},
      {"atom 2: is_true does not take a field and a constant", test(0, "is_true", kRoot)},
      {"atom 2: argument 1 of in_text must be a text_set constant; it is string \"Root\"",
       test(0, "in_text", kRoot)},
      {"atom 2: argument 1 of eq_text must be a value; it is text_set [\"CreateAccessKey\", "
       "\"GetObject\", \"PutObject\"]",
       test(0, "eq_text", kNames)},
      {"atom 2: instruction 0 (load_slot): a decision asks other atoms only",
       [](Program& p) { p.atoms.push_back(Logic{SlotTest(p, kUserType, kRoot, "eq_text")}); }},
      {"atom 2: instruction 0 (atom): no atom 3: there are 3",
       [](Program& p) { p.atoms.push_back(Logic{AtomHolds(p, 3)}); }},
  });
}

TEST_CASE("atoms and values that contain themselves are refused") {
  Expect({
      {"atom 2: contains itself", [](Program& p) { p.atoms.push_back(Logic{AtomHolds(p, 2)}); }},
      {"atom 2: contains itself",
       [](Program& p) {
         p.atoms.push_back(Logic{AtomHolds(p, 3)});
         p.atoms.push_back(Logic{AtomHolds(p, 2)});
       }},
      {"atom 66: atoms, values and rules nest deeper than 64",
       [](Program& p) {
         for (uint32_t i = 2; i < 66; ++i) p.atoms.push_back(Logic{AtomHolds(p, i + 1)});
         p.atoms.push_back(Logic{AtomHolds(p, 0)});
       }},
      {"",
       [](Program& p) {
         for (uint32_t i = 2; i < 64; ++i) p.atoms.push_back(Logic{AtomHolds(p, i + 1)});
         p.atoms.push_back(Logic{AtomHolds(p, 0)});
       }},
  });
}

TEST_CASE("a deep nest is refused from whichever end it is met") {
  Program program = SampleProgram();
  for (uint32_t i = 2; i < 70; ++i) program.atoms.push_back(Logic{AtomHolds(program, i - 1)});
  CHECK(Refusal(program) == "atom 65: atoms, values and rules nest deeper than 64");
}

// A predicate that refers to a rule.
Unit RuleMatches(Program& program, uint32_t rule) {
  return Emitted(program, [&](UnitBuilder& b) {
    const Label yes = b.NewLabel(), no = b.NewLabel();
    b.Match(rule, yes, no);
    b.Bind(yes);
    b.ReturnBool(true);
    b.Bind(no);
    b.ReturnBool(false);
  });
}

void Except(Program& program, Rule& rule, uint32_t asked) {
  rule.exceptions.push_back({RuleMatches(program, asked), {}, "asked"});
}

TEST_CASE("a rule asks rules before it only, and state code those with state") {
  Expect({
      {"", [](Program& p) { Except(p, StatefulRule(p), 0); }},
      {"rule \"s3_egress_spike\", exception 0: instruction 0 (match): no rule 2: there are 2",
       [](Program& p) { Except(p, StatefulRule(p), 2); }},
      {"rule \"s3_egress_spike\", exception 0: instruction 0 (match): rule 1 does not stand before "
       "this one",
       [](Program& p) { Except(p, StatefulRule(p), 1); }},
      {"rule \"root_access_key_used\": asks rule 1, which does not stand before it",
       [](Program& p) {
         p.atoms.push_back(Code{RuleMatches(p, 1)});
         EventRule(p).exceptions.push_back({AtomHolds(p, 2), {}, "asked"});
       }},
      {"atom 2: contains itself",
       [](Program& p) {
         p.atoms.push_back(Code{RuleMatches(p, 0)});
         EventRule(p).exceptions.push_back({AtomHolds(p, 2), {}, "asked"});
       }},
      {"rule \"s3_egress_spike\", proviso of aggregate 0: instruction 0 (match): rule 0 has no "
       "state: state code cannot ask it",
       [](Program& p) { State(p).provisos = {{FeedKind::kAggregate, 0, RuleMatches(p, 0)}}; }},
  });
}

TEST_CASE("provisos and firing again are checked") {
  const auto proviso = [](Program& p, FeedKind kind, uint32_t index) {
    State(p).provisos.push_back(
        {kind, index, Emitted(p, [](UnitBuilder& b) { b.ReturnBool(true); })});
  };
  Expect({
      {"", [&](Program& p) { proviso(p, FeedKind::kAggregate, 0); }},
      {"rule \"s3_egress_spike\": proviso 0: no kind 7 of feed",
       [&](Program& p) { proviso(p, FeedKind{7}, 0); }},
      {"rule \"s3_egress_spike\": proviso 0: no aggregate 9: there are 2",
       [&](Program& p) { proviso(p, FeedKind::kAggregate, 9); }},
      {"rule \"s3_egress_spike\": proviso 1 is not in order",
       [&](Program& p) {
         proviso(p, FeedKind::kAggregate, 0);
         proviso(p, FeedKind::kAggregate, 0);
       }},
      {"rule \"s3_egress_spike\": no way 2 to fire again",
       [](Program& p) { State(p).refire = Refire{2}; }},
  });
}

TEST_CASE("what a program says of log sources is checked") {
  Expect({
      {"a log source has no name", [](Program& p) { p.sources[0].name = ""; }},
      {"two log sources are called \"json\"", [](Program& p) { p.sources[0].name = "json"; }},
      {"log source \"json\": nothing here reads \"syslog\"",
       [](Program& p) { p.sources[1].reader = "syslog"; }},
  });
}

TEST_CASE("what a rule says of itself is checked") {
  Expect({
      {"two rules are named \"s3_egress_spike\"",
       [](Program& p) { EventRule(p).info.name = "s3_egress_spike"; }},
      {"two rules have the id \"id-of-root_access_key_used\"",
       [](Program& p) { StatefulRule(p).info.id = EventRule(p).info.id; }},
      {"rule \"\": has no name", [](Program& p) { EventRule(p).info.name = ""; }},
      {"rule \"root_access_key_used\": has no id", [](Program& p) { EventRule(p).info.id = ""; }},
      {"rule \"root_access_key_used\": no level 5",
       [](Program& p) { EventRule(p).info.level = Level{5}; }},
      {"rule \"root_access_key_used\": no source 2",
       [](Program& p) { EventRule(p).source = LogSourceId{2}; }},
      {"rule \"root_access_key_used\": the meaning \"x\" is not in lower-case hexadecimal",
       [](Program& p) { EventRule(p).meaning = "x"; }},
      {"rule \"root_access_key_used\": 1025 message parts; the limit is 1024",
       [](Program& p) { EventRule(p).alert.message.resize(1025); }},
      {"rule \"root_access_key_used\": suppress: constant 0 is string \"Root\" and not a duration",
       [](Program& p) { EventRule(p).alert.suppress->duration = kRoot; }},
      {"rule \"root_access_key_used\": suppress: the duration 0s is not above zero",
       [](Program& p) { EventRule(p).alert.suppress->duration = kNoTime; }},
      {"rule \"root_access_key_used\": suppress: no constant 77: there are 10",
       [](Program& p) { EventRule(p).alert.suppress->duration = 77; }},
      {"rule \"root_access_key_used\": exception 0: the time 9223372036854775807us is not in the "
       "years 1 to 9999",
       [](Program& p) { EventRule(p).exceptions[0].until = Timestamp{INT64_MAX}; }},
      {"rule \"root_access_key_used\", alert level: instruction 0 (return_bool): a value is "
       "wanted, "
       "not yes or no",
       [](Program& p) {
         EventRule(p).alert.level = Emitted(p, [](UnitBuilder& b) { b.ReturnBool(true); });
       }},
      {"rule \"root_access_key_used\", alert field key: instruction 0 (load_capture): event code "
       "has "
       "no capture",
       [](Program& p) { EventRule(p).alert.fields.push_back({"key", CaptureValue(p, 0)}); }},
      {"rule \"s3_egress_spike\", message part 0: instruction 0 (load_slot): state code has no "
       "slot",
       [](Program& p) { StatefulRule(p).alert.message = {{"", SlotValue(p, 0)}}; }},
  });
}

TEST_CASE("stateful tables are checked") {
  Expect({
      {"rule \"s3_egress_spike\": has a condition on one event beside its state",
       [](Program& p) { StatefulRule(p).condition = *UnitOf(p.atoms[0]); }},
      {"rule \"s3_egress_spike\": nothing feeds the state",
       [](Program& p) {
         State(p).aggregates.clear();
         State(p).first_seen.clear();
       }},
      {"rule \"s3_egress_spike\": 65 aggregates; the limit is 64",
       [](Program& p) { State(p).aggregates.resize(65); }},
      {"rule \"s3_egress_spike\": 65 first_seen; the limit is 64",
       [](Program& p) { State(p).first_seen.resize(65); }},
      {"rule \"s3_egress_spike\": group: 2 names for 1 values",
       [](Program& p) { State(p).group_names.push_back("x"); }},
      {"rule \"s3_egress_spike\": group: no value 3: there are 3",
       [](Program& p) { State(p).group = {3}; }},
      {"rule \"root_access_key_used\": suppress: the hash of its keys \"\" is not in lower-case "
       "hexadecimal",
       [](Program& p) { EventRule(p).alert.suppress->keys = ""; }},
      {"rule \"s3_egress_spike\": memory: the hash \"X\" is not in lower-case hexadecimal",
       [](Program& p) { State(p).memory.hash = "X"; }},
      {"rule \"s3_egress_spike\": memory: no constant 99",
       [](Program& p) { State(p).memory.constants = {99}; }},
      {"rule \"s3_egress_spike\": memory: 0 hashes for 1 captures",
       [](Program& p) { State(p).memory.captures.clear(); }},
      {"rule \"s3_egress_spike\": captures: no value 3: there are 3",
       [](Program& p) { State(p).captures = {3}; }},
      {"rule \"s3_egress_spike\": reads aggregates and has no window",
       [](Program& p) { State(p).window.reset(); }},
      {"rule \"s3_egress_spike\": no kind 2 of window",
       [](Program& p) { State(p).window->kind = WindowKind{2}; }},
      {"rule \"s3_egress_spike\": window: the duration 401d is above the limit of 400d",
       [](Program& p) { p.constants[kTenMinutes] = Days(401); }},
      {"rule \"s3_egress_spike\": window: the duration -1us is not above zero",
       [](Program& p) { p.constants[kTenMinutes] = Duration{-1}; }},
      {"rule \"s3_egress_spike\": aggregate bytes: no kind 200 of aggregate",
       [](Program& p) { State(p).aggregates[0].kind = stdlib::AggregateKind{200}; }},
      {"rule \"s3_egress_spike\": aggregate bytes: sum takes 1 arguments and is given 2",
       [](Program& p) { State(p).aggregates[0].arguments = {0, 0}; }},
      {"rule \"s3_egress_spike\": aggregate bytes: count takes 0 arguments and is given 1",
       [](Program& p) { State(p).aggregates[0].kind = stdlib::AggregateKind::kCount; }},
      {"rule \"s3_egress_spike\": aggregate objects: distinct takes 1 to 8 arguments and is given "
       "0",
       [](Program& p) { State(p).aggregates[1].arguments.clear(); }},
      {"rule \"s3_egress_spike\": aggregate bytes: no value 3: there are 3",
       [](Program& p) { State(p).aggregates[0].arguments = {3}; }},
      {"rule \"s3_egress_spike\": baseline usual: no aggregate 2: there are 2",
       [](Program& p) { State(p).baselines[0].aggregate = 2; }},
      {"rule \"s3_egress_spike\": baseline usual: every: the duration 0s is not above zero",
       [](Program& p) { State(p).baselines[0].every = kNoTime; }},
      {"rule \"s3_egress_spike\": baseline usual: the history of 10m is shorter than one bin of "
       "14d",
       [](Program& p) { std::swap(State(p).baselines[0].history, State(p).baselines[0].every); }},
      {"rule \"s3_egress_spike\": baseline usual: 1209600 bins of 1s in the history of 14d; the "
       "limit "
       "is 100000",
       [](Program& p) { p.constants[kTenMinutes] = Seconds(1); }},
      {"rule \"s3_egress_spike\": first_seen fresh: takes 1 to 32 arguments and is given 0",
       [](Program& p) { State(p).first_seen[0].arguments.clear(); }},
      {"rule \"s3_egress_spike\": first_seen fresh: learn: the duration -1us is not zero or more",
       [](Program& p) { p.constants[kNoTime] = Duration{-1}; }},
      {"rule \"s3_egress_spike\": first_seen fresh: history: the duration 0s is not above zero",
       [](Program& p) { State(p).first_seen[0].history = kNoTime; }},
      {"time field 0: no keys", [](Program& p) { p.time_fields = {{}}; }},
      {"rule \"s3_egress_spike\": cell 0: no kind 8 of cell",
       [](Program& p) { State(p).cells[0].kind = CellKind{8}; }},
      {"rule \"s3_egress_spike\": cell 0: no aggregate 2: there are 2",
       [](Program& p) { State(p).cells[0].index = 2; }},
      {"rule \"s3_egress_spike\": cell 1: no baseline 1: there are 1",
       [](Program& p) { State(p).cells[1].index = 1; }},
      {"rule \"s3_egress_spike\": cell 2: no first_seen 1: there are 1",
       [](Program& p) { State(p).cells[2].index = 1; }},
  });
}

}  // namespace
}  // namespace sigrun::program
