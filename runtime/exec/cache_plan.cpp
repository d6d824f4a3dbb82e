#include <algorithm>
#include <map>
#include <optional>

#include "runtime/exec/answer_cache.h"
#include "runtime/program/program.h"

namespace sigrun::exec {
namespace {

// In the unit of Kernel::cost, about a nanosecond: finding an entry takes about twenty, reading a
// result of it a few.
constexpr uint64_t kWorthLookup = 40;
constexpr uint64_t kWorthAnswer = 10;
constexpr uint64_t kCostOfMember = 200;

// The cost of running a unit, and the slot it reads if it is only one.
struct Reach {
  uint64_t cost = 0;
  std::optional<uint32_t> slot;
  bool one_slot = true;

  void Reads(uint32_t read) {
    if (slot && *slot != read) one_slot = false;
    slot = read;
  }
  void Add(const Reach& inner) {
    cost += inner.cost;
    if (inner.slot) Reads(*inner.slot);
    one_slot &= inner.one_slot;
  }
};

class Reacher {
 public:
  explicit Reacher(const program::Program& program)
      : program_(program), atoms_(program.atoms.size()), values_(program.values.size()) {}

  const Reach& OfAtom(uint32_t index) {
    std::optional<Reach>& known = atoms_[index];
    if (!known) {
      const Reach reach = Of(program_.atoms[index]);
      known = reach;
    }
    return *known;
  }
  const Reach& OfValue(uint32_t index) {
    std::optional<Reach>& known = values_[index];
    if (!known) {
      const Reach reach = Of(program_.values[index]);
      known = reach;
    }
    return *known;
  }

 private:
  Reach Of(const program::Atom& atom) {
    if (const program::Unit* unit = program::UnitOf(atom)) return Of(*unit);
    Reach reach;
    if (const auto* presence = std::get_if<program::PresenceOf>(&atom)) reach.Reads(presence->slot);
    if (const auto* test = std::get_if<program::TestOf>(&atom)) {
      reach.Reads(test->slot);
      reach.cost = stdlib::Kernels()[test->test].cost;
    }
    return reach;
  }
  Reach Of(const program::Unit& unit) {
    Reach reach;
    for (uint32_t i = unit.begin; i < unit.begin + unit.size; ++i) Add(program_.code[i], reach);
    return reach;
  }

  void Add(const program::Instruction& in, Reach& reach) {
    using program::Op;
    switch (in.op) {
      case Op::kLoadSlot:
        return reach.Reads(in.b);
      case Op::kLoadValue:
        return reach.Add(OfValue(in.b));
      case Op::kAtom:
        return reach.Add(OfAtom(in.b));
      case Op::kCall:
        reach.cost += stdlib::Kernels()[in.d].cost;
        return;
      case Op::kTest:
        reach.cost += stdlib::Kernels()[in.b].cost;
        return;
      case Op::kMember:
        reach.cost += kCostOfMember;
        return;
      case Op::kMatch:  // depends on more than slots
        reach.one_slot = false;
        return;
      case Op::kLoadCapture:
      case Op::kLoadCell:
      case Op::kLoadConst:
      case Op::kMove:
      case Op::kPresence:
      case Op::kJump:
      case Op::kReturnBool:
      case Op::kReturnValue:
        return;
    }
  }

  const program::Program& program_;
  std::vector<std::optional<Reach>> atoms_, values_;
};

}  // namespace

CachePlan::CachePlan(const program::Program& program) {
  struct Candidates {
    uint64_t cost = 0;
    std::vector<uint32_t> atoms, values;
  };
  std::map<uint32_t, Candidates> by_slot;
  Reacher reacher(program);
  const auto consider = [&](const Reach& reach, std::vector<uint32_t> Candidates::* list,
                            uint32_t i) {
    if (!reach.slot || !reach.one_slot || reach.cost < kWorthAnswer) return;
    Candidates& candidates = by_slot[*reach.slot];
    candidates.cost += reach.cost;
    (candidates.*list).push_back(i);
  };
  for (uint32_t i = 0; i < program.atoms.size(); ++i)
    consider(reacher.OfAtom(i), &Candidates::atoms, i);
  for (uint32_t i = 0; i < program.values.size(); ++i)
    consider(reacher.OfValue(i), &Candidates::values, i);
  for (const auto& [slot, candidates] : by_slot) {
    if (candidates.cost < kWorthLookup) continue;
    const auto cache = static_cast<uint32_t>(caches_.size());
    caches_.push_back({slot, static_cast<uint32_t>(candidates.atoms.size()),
                       static_cast<uint32_t>(candidates.values.size())});
    for (uint32_t i = 0; i < candidates.atoms.size(); ++i)
      atoms_.push_back({candidates.atoms[i], {cache, i}});
    for (uint32_t i = 0; i < candidates.values.size(); ++i)
      values_.push_back({candidates.values[i], {cache, i}});
  }
}

}  // namespace sigrun::exec
