#include <algorithm>
#include <map>
#include <optional>

#include "runtime/exec/answer_cache.h"

namespace sigrun::exec {
namespace {

// In the unit of Kernel::cost, about a nanosecond: finding an entry takes some twenty, reading an
// answer of an entry that was found takes a few.
constexpr uint64_t kWorthLookup = 40;
constexpr uint64_t kWorthAnswer = 10;
constexpr uint64_t kCostOfMember = 200;

// What running a unit takes, and the slot it reads if that is only one.
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

  const Reach& OfAtom(uint32_t index) { return Of(program_.atoms[index], atoms_[index]); }

 private:
  const Reach& Of(const program::Unit& unit, std::optional<Reach>& known) {
    if (known) return *known;
    Reach reach;
    for (uint32_t i = unit.begin; i < unit.begin + unit.size; ++i) Add(program_.code[i], reach);
    known = reach;
    return *known;
  }

  void Add(const program::Instruction& in, Reach& reach) {
    using program::Op;
    switch (in.op) {
      case Op::kLoadSlot:
        return reach.Reads(in.b);
      case Op::kLoadValue:
        return reach.Add(Of(program_.values[in.b], values_[in.b]));
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
  Reacher reacher(program);
  std::map<uint32_t, std::vector<uint32_t>> atoms_of;  // by slot
  std::map<uint32_t, uint64_t> cost_of;
  for (uint32_t atom = 0; atom < program.atoms.size(); ++atom) {
    const Reach& reach = reacher.OfAtom(atom);
    if (!reach.slot || !reach.one_slot || reach.cost < kWorthAnswer) continue;
    atoms_of[*reach.slot].push_back(atom);
    cost_of[*reach.slot] += reach.cost;
  }
  for (const auto& [slot, atoms] : atoms_of) {
    if (cost_of[slot] < kWorthLookup) continue;
    const auto cache = static_cast<uint32_t>(caches_.size());
    caches_.push_back({slot, static_cast<uint32_t>(atoms.size())});
    for (uint32_t i = 0; i < atoms.size(); ++i) atoms_.push_back({atoms[i], {cache, i}});
  }
}

}  // namespace sigrun::exec
