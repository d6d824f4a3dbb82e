#include "runtime/exec/careful.h"

#include <algorithm>

#include "runtime/exec/lift.h"
#include "runtime/exec/presence.h"
#include "stdlib/native/json.h"

namespace sigrun::exec {
namespace {

// Arguments of a kernel: known to be absent, or undecided.
struct Missing {
  Missing(const Value* arguments, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      undecided |= arguments[i].undecided;
      absent |= !arguments[i].present() && !arguments[i].undecided;
    }
  }
  bool absent = false, undecided = false;
};

}  // namespace

Truth Careful::Ask(const program::Unit& unit) {
  const Outcomes all = Go(unit);
  return all.given_up || all.yes == all.no ? Truth::kUndecided : TruthOf(all.yes);
}

Truth Careful::Ask(const LoadedProgram::LoadedAtom& atom) {
  if (atom.unit != nullptr) return Ask(*atom.unit);
  const Value& value = evaluation_.slot(atom.slot);
  if (atom.test == nullptr) return Presence(value, atom.mode);
  const Value arguments[] = {value, *atom.constant};
  return Test(*atom.test, arguments, atom.all_elements);
}

// Two equal values are still two; nothing is nothing.
Value Careful::Evaluate(const program::Unit& unit) {
  const Outcomes all = Go(unit);
  if (all.given_up || all.values.empty()) return Value::Undecided();
  const Value& first = all.values.front();
  const auto as_empty = [&](const Value& value) {
    return !value.present() && !value.undecided && value.kind == first.kind;
  };
  const bool one = all.values.size() == 1 || std::ranges::all_of(all.values, as_empty);
  return one ? first : Value::Undecided();
}

Careful::Outcomes Careful::Go(const program::Unit& unit) {
  const program::Instruction* const code = evaluation_.program().program().code.data() + unit.begin;
  Outcomes all;
  Run(code, code, Registers(unit.registers), all);
  return all;
}

bool Careful::MayFork(Outcomes& outcomes) {
  outcomes.given_up |= ++forks_ > kMostForks;
  return !outcomes.given_up;
}

void Careful::Run(const program::Instruction* code, const program::Instruction* in, Registers r,
                  Outcomes& outcomes) {
  using program::Op;
  for (;;) {
    switch (in->op) {
      case Op::kLoadValue: {
        r[in->a] = evaluation_.SharedValue(in->b);
        if (r[in->a].undecided) {
          const Outcomes chosen = Go(evaluation_.program().program().values[in->b]);
          outcomes.given_up |= chosen.given_up;
          for (size_t i = 1; i < chosen.values.size() && MayFork(outcomes); ++i) {
            r[in->a] = chosen.values[i];
            Run(code, in + 1, r, outcomes);
          }
          if (!chosen.values.empty()) r[in->a] = chosen.values.front();
        }
        ++in;
        continue;
      }
      case Op::kLoadSlot:
      case Op::kLoadConst:
      case Op::kLoadCapture:
      case Op::kLoadCell:
        r[in->a] = Load(*in);
        ++in;
        continue;
      case Op::kMove:
        r[in->a] = r[in->b];
        ++in;
        continue;
      case Op::kCall:
        r[in->a] = Call(*in, r);
        ++in;
        continue;
      case Op::kMember:
        r[in->a] = Member(*in, r);
        ++in;
        continue;
      case Op::kTest:
      case Op::kPresence:
      case Op::kAtom:
      case Op::kMatch: {
        const Truth truth = Question(*in, r);
        if (truth == Truth::kUndecided) {
          if (!MayFork(outcomes)) return;
          Run(code, code + in->c, r, outcomes);
        }
        in = code + (truth == Truth::kYes ? in->c : in->d);
        continue;
      }
      case Op::kJump:
        in = code + in->c;
        continue;
      case Op::kReturnBool:
        (in->a != 0 ? outcomes.yes : outcomes.no) = true;
        return;
      case Op::kReturnValue:
        outcomes.values.push_back(r[in->a]);
        return;
    }
  }
}

Value Careful::Load(const program::Instruction& in) {
  using program::Op;
  if (in.op == Op::kLoadSlot) return evaluation_.slot(in.b);
  if (in.op == Op::kLoadConst) return evaluation_.program().constant(in.b);
  if (in.op == Op::kLoadCapture) return evaluation_.state().Capture(in.b);
  return evaluation_.state().Cell(in.b);
}

Value Careful::Call(const program::Instruction& in, const Registers& r) {
  const Missing missing(r.data() + in.b, in.c);
  if (missing.absent) return {};
  if (missing.undecided) return Value::Undecided();
  const uint32_t before = evaluation_.arena().refusals();
  const Value value = RunCall(evaluation_.kernel(in.d), r.data() + in.b, in.c, evaluation_.arena());
  return Refused(before) ? Value::Undecided() : value;
}

Value Careful::Member(const program::Instruction& in, const Registers& r) {
  if (r[in.b].undecided) return Value::Undecided();
  const uint32_t before = evaluation_.arena().refusals();
  const Value value = stdlib::native::JsonMember(
      r[in.b], evaluation_.program().constant(in.c).text(), evaluation_.arena());
  return Refused(before) ? Value::Undecided() : value;
}

Truth Careful::Question(const program::Instruction& in, const Registers& r) {
  using program::Op;
  if (in.op == Op::kAtom) return evaluation_.AskAtom(in.b);
  if (in.op == Op::kMatch) return evaluation_.AskMatches(in.b);
  if (in.op == Op::kTest) return Test(evaluation_.kernel(in.b), r.data() + in.a, in.flag != 0);
  return Presence(r[in.a], static_cast<program::PresenceMode>(in.b));
}

Truth Careful::Presence(const Value& value, program::PresenceMode mode) {
  if (value.undecided) return Truth::kUndecided;
  return TruthOf(HasPresence(value, mode, evaluation_.arena()));
}

// If it is true for one choice, it is true, even if others were refused.
Truth Careful::Test(const stdlib::Kernel& kernel, const Value* arguments, bool all_elements) {
  const auto count = static_cast<uint32_t>(kernel.parameters.size());
  const Missing missing(arguments, count);
  if (missing.absent) return Truth::kNo;
  if (missing.undecided) return Truth::kUndecided;
  const uint32_t before = evaluation_.arena().refusals();
  if (RunTest(kernel, arguments, count, all_elements, evaluation_.arena())) return Truth::kYes;
  return Refused(before) ? Truth::kUndecided : Truth::kNo;
}

}  // namespace sigrun::exec
