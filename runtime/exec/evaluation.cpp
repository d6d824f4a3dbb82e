#include "runtime/exec/evaluation.h"

#include <algorithm>

#include "runtime/exec/careful.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/lift.h"
#include "runtime/exec/presence.h"

namespace sigrun::exec {
namespace {

constexpr size_t kArenaLimit = size_t{64} << 20;
constexpr uint32_t kLastEpoch = (uint32_t{1} << 30) - 1;

}  // namespace

Evaluation::Evaluation(const LoadedProgram& program, RuleMatcher* matcher)
    : loaded_(program),
      program_(program.program()),
      kernels_(stdlib::Kernels().data()),
      registers_(program.register_stack()),
      matcher_(matcher),
      atoms_(program_.atoms.size(), 0),
      value_stamps_(program_.values.size(), 0),
      values_(program_.values.size()),
      looks_(program.atom_index().slots().size()),
      literals_(program.atom_index()),
      caches_(program.cache_plan().caches().begin(), program.cache_plan().caches().end()),
      arena_(kArenaLimit) {}

void Evaluation::SetEvent(std::span<const Value> slots) {
  slots_ = slots;
  state_ = nullptr;
  arena_.Reset();
  if (++epoch_ <= kLastEpoch) return;
  // The epoch wrapped: clear the stamps so that old entries do not look current.
  std::fill(atoms_.begin(), atoms_.end(), 0);
  std::fill(value_stamps_.begin(), value_stamps_.end(), 0);
  std::fill(looks_.begin(), looks_.end(), Look());
  for (AnswerCache& cache : caches_) cache.ForgetEvent();
  epoch_ = 1;
}

void Evaluation::SetState(const StateReader* state) {
  SetEvent({});
  state_ = state;
}

// Detects whether a limit is reached while it lives: an undecided atom, value or rule was asked, or
// the arena refused memory. What an outer Watch has seen stays with it.
class Evaluation::Watch {
 public:
  explicit Watch(Evaluation& evaluation)
      : evaluation_(evaluation),
        before_(evaluation.met_undecided_),
        refusals_(evaluation.arena_.refusals()) {
    evaluation.met_undecided_ = false;
  }
  ~Watch() { evaluation_.met_undecided_ = before_; }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  bool met_limit() const {
    return evaluation_.met_undecided_ || evaluation_.arena_.refusals() != refusals_;
  }

