// Writes the code of one unit at a time into a program: registers, forward labels, constants. Used
// by the compiler's code generator and by tests. Misuse (a label bound before it is used or never,
// a path without a return) aborts; errors that a large rule can cause are returned by Finish.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/program/program.h"

namespace sigrun::program {

// Equal constants share one entry of Program::constants. The program must outlive the pool.
class ConstantPool {
 public:
  explicit ConstantPool(Program& program) : program_(program) {}
  uint32_t Intern(Constant constant);
  // A separate entry, never shared: for a parameter, which may be changed after compilation.
  uint32_t Add(Constant constant);

 private:
  Program& program_;
  std::map<std::string, uint32_t> known_;
};

struct Label {
  uint32_t index = 0;
};

// An operand as it is emitted: a number, or a label where the instruction has a target.
struct EmitOperand {
  EmitOperand(uint32_t n) : number(n) {}  // NOLINT(google-explicit-constructor)
  EmitOperand(Label label)
      : number(label.index), is_label(true) {}  // NOLINT(google-explicit-constructor)
  uint32_t number = 0;
  bool is_label = false;
};

class UnitBuilder {
 public:
  // The program must outlive the builder. Two builders may work on one program at once: the code is
  // appended by Finish.
  explicit UnitBuilder(Program& program) : program_(program) {}

  uint16_t NewRegister() { return NewRegisters(1); }
  // The first of `count` consecutive registers, as Call and Test take them.
  uint16_t NewRegisters(uint32_t count);
  // Registers are a stack: Release(mark) frees all registers taken since Mark() returned that
  // number.
  uint32_t Mark() const { return next_register_; }
  void Release(uint32_t mark);

  Label NewLabel();
  // Binds the label to the next instruction. Only once, and only after its last use.
  void Bind(Label label);
  // False after a jump, test or return until a used label is bound. Unreachable instructions are
  // not emitted.
  bool reachable() const { return reachable_; }

  // The operands of the instruction, in order.
  void Emit(Op op, std::initializer_list<EmitOperand> operands, uint8_t flag = 0);

  void LoadSlot(uint16_t to, uint32_t slot) { Emit(Op::kLoadSlot, {to, slot}); }
  void LoadConst(uint16_t to, uint32_t constant) { Emit(Op::kLoadConst, {to, constant}); }
  void LoadValue(uint16_t to, uint32_t value) { Emit(Op::kLoadValue, {to, value}); }
  void LoadCapture(uint16_t to, uint32_t capture) { Emit(Op::kLoadCapture, {to, capture}); }
  void LoadCell(uint16_t to, uint32_t cell) { Emit(Op::kLoadCell, {to, cell}); }
  void Move(uint16_t to, uint16_t from) { Emit(Op::kMove, {to, from}); }
  void Call(uint16_t to, uint16_t first, uint32_t count, stdlib::KernelId function) {
    Emit(Op::kCall, {to, first, count, function});
  }
  void Member(uint16_t to, uint16_t object, uint32_t key) { Emit(Op::kMember, {to, object, key}); }
  void Test(uint16_t first, stdlib::KernelId test, Label yes, Label no, bool all_elements = false) {
    Emit(Op::kTest, {first, test, yes, no}, all_elements ? 1 : 0);
  }
  void Presence(uint16_t of, PresenceMode mode, Label yes, Label no) {
    Emit(Op::kPresence, {of, static_cast<uint32_t>(mode), yes, no});
  }
  void Atom(uint32_t atom, Label yes, Label no) { Emit(Op::kAtom, {atom, yes, no}); }
  void Match(uint32_t rule, Label yes, Label no) { Emit(Op::kMatch, {rule, yes, no}); }
  void Jump(Label to) { Emit(Op::kJump, {to}); }
  void ReturnBool(bool answer) { Emit(Op::kReturnBool, {answer ? 1u : 0u}); }
  void ReturnValue(uint16_t from) { Emit(Op::kReturnValue, {from}); }

  // Appends the code to the program; once. Fails, leaving the program unchanged, if the unit
  // exceeds the limits of instructions or of the verifier.
  Result<Unit> Finish();

 private:
  static constexpr uint32_t kUnbound = UINT32_MAX;
  struct Use {
    uint32_t instruction;
    size_t position;
    Label label;
  };
  void Append(Op op, const std::vector<EmitOperand>& by_position, uint8_t flag);

  Program& program_;
  std::vector<Instruction> code_;
  std::vector<uint32_t> labels_;  // the instruction of each, or kUnbound
  std::vector<bool> used_;
  std::vector<Use> uses_;
  uint32_t next_register_ = 0;
  uint32_t register_count_ = 0;
  bool reachable_ = true;
};

}  // namespace sigrun::program
