// The verifier on code: each malformed unit is refused with its reason.
#include <doctest/doctest.h>

#include "program_sample.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::program {
namespace {

using Instructions = std::vector<Instruction>;

Program OnlyTables() {
  Program program;
  program.slots = {{{"eventName"}}};
  program.constants = {std::string("Root"), int64_t{5},
                       stdlib::PreparedSpec{stdlib::PreparedKind::kTextSet, {"a", "b"}, ""},
                       stdlib::PreparedSpec{stdlib::PreparedKind::kRegex, {"^a"}, "i"}};
  return program;
}

Program WithAtom(Instructions code, uint16_t registers) {
  Program program = OnlyTables();
  program.atoms = {Code{{0, static_cast<uint32_t>(code.size()), registers}}};
  program.code = std::move(code);
  return program;
}

Program WithValue(Instructions code, uint16_t registers) {
  Program program = WithAtom(std::move(code), registers);
  program.values = {*UnitOf(program.atoms.front())};
  program.atoms.clear();
  return program;
}

// State code with one capture and one cell.
Program WithStateCondition(const Instructions& code, uint16_t registers) {
  Program program = OnlyTables();
  program.values.push_back(SlotValue(program, 0));
  Stateful state;
  state.first_seen.push_back({"fresh", {}, {0}, 4, 4});
  program.constants.push_back(Hours(1));
  state.first_seen[0].where = Emitted(program, [](UnitBuilder& b) { b.ReturnBool(true); });
  state.cells = {{CellKind::kFirstSeen, 0}};
  state.captures = {0};
  state.memory = {"00", {}, {"00"}};
  state.condition = {static_cast<uint32_t>(program.code.size()), static_cast<uint32_t>(code.size()),
                     registers};
  program.code.insert(program.code.end(), code.begin(), code.end());
  Rule rule;
  rule.info.name = rule.info.id = "r";
  rule.meaning = "00";
  rule.stateful = std::move(state);
  program.rules.push_back(std::move(rule));
  return program;
}

std::string Refusal(const Program& program) {
  const Status status = Verify(program);
  return status.ok() ? "" : status.error().message;
}

constexpr Instruction Slot(uint16_t to, uint32_t slot = 0) { return {Op::kLoadSlot, 0, to, slot}; }
constexpr Instruction Const(uint16_t to, uint32_t constant) {
  return {Op::kLoadConst, 0, to, constant};
}
constexpr Instruction Exists(uint16_t of, uint32_t yes, uint32_t no) {
  return {Op::kPresence, 0, of, 0, yes, no};
}
constexpr Instruction Jump(uint32_t to) { return {Op::kJump, 0, 0, 0, to}; }
constexpr Instruction Return(uint16_t answer) { return {Op::kReturnBool, 0, answer}; }
constexpr Instruction ReturnRegister(uint16_t from) { return {Op::kReturnValue, 0, from}; }
Instruction Test(std::string_view test, uint16_t first, uint32_t yes, uint32_t no) {
  return {Op::kTest, 0, first, KernelNamed(test), yes, no};
}
Instruction Call(std::string_view function, uint16_t to, uint32_t first, uint32_t count) {
  return {Op::kCall, 0, to, first, count, KernelNamed(function)};
}

struct Case {
  const char* refusal;
  Program program;
};

void Expect(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const std::string expected = c.refusal;
    CHECK(Refusal(c.program) == expected);
  }
}

TEST_CASE("predicates and values that are well formed verify") {
  Expect({
      {"", WithAtom({Return(1)}, 0)},
      {"", WithAtom({Slot(0), Exists(0, 2, 3), Return(1), Return(0)}, 1)},
      {"", WithAtom({Slot(0), Const(1, 0), Test("eq_text", 0, 3, 4), Return(1), Return(0)}, 2)},
      {"", WithAtom({Slot(0), Const(1, 2), Test("in_text", 0, 3, 4), Return(1), Return(0)}, 2)},
      {"", WithValue({Slot(0), Const(1, 0), Call("concat", 0, 0, 2), ReturnRegister(0)}, 2)},
      {"", WithValue({Slot(0), {Op::kMember, 0, 0, 0, 0}, ReturnRegister(0)}, 1)},
      {"",
       WithStateCondition({{Op::kLoadCell, 0, 0, 0}, Exists(0, 2, 3), Return(1), Return(0)}, 1)},
  });
}

TEST_CASE("a register counts as set where every path has set it") {
  const Instructions both = {Slot(0), Exists(0, 2, 4), Slot(1),
                             Jump(5), Const(1, 0),     ReturnRegister(1)};
  CHECK(Refusal(WithValue(both, 2)) == "");
  const Instructions one = {Slot(0), Exists(0, 2, 3), Slot(1), ReturnRegister(1)};
  CHECK(Refusal(WithValue(one, 2)) ==
        "value 0: instruction 3 (return_value): r1 is not set on every path");
}

