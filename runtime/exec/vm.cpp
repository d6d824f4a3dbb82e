#include "runtime/exec/vm.h"

#include <algorithm>

#include "runtime/exec/careful.h"
#include "runtime/exec/lift.h"
#include "runtime/exec/presence.h"
#include "stdlib/native/json.h"

namespace sigrun::exec {
namespace {

constexpr size_t kArenaLimit = size_t{64} << 20;
constexpr uint32_t kLastEpoch = (uint32_t{1} << 30) - 1;

}  // namespace

Vm::Vm(const LoadedProgram& program, RuleMatcher* matcher)
    : loaded_(program),
      program_(program.program()),
      kernels_(stdlib::Kernels().data()),
      registers_(program.register_stack()),
      next_registers_(registers_.data()),
      matcher_(matcher),
      atoms_(program_.atoms.size(), 0),
      value_stamps_(program_.values.size(), 0),
      values_(program_.values.size()),
      caches_(program.cache_plan().caches().begin(), program.cache_plan().caches().end()),
      arena_(kArenaLimit) {}

void Vm::SetEvent(std::span<const Value> slots) {
  slots_ = slots;
  state_ = nullptr;
  arena_.Reset();
  if (++epoch_ <= kLastEpoch) return;
  // The counter has come round: what is of a billion events ago must not look new.
  std::fill(atoms_.begin(), atoms_.end(), 0);
  std::fill(value_stamps_.begin(), value_stamps_.end(), 0);
  for (AnswerCache& cache : caches_) cache.ForgetEvent();
  epoch_ = 1;
}

void Vm::SetState(const StateReader* state) {
  SetEvent({});
  state_ = state;
}

Truth Vm::Ask(const program::Unit& unit) {
  const Watch watch(*this);
  const bool holds = Run<bool>(unit);
  return watch.met_limit() ? Careful(*this).Ask(unit) : TruthOf(holds);
}

Truth Vm::Ask(const LoadedProgram::Predicate& predicate) {
  const Watch watch(*this);
  const bool holds = Holds(predicate);
  return watch.met_limit() ? Careful(*this).Ask(predicate.unit) : TruthOf(holds);
}

Value Vm::Evaluate(const program::Unit& unit) { return DecideValue(unit); }

bool Vm::EvaluateAtom(uint32_t index) {
  const bool known = atoms_[index] == (kUndecided | epoch_);
  const Truth truth = known ? Truth::kUndecided : DecideAtom(loaded_.atom(index));
  if (truth == Truth::kUndecided) {
    atoms_[index] = kUndecided | epoch_;
    met_undecided_ = true;
    return false;
  }
  const bool holds = truth == Truth::kYes;
  atoms_[index] = epoch_ << 1 | uint32_t{holds};
  return holds;
}

Truth Vm::DecideAtom(const LoadedProgram::LoadedAtom& atom) {
  if (atom.place.cached()) return RecallAtom(atom);
  const Watch watch(*this);
  const bool holds = ComputeAtom(atom);
  return watch.met_limit() ? Careful(*this).Ask(atom) : TruthOf(holds);
}

inline bool Vm::ComputeAtom(const LoadedProgram::LoadedAtom& atom) {
  using Kind = LoadedProgram::LoadedAtom::Kind;
  if (atom.kind == Kind::kLogic) return AskAtoms(*atom.unit);
  if (atom.kind == Kind::kCode) return Run<bool>(*atom.unit);
  const Value& value = slots_[atom.slot];
  if (atom.kind == Kind::kPresence) return HasPresence(value, atom.mode, arena_);
  if (atom.kind == Kind::kExists || !value.present()) return value.present();
  const Value arguments[] = {value, *atom.constant};
  if (value.kind != sigrun::Kind::kList) return atom.test->test(arguments, arena_);
  return RunTestOverLists(*atom.test, arguments, 2, atom.all_elements, arena_);
}

inline const Memory* Vm::Recall(const CachePlan::Place& place) {
  const Value& value = slots_[loaded_.cache_plan().caches()[place.cache].slot];
  return value.kind == Kind::kString ? caches_[place.cache].For(value.text(), epoch_) : nullptr;
}

Truth Vm::RecallAtom(const LoadedProgram::LoadedAtom& atom) {
  const Memory* const memory = Recall(atom.place);
  Answer* const answer = memory == nullptr ? nullptr : &memory->answers[atom.place.index];
  if (answer != nullptr && *answer != Answer::kUnknown) return TruthOf(*answer == Answer::kYes);
  const Watch watch(*this);
  const bool holds = ComputeAtom(atom);
  // What met a limit must not stay: the next event may leave more memory.
  if (watch.met_limit()) return Careful(*this).Ask(atom);
  if (answer != nullptr) *answer = holds ? Answer::kYes : Answer::kNo;
  return TruthOf(holds);
}

// Run for code that asks atoms and nothing else.
bool Vm::AskAtoms(const program::Unit& unit) {
  const program::Instruction* const code = program_.code.data() + unit.begin;
  const program::Instruction* in = code;
  while (in->op == program::Op::kAtom) in = code + (Atom(in->b) ? in->c : in->d);
  return in->a != 0;
}

Truth Vm::Matches(uint32_t rule) {
  if (state_ != nullptr) return TruthOf(state_->Fired(rule));
  return matcher_ == nullptr ? Truth::kNo : matcher_->Matches(rule);
}

void Vm::ComputeValue(uint32_t index) {
  if (value_stamps_[index] != (kUndecided | epoch_)) {
    const LoadedProgram::LoadedValue& value = loaded_.value(index);
    if (value.slot)
      values_[index] = slots_[*value.slot];
    else if (const Memory* memory = value.place.cached() ? Recall(value.place) : nullptr)
      values_[index] = RecallValue(index, memory->values[value.place.index]);
    else
      values_[index] = DecideValue(program_.values[index]);
    value_stamps_[index] = values_[index].undecided ? kUndecided | epoch_ : epoch_;
  }
  met_undecided_ |= values_[index].undecided;
}

Value Vm::DecideValue(const program::Unit& unit) {
  const Watch watch(*this);
  const Value value = Run<Value>(unit);
  return watch.met_limit() ? Careful(*this).Evaluate(unit) : value;
}

Value Vm::RecallValue(uint32_t index, KeptValue& kept) {
  if (kept.get() != nullptr) return *kept.get();
  const Value value = DecideValue(program_.values[index]);
  if (!value.undecided) kept.Keep(value);
  return value;
}

template <class Result>
Result Vm::Run(const program::Unit& unit) {
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
      case Op::kMatch: {
        const Truth matches = Matches(in->b);
        met_undecided_ |= matches == Truth::kUndecided;
        in = code + (matches == Truth::kYes ? in->c : in->d);
        continue;
      }
      case Op::kJump:
        in = code + in->c;
        continue;
      case Op::kReturnBool:
        next_registers_ = r;
        if constexpr (std::is_same_v<Result, bool>)
          return in->a != 0;
        else
          return {};  // the verifier lets no value end so
      case Op::kReturnValue:
        next_registers_ = r;
        if constexpr (std::is_same_v<Result, Value>)
          return r[in->a];
        else
          return false;  // nor a predicate so
    }
  }
}

template bool Vm::Run<bool>(const program::Unit&);
template Value Vm::Run<Value>(const program::Unit&);

}  // namespace sigrun::exec
