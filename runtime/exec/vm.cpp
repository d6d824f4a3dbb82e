#include "runtime/exec/vm.h"

#include <algorithm>

#include "runtime/exec/lift.h"
#include "runtime/exec/presence.h"
#include "stdlib/native/json.h"

namespace sigrun::exec {
namespace {

constexpr size_t kArenaLimit = size_t{64} << 20;

}  // namespace

Vm::Vm(const LoadedProgram& program)
    : loaded_(program),
      program_(program.program()),
      kernels_(stdlib::Kernels().data()),
      registers_(program.register_stack()),
      next_registers_(registers_.data()),
      atom_stamps_(program_.atoms.size(), 0),
      value_stamps_(program_.values.size(), 0),
      atoms_(program_.atoms.size()),
      values_(program_.values.size()),
      arena_(kArenaLimit) {}

void Vm::SetEvent(std::span<const Value> slots) {
  slots_ = slots;
  state_ = nullptr;
  arena_.Reset();
  if (++epoch_ != 0) return;
  // The counter has come round: stamps of four billion events ago must not look new.
  std::fill(atom_stamps_.begin(), atom_stamps_.end(), 0);
  std::fill(value_stamps_.begin(), value_stamps_.end(), 0);
  epoch_ = 1;
}

void Vm::SetState(const StateReader* state) {
  SetEvent({});
  state_ = state;
}

bool Vm::Atom(uint32_t index) {
  if (atom_stamps_[index] != epoch_) {
    atoms_[index] = EvaluateAtom(index);
    atom_stamps_[index] = epoch_;
  }
  return atoms_[index] != 0;
}

bool Vm::EvaluateAtom(uint32_t index) {
  const LoadedProgram::DirectAtom& atom = loaded_.direct_atom(index);
  if (!atom.direct) return Run(program_.atoms[index]).flag;
  const Value& value = slots_[atom.slot];
  if (!value.present()) return false;
  const Value arguments[] = {value, loaded_.constant(atom.constant)};
  return RunTest(kernels_[atom.test], arguments, 2, atom.all_elements, arena_);
}

Value Vm::SharedValue(uint32_t index) {
  if (value_stamps_[index] != epoch_) {
    values_[index] = Run(program_.values[index]);
    value_stamps_[index] = epoch_;
  }
  return values_[index];
}

Value Vm::Run(const program::Unit& unit) {
  using program::Op;
  const program::Instruction* const code = program_.code.data() + unit.begin;
  Value* const r = next_registers_;
  next_registers_ += unit.registers;
  const program::Instruction* in = code;
  for (;;) {
    switch (in->op) {
      case Op::kLoadSlot:
        r[in->a] = slots_[in->b];
        ++in;
        continue;
      case Op::kLoadConst:
        r[in->a] = loaded_.constant(in->b);
        ++in;
        continue;
      case Op::kLoadValue:
        r[in->a] = SharedValue(in->b);
        ++in;
        continue;
      case Op::kLoadCapture:
        r[in->a] = state_->Capture(in->b);
        ++in;
        continue;
      case Op::kLoadCell:
        r[in->a] = state_->Cell(in->b);
        ++in;
        continue;
      case Op::kMove:
        r[in->a] = r[in->b];
        ++in;
        continue;
      case Op::kCall:
        r[in->a] = RunCall(kernels_[in->d], r + in->b, in->c, arena_);
        ++in;
        continue;
      case Op::kMember:
        r[in->a] = stdlib::native::JsonMember(r[in->b], loaded_.constant(in->c).text(), arena_);
        ++in;
        continue;
      case Op::kTest: {
        const stdlib::Kernel& kernel = kernels_[in->b];
        const auto count = static_cast<uint32_t>(kernel.parameters.size());
        in = code + (RunTest(kernel, r + in->a, count, in->flag != 0, arena_) ? in->c : in->d);
        continue;
      }
      case Op::kPresence:
        in = code + (HasPresence(r[in->a], static_cast<program::PresenceMode>(in->b), arena_)
                         ? in->c
                         : in->d);
        continue;
      case Op::kAtom:
        in = code + (Atom(in->b) ? in->c : in->d);
        continue;
      case Op::kJump:
        in = code + in->c;
        continue;
      case Op::kReturnBool:
        next_registers_ = r;
        return Value::Bool(in->a != 0);
      case Op::kReturnValue:
        next_registers_ = r;
        return r[in->a];
    }
  }
}

}  // namespace sigrun::exec