TEST_CASE("code that ends wrongly or jumps wrongly is refused") {
  Expect({
      {"atom 0: the code ends without a return", WithAtom({Slot(0)}, 1)},
      {"atom 0: instruction 1 (return_bool): cannot be reached",
       WithAtom({Return(1), Return(0)}, 0)},
      {"atom 0: instruction 0 (jump): target 0 does not lead forward", WithAtom({Jump(0)}, 0)},
      {"atom 0: instruction 1 (presence): target 0 does not lead forward",
       WithAtom({Slot(0), Exists(0, 2, 0), Return(1)}, 1)},
      {"atom 0: instruction 0 (jump): target 2 is outside of the 2 instructions",
       WithAtom({Jump(2), Return(1)}, 0)},
      {"atom 0: instruction 1 (return_value): a predicate must answer yes or no",
       WithAtom({Slot(0), ReturnRegister(0)}, 1)},
      {"value 0: instruction 0 (return_bool): a value is wanted, not yes or no",
       WithValue({Return(1)}, 0)},
      {"atom 0: instruction 0: no opcode 200", WithAtom({{static_cast<Op>(200)}}, 0)},
  });
}

TEST_CASE("operands that have no meaning are refused") {
  Expect({
      {"atom 0: instruction 0 (return_bool): answer 2 is neither 0 nor 1",
       WithAtom({Return(2)}, 0)},
      {"atom 0: instruction 0 (return_bool): flag 1 has no meaning",
       WithAtom({{Op::kReturnBool, 1, 1}}, 0)},
      {"atom 0: instruction 0 (return_bool): an operand that has no use is 7",
       WithAtom({{Op::kReturnBool, 0, 1, 0, 7}}, 0)},
      {"atom 0: instruction 1 (presence): no presence mode 4",
       WithAtom({Slot(0), {Op::kPresence, 0, 0, 4, 2, 2}, Return(1)}, 1)},
      {"atom 0: instruction 2 (test): flag 2 has no meaning",
       WithAtom({Slot(0), Slot(1), {Op::kTest, 2, 0, KernelNamed("eq_text"), 3, 3}, Return(1)}, 2)},
      {"atom 0: instruction 0 (load_slot): no slot 1: there are 1",
       WithAtom({Slot(0, 1), Return(1)}, 1)},
      {"atom 0: instruction 0 (load_const): no constant 4: there are 4",
       WithAtom({Const(0, 4), Return(1)}, 1)},
      {"atom 0: instruction 0 (atom): no atom 1: there are 1",
       WithAtom({{Op::kAtom, 0, 0, 1, 1, 1}, Return(1)}, 0)},
      {"atom 0: instruction 0 (load_value): no value 0: there are 0",
       WithAtom({{Op::kLoadValue, 0, 0, 0}, Return(1)}, 1)},
      {"value 0: instruction 1 (member): the key, constant 1, is int 5 and not a string",
       WithValue({Slot(0), {Op::kMember, 0, 0, 0, 1}, ReturnRegister(0)}, 1)},
      {"value 0: instruction 1 (member): no constant 9: there are 4",
       WithValue({Slot(0), {Op::kMember, 0, 0, 0, 9}, ReturnRegister(0)}, 1)},
  });
}

TEST_CASE("registers that are missing or not set are refused") {
  Expect({
      {"atom 0: instruction 0 (load_slot): no register r1: there are 1",
       WithAtom({Slot(1), Return(1)}, 1)},
      {"atom 0: instruction 0 (presence): r0 is not set on every path",
       WithAtom({Exists(0, 1, 1), Return(1)}, 1)},
      {"value 0: instruction 0 (move): no register r7: there are 1",
       WithValue({{Op::kMove, 0, 0, 7}, ReturnRegister(0)}, 1)},
      {"atom 0: instruction 1 (test): the 2 arguments from r0 on reach beyond the 1 registers",
       WithAtom({Slot(0), Test("eq_text", 0, 2, 2), Return(1)}, 1)},
      {"atom 0: instruction 1 (test): r1 is not set on every path",
       WithAtom({Slot(0), Test("eq_text", 0, 2, 2), Return(1)}, 2)},
      {"value 0: instruction 1 (call): the 1 arguments from r4294967295 on reach beyond the 1 "
       "registers",
       WithValue({Slot(0), Call("lower", 0, UINT32_MAX, 1), ReturnRegister(0)}, 1)},
  });
}