 private:
  Evaluation& evaluation_;
  const bool before_;
  const uint32_t refusals_;
};

Truth Evaluation::Ask(const program::Unit& unit) {
  const Watch watch(*this);
  const bool holds = RunPredicate(unit, *this);
  return watch.met_limit() ? Careful(*this).Ask(unit) : TruthOf(holds);
}

Truth Evaluation::Ask(const LoadedProgram::Predicate& predicate) {
  const Watch watch(*this);
  const bool holds = predicate.atom              ? Atom(*predicate.atom)
                     : predicate.only_asks_atoms ? RunLogic(predicate.unit, *this)
                                                 : RunPredicate(predicate.unit, *this);
  return watch.met_limit() ? Careful(*this).Ask(predicate.unit) : TruthOf(holds);
}

Value Evaluation::Evaluate(const program::Unit& unit) { return DecideValue(unit); }

bool Evaluation::EvaluateAtom(uint32_t index) {
  const LoadedProgram::LoadedAtom& atom = loaded_.atom(index);
  if (atom.looked_up != AtomIndex::kNone && LooksUp(atom)) {
    if (atoms_[index] >> 1 == epoch_) return (atoms_[index] & 1) != 0;
    if (atoms_[index] != (kPossible | epoch_) && atoms_[index] != (kUndecided | epoch_)) {
      atoms_[index] = epoch_ << 1;
      return false;
    }
  }
  const bool known = atoms_[index] == (kUndecided | epoch_);
  const Truth truth = known ? Truth::kUndecided : DecideAtom(atom);
  if (truth == Truth::kUndecided) {
    atoms_[index] = kUndecided | epoch_;
    met_undecided_ = true;
    return false;
  }
  const bool holds = truth == Truth::kYes;
  atoms_[index] = epoch_ << 1 | uint32_t{holds};
  return holds;
}

// One or two cheap tests are made sooner than a look takes.
bool Evaluation::LooksUp(const LoadedProgram::LoadedAtom& atom) {
  Look& look = looks_[atom.looked_up];
  if (look.epoch != epoch_) look = {epoch_};
  if (look.tried) return look.done;
  look.asked += atom.test->cost;
  return look.asked > loaded_.worth_look() && LookAt(atom.looked_up, nullptr);
}

bool Evaluation::LookAt(uint32_t number, RuleSet* found) {
  const SlotLiterals& slot = loaded_.atom_index().slots()[number];
  const bool done = literals_.Read(slot, slots_[slot.slot()], [&](uint32_t literal) {
    for (const SlotLiterals::Target& target : slot.TargetsOf(literal)) {
      uint32_t& known = atoms_[target.atom];
      if (known >> 1 == epoch_ || known == (kUndecided | epoch_)) continue;
      known = target.sure ? epoch_ << 1 | 1 : kPossible | epoch_;
    }
    if (found == nullptr) return;
    for (const uint32_t rule : slot.RulesOf(literal)) Add(rule, *found);
  });
  looks_[number] = {epoch_, 0, true, done};
  return done;
}

Truth Evaluation::DecideAtom(const LoadedProgram::LoadedAtom& atom) {
  if (atom.place.cached()) return RecallAtom(atom);
  const Watch watch(*this);
  const bool holds = ComputeAtom(atom);
  return watch.met_limit() ? Careful(*this).Ask(atom) : TruthOf(holds);
}

inline bool Evaluation::ComputeAtom(const LoadedProgram::LoadedAtom& atom) {
  using Kind = LoadedProgram::LoadedAtom::Kind;
  if (atom.kind == Kind::kLogic) return RunLogic(*atom.unit, *this);
  if (atom.kind == Kind::kCode) return RunPredicate(*atom.unit, *this);
  const Value& value = slots_[atom.slot];
  if (atom.kind == Kind::kPresence) return HasPresence(value, atom.mode, arena_);
  if (atom.kind == Kind::kExists || !value.present()) return value.present();
  const Value arguments[] = {value, *atom.constant};
  if (value.kind != sigrun::Kind::kList) return atom.test->test(arguments, arena_);
  return RunTestOverLists(*atom.test, arguments, 2, atom.all_elements, arena_);
}

inline const Memory* Evaluation::Recall(const CachePlan::Place& place) {
  const Value& value = slots_[loaded_.cache_plan().caches()[place.cache].slot];
  return value.kind == Kind::kString ? caches_[place.cache].For(value.text(), epoch_) : nullptr;
}

Truth Evaluation::RecallAtom(const LoadedProgram::LoadedAtom& atom) {
  const Memory* const memory = Recall(atom.place);
  Answer* const answer = memory == nullptr ? nullptr : &memory->answers[atom.place.index];
  if (answer != nullptr && *answer != Answer::kUnknown) return TruthOf(*answer == Answer::kYes);
  const Watch watch(*this);
  const bool holds = ComputeAtom(atom);
  // A result with a limit must not be kept: the next event may have more memory.
  if (watch.met_limit()) return Careful(*this).Ask(atom);
  if (answer != nullptr) *answer = holds ? Answer::kYes : Answer::kNo;
  return TruthOf(holds);
}

Truth Evaluation::AskMatches(uint32_t rule) {
  if (state_ != nullptr) return TruthOf(state_->Fired(rule));
  return matcher_ == nullptr ? Truth::kNo : matcher_->Matches(rule);
}

void Evaluation::ComputeValue(uint32_t index) {
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

Value Evaluation::DecideValue(const program::Unit& unit) {
  const Watch watch(*this);
  const Value value = RunValue(unit, *this);
  return watch.met_limit() ? Careful(*this).Evaluate(unit) : value;
}

Value Evaluation::RecallValue(uint32_t index, KeptValue& kept) {
  if (kept.get() != nullptr) return *kept.get();
  const Value value = DecideValue(program_.values[index]);
  if (!value.undecided) kept.Keep(value);
  return value;
}

}  // namespace sigrun::exec
