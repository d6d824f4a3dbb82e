#include "runtime/exec/find/atom_index.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "runtime/exec/find/covers.h"
#include "runtime/exec/find/literals.h"

namespace sigrun::exec {
namespace {

using stdlib::native::Literal;
using stdlib::native::Place;

// Looking at a slot costs about as much as this many rules, or tests. Measured with the shipped
// pack: with a quarter of them the index cost it 4 to 7 % of the time of a scan.
constexpr size_t kFewestRules = 16;
constexpr size_t kFewestAtoms = 24;

// How often a text is expected to have the literal: by its length, and by how many tests look for
// it, because what rules look for is common where it is common in logs.
double WeightOf(const Literal& literal, size_t uses) {
  const auto size = literal.text.size();
  const double often = literal.place == Place::kWhole ? 1
                       : literal.place == Place::kAnywhere
                           ? 2 + 200.0 / static_cast<double>(size * size)
                           : 2 + 60.0 / static_cast<double>(size * size);
  return often * static_cast<double>(1 + uses);
}

// What the rules look for in each slot, and which rules are found by it.
class Plan {
 public:
  Plan(const program::Program& program, const std::vector<bool>& found_otherwise, bool all)
      : program_(program),
        fewest_rules_(all ? 1 : kFewestRules),
        fewest_atoms_(all ? 1 : kFewestAtoms) {
    for (const program::Atom& atom : program.atoms) literals_.push_back(LiteralsOf(program, atom));
    covers_ = FindCovers(program, Weights());
    for (size_t r = 0; r < covers_.size(); ++r)
      if (found_otherwise[r]) covers_[r].clear();
    LeaveOut();
  }

  const std::vector<Cover>& covers() const { return covers_; }

  // The literals of each slot that is worth an index.
  std::map<uint32_t, std::map<Literal, SlotLiterals::Uses>> Slots() const {
    std::map<uint32_t, std::map<Literal, SlotLiterals::Uses>> slots;
    const std::map<uint32_t, size_t> found = FoundBySlot();
    std::map<uint32_t, size_t> atoms;
    for (uint32_t a = 0; a < literals_.size(); ++a)
      if (literals_[a]) ++atoms[SlotOf(a)];
    for (uint32_t a = 0; a < literals_.size(); ++a) {
      if (!literals_[a]) continue;
      const uint32_t slot = SlotOf(a);
      if (atoms[slot] < fewest_atoms_ && !found.contains(slot)) continue;
      for (const Literal& literal : literals_[a]->any)
        slots[slot][literal].targets.push_back({a, literals_[a]->sure});
    }
    for (uint32_t r = 0; r < covers_.size(); ++r)
      for (const uint32_t atom : covers_[r])
        for (const Literal& literal : literals_[atom]->any) {
          std::vector<uint32_t>& rules = slots[SlotOf(atom)][literal].rules;
          if (rules.empty() || rules.back() != r) rules.push_back(r);
        }
    return slots;
  }

 private:
  uint32_t SlotOf(uint32_t atom) const {
    return std::get<program::TestOf>(program_.atoms[atom]).slot;
  }

  std::vector<double> Weights() const {
    std::map<Literal, size_t> uses;
    for (const auto& literals : literals_)
      if (literals)
        for (const Literal& literal : literals->any) ++uses[literal];
    std::vector<double> weights;
    for (const auto& literals : literals_) {
      double weight = literals ? 0 : std::numeric_limits<double>::infinity();
      if (literals)
        for (const Literal& literal : literals->any) weight += WeightOf(literal, uses[literal]);
      weights.push_back(weight);
    }
    return weights;
  }

  std::map<uint32_t, size_t> FoundBySlot() const {
    std::map<uint32_t, size_t> found;
    for (const Cover& cover : covers_)
      for (const uint32_t slot : SlotsOf(cover)) ++found[slot];
    return found;
  }
  std::set<uint32_t> SlotsOf(const Cover& cover) const {
    std::set<uint32_t> slots;
    for (const uint32_t atom : cover) slots.insert(SlotOf(atom));
    return slots;
  }

  // Slots by which only a few rules are found are not worth a look at every event.
  void LeaveOut() {
    for (bool again = true; again;) {
      again = false;
      const std::map<uint32_t, size_t> found = FoundBySlot();
      for (Cover& cover : covers_)
        for (const uint32_t slot : SlotsOf(cover))
          if (found.at(slot) < fewest_rules_) {
            cover.clear();
            again = true;
          }
    }
  }

  const program::Program& program_;
  const size_t fewest_rules_, fewest_atoms_;
  std::vector<std::optional<AtomLiterals>> literals_;
  std::vector<Cover> covers_;
};

}  // namespace

SlotLiterals::SlotLiterals(uint32_t slot, uint32_t first,
                           std::vector<std::pair<Literal, Uses>> literals)
    : slot_(slot), first_(first) {
  std::vector<Literal> texts;
  bounds_.push_back({});
  for (auto& [literal, uses] : literals) {
    texts.push_back(std::move(literal));
    targets_.insert(targets_.end(), uses.targets.begin(), uses.targets.end());
    rules_.insert(rules_.end(), uses.rules.begin(), uses.rules.end());
    bounds_.push_back(
        {static_cast<uint32_t>(targets_.size()), static_cast<uint32_t>(rules_.size())});
  }
  index_ = stdlib::native::LiteralIndex(std::move(texts));
}

AtomIndex::AtomIndex(const program::Program& program, const std::vector<bool>& found_otherwise,
                     bool all)
    : atoms_(program.atoms.size(), kNone), rules_(program.rules.size()) {
  const Plan plan(program, found_otherwise, all);
  for (auto& [slot, literals] : plan.Slots()) {
    const auto number = static_cast<uint32_t>(slots_.size());
    for (const auto& [literal, uses] : literals)
      for (const SlotLiterals::Target& target : uses.targets) atoms_[target.atom] = number;
    const auto count = static_cast<uint32_t>(literals.size());
    slots_.emplace_back(
        slot, literals_,
        std::vector<std::pair<Literal, SlotLiterals::Uses>>(
            std::make_move_iterator(literals.begin()), std::make_move_iterator(literals.end())));
    literals_ += count;
  }
  for (size_t r = 0; r < rules_.size(); ++r) rules_[r] = !plan.covers()[r].empty();
}

}  // namespace sigrun::exec