TEST_CASE("kernels get the arguments that they declare") {
  Expect({
      {"value 0: instruction 1 (call): lower takes 1 arguments and is given 2",
       WithValue({Slot(0), Call("lower", 0, 0, 2), ReturnRegister(0)}, 1)},
      {"value 0: instruction 1 (call): concat takes 1 or more arguments and is given 0",
       WithValue({Slot(0), Call("concat", 0, 0, 0), ReturnRegister(0)}, 1)},
      {"value 0: instruction 1 (call): eq_text is a test",
       WithValue({Slot(0), Call("eq_text", 0, 0, 2), ReturnRegister(0)}, 1)},
      {"atom 0: instruction 1 (test): lower is a function",
       WithAtom({Slot(0), Test("lower", 0, 2, 2), Return(1)}, 1)},
      {"value 0: instruction 1 (call): no kernel 65000",
       WithValue({Slot(0), {Op::kCall, 0, 0, 0, 1, 65000}, ReturnRegister(0)}, 1)},
  });
}

TEST_CASE("prepared constants go to the arguments prepared for them and nowhere else") {
  Expect({
      {"atom 0: instruction 2 (test): argument 1 of in_text must be a text_set constant; r1 holds "
       "a "
       "value",
       WithAtom({Slot(0), Const(1, 0), Test("in_text", 0, 3, 3), Return(1)}, 2)},
      {"atom 0: instruction 2 (test): argument 1 of in_text must be a text_set constant; r1 holds "
       "regex",
       WithAtom({Slot(0), Const(1, 3), Test("in_text", 0, 3, 3), Return(1)}, 2)},
      {"atom 0: instruction 1 (test): argument 1 of in_text must be a text_set constant; r1 holds "
       "nothing on some path",
       WithAtom({Slot(0), Test("in_text", 0, 2, 2), Return(1)}, 2)},
      {"atom 0: instruction 2 (test): r1 holds text_set, which only an argument prepared for it "
       "can "
       "take",
       WithAtom({Slot(0), Const(1, 2), Test("eq_text", 0, 3, 3), Return(1)}, 2)},
      {"value 0: instruction 1 (return_value): r0 holds regex, which only an argument prepared for "
       "it can take",
       WithValue({Const(0, 3), ReturnRegister(0)}, 1)},
      {"value 0: instruction 1 (move): r0 holds regex, which only an argument prepared for it can "
       "take",
       WithValue({Const(0, 3), {Op::kMove, 0, 1, 0}, ReturnRegister(1)}, 2)},
      {"atom 0: instruction 5 (test): argument 1 of in_text must be a text_set constant; r1 holds "
       "different kinds of constants on different paths",
       WithAtom({Slot(0), Exists(0, 2, 4), Const(1, 2), Jump(5), Const(1, 3),
                 Test("in_text", 0, 6, 6), Return(1)},
                2)},
  });
  CHECK(Refusal(WithAtom({Slot(0), Exists(0, 2, 4), Const(1, 2), Jump(5), Const(1, 2),
                          Test("in_text", 0, 6, 6), Return(1)},
                         2)) == "");
}

TEST_CASE("event code sees no state and state code no event") {
  Expect({
      {"atom 0: instruction 0 (load_cell): event code has no cell",
       WithAtom({{Op::kLoadCell, 0, 0, 0}, Return(1)}, 1)},
      {"atom 0: instruction 0 (load_capture): event code has no capture",
       WithAtom({{Op::kLoadCapture, 0, 0, 0}, Return(1)}, 1)},
      {"rule \"r\", condition: instruction 0 (load_slot): state code has no slot",
       WithStateCondition({Slot(0), Return(1)}, 1)},
      {"rule \"r\", condition: instruction 0 (atom): state code has no atom",
       WithStateCondition({{Op::kAtom, 0, 0, 0, 1, 1}, Return(1)}, 0)},
      {"rule \"r\", condition: instruction 0 (load_value): state code has no value",
       WithStateCondition({{Op::kLoadValue, 0, 0, 0}, Return(1)}, 1)},
      {"rule \"r\", condition: instruction 0 (load_cell): no cell 1: there are 1",
       WithStateCondition({{Op::kLoadCell, 0, 0, 1}, Return(1)}, 1)},
      {"rule \"r\", condition: instruction 0 (load_capture): no capture 1: there are 1",
       WithStateCondition({{Op::kLoadCapture, 0, 0, 1}, Return(1)}, 1)},
  });
}

TEST_CASE("a unit that keeps too many branches open is refused, not given memory") {
  // Every branch has a target of its own beyond all branches.
  constexpr uint32_t kBranches = 40'000;
  Instructions code = {Slot(0)};
  for (uint32_t i = 0; i < kBranches; ++i) code.push_back(Exists(0, i + 2, kBranches + 2 + i));
  for (uint32_t i = 0; i <= kBranches; ++i) code.push_back(Return(1));
  const std::string refusal = Refusal(WithAtom(std::move(code), kMaxRegisters));
  CHECK(refusal.ends_with("(presence): too many branches are open at once"));
}

}  // namespace
}  // namespace sigrun::program
