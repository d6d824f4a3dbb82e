// Every row of opcodes.def, without naming any: an instruction constructed from its operand kinds
// is built, verified, printed, stored in an image, joined and run; one with a bad operand is
// rejected.
#include <doctest/doctest.h>

#include <algorithm>

#include "program_sample.h"
#include "runtime/exec/evaluation.h"
#include "runtime/program/image/image.h"
#include "runtime/program/join.h"
#include "runtime/program/operands.h"
#include "runtime/program/print/print.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::program {
namespace {

// Registers 0 to 3 contain a text when the instruction runs; register 4 is not set.
constexpr uint32_t kSet = 4;
constexpr uint16_t kRegisters = 5;

uint32_t ValidOperand(OperandKind kind) {
  switch (kind) {
    case OperandKind::kDst:
    case OperandKind::kCount:
    case OperandKind::kAnswer:
      return 1;
    case OperandKind::kTestKernel:
      return KernelNamed("eq_text");
    case OperandKind::kFunctionKernel:
      return KernelNamed("lower");
    case OperandKind::kTarget:
      return kSet + 1;
    default:
      return 0;
  }
}

Instruction Valid(Op op) {
  Instruction instruction{op};
  for (size_t position = 0; position < kOperandCount; ++position)
    SetOperand(instruction, position, ValidOperand(Info(op).operands[position]));
  return instruction;
}

bool HasAny(Op op, std::initializer_list<OperandKind> kinds) {
  return std::ranges::any_of(kinds, [&](OperandKind kind) { return Has(Info(op), kind); });
}
bool ReadsEvent(Op op) {
  return HasAny(op, {OperandKind::kSlot, OperandKind::kAtom, OperandKind::kValueUnit});
}
bool ReadsState(Op op) { return HasAny(op, {OperandKind::kCapture, OperandKind::kCell}); }

// The kind of unit around the instruction: a predicate or a value, on an event or on state.
struct Place {
  bool state = false;
  bool value = false;
};
Place PlaceFor(Op op) { return {ReadsState(op), HasAny(op, {OperandKind::kResult})}; }

Unit Around(Program& program, const Instruction& instruction, bool value) {
  const auto begin = static_cast<uint32_t>(program.code.size());
  for (uint16_t r = 0; r < kSet; ++r) program.code.push_back({Op::kLoadConst, 0, r, 0});
  program.code.push_back(instruction);
  const bool ends = HasAny(instruction.op, {OperandKind::kAnswer, OperandKind::kResult});
  if (!ends) program.code.push_back(value ? Instruction{Op::kReturnValue} : Valid(Op::kReturnBool));
  return {begin, static_cast<uint32_t>(program.code.size()) - begin, kRegisters};
}

Unit Always(Program& program) {
  return Emitted(program, [](UnitBuilder& code) { code.ReturnBool(true); });
}

Stateful OneSighting(Program& program) {
  Stateful state;
  state.first_seen.push_back({"fresh", Always(program), {0}, 1, 1});
  state.cells = {{CellKind::kFirstSeen, 0}};
  state.captures = {0};
  state.memory = {"00", {}, {"00"}};
  return state;
}

// For instructions that refer to a rule.
Rule RuleWithState(Program& program) {
  Rule rule;
  rule.info.name = rule.info.id = "asked";
  rule.meaning = "00";
  rule.stateful = OneSighting(program);
  rule.stateful->condition = Always(program);
  return rule;
}

Program With(const Instruction& instruction, Place place) {
  Program program;
  program.slots = {{{"eventName"}}};
  program.constants = {std::string("Root"), Hours(1)};
  program.values = {SlotValue(program, 0)};
  program.atoms = {Code{Always(program)}};
  if (HasAny(instruction.op, {OperandKind::kRule})) program.rules.push_back(RuleWithState(program));
  const Unit unit = Around(program, instruction, place.value);
  Rule rule;
  rule.info.name = rule.info.id = "subject";
  rule.meaning = "00";
  const Unit condition = place.value ? Always(program) : unit;
  if (place.state) {
    rule.stateful = OneSighting(program);
    rule.stateful->condition = condition;
  } else {
    rule.condition = condition;
  }
  if (place.value) rule.alert.fields = {{"subject", unit}};
  program.rules.push_back(std::move(rule));
  return program;
}

std::string Refusal(const Program& program) {
  const Status status = Verify(program);
  return status.ok() ? "" : status.error().message;
}

template <class Check>
void ForEachOp(Check check) {
  for (size_t i = 0; i < kOpCount; ++i) {
    const auto op = static_cast<Op>(i);
    CAPTURE(std::string(Info(op).text));
    check(op, With(Valid(op), PlaceFor(op)));
  }
}

TEST_CASE("every instruction: the verifier accepts it where it belongs and nowhere else") {
  ForEachOp([](Op op, const Program& program) {
    CHECK(Refusal(program) == "");
    CHECK_FALSE((ReadsEvent(op) && ReadsState(op)));
    const Place place = PlaceFor(op);
    const bool elsewhere = !ReadsEvent(op) && !ReadsState(op);
    CHECK((Refusal(With(Valid(op), {!place.state, place.value})) == "") == elsewhere);
  });
}

TEST_CASE("every instruction: an operand out of range is refused, and one without use") {
  ForEachOp([](Op op, const Program&) {
    for (size_t position = 0; position < kOperandCount; ++position) {
      CAPTURE(position);
      Instruction bad = Valid(op);
      SetOperand(bad, position, UINT32_MAX);
      CHECK(Refusal(With(bad, PlaceFor(op))) != "");
    }
    Instruction flagged = Valid(op);
    flagged.flag = 2;
    CHECK(Refusal(With(flagged, PlaceFor(op))) != "");
  });
}

TEST_CASE("every instruction: a register that is not set cannot be read") {
  ForEachOp([](Op op, const Program&) {
    for (const OperandKind kind : {OperandKind::kReg, OperandKind::kArgs, OperandKind::kResult}) {
      const auto position = PlaceOf(Info(op), kind);
      if (!position) continue;
      Instruction unset = Valid(op);
      SetOperand(unset, *position, kSet);
      CHECK(Refusal(With(unset, PlaceFor(op))) != "");
    }
  });
}

void EmitAll(UnitBuilder& code, Op op, const std::vector<EmitOperand>& given) {
  switch (given.size()) {
    case 1:
      return code.Emit(op, {given[0]});
    case 2:
      return code.Emit(op, {given[0], given[1]});
    case 3:
      return code.Emit(op, {given[0], given[1], given[2]});
    default:
      return code.Emit(op, {given[0], given[1], given[2], given[3]});
  }
}

TEST_CASE("every instruction: the builder makes it") {
  ForEachOp([](Op op, const Program&) {
    Program built;
    UnitBuilder code(built);
    code.NewRegisters(kRegisters);
    for (uint16_t r = 0; r < kSet; ++r) code.LoadConst(r, 0);
    const Label next = code.NewLabel();
    std::vector<EmitOperand> given;
    for (size_t position = 0; position < kOperandCount; ++position) {
      const OperandKind kind = Info(op).operands[position];
      if (kind == OperandKind::kTarget)
        given.emplace_back(next);
      else if (kind != OperandKind::kNone)
        given.emplace_back(ValidOperand(kind));
    }
    EmitAll(code, op, given);
    code.Bind(next);
    if (code.reachable()) code.ReturnBool(true);
    REQUIRE(code.Finish().ok());
    CHECK(built.code[kSet] == Valid(op));
  });
}

TEST_CASE("every instruction: an image and a joined program keep it, and it prints") {
  ForEachOp([](Op op, const Program& program) {
    const Result<Program> read = ReadImage(WriteImage(program));
    REQUIRE(read.ok());
    CHECK(read->code == program.code);
    CHECK(Print(program).find(Info(op).text) != std::string::npos);
    const Result<Program> joined = Join(SampleProgram(), program);
    REQUIRE(joined.ok());
    CHECK(Refusal(*joined) == "");
  });
}

class NoState final : public exec::StateReader {
 public:
  Value Cell(uint32_t) const override { return {}; }
  Value Capture(uint32_t) const override { return {}; }
  bool Fired(uint32_t) const override { return false; }
};

TEST_CASE("every instruction: the machine runs it") {
  ForEachOp([](Op op, const Program& program) {
    const exec::LoadedProgram loaded(program);
    exec::Evaluation evaluation(loaded);
    const NoState state;
    const Value slots[] = {Value::String("GetObject")};
    if (ReadsState(op))
      evaluation.SetState(&state);
    else
      evaluation.SetEvent(slots);
    const Rule& rule = program.rules.back();
    if (PlaceFor(op).value)
      CHECK(evaluation.Evaluate(rule.alert.fields[0].unit).present());
    else if (!rule.stateful)
      evaluation.Ask(rule.condition);
    else
      evaluation.Ask(rule.stateful->condition);
  });
}

}  // namespace
}  // namespace sigrun::program
