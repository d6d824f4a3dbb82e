#include "runtime/exec/find/covers.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <optional>

namespace sigrun::exec {
namespace {

using program::Op;

constexpr size_t kMostKept = 4;
constexpr size_t kMostAtoms = 200;  // a rule that is found in so many ways is nearly always found

struct Weighed {
  double weight = 0;
  Cover atoms;
  friend auto operator<=>(const Weighed&, const Weighed&) = default;
};
// Covers to choose from, the lightest first; none if none is known. Null: false for every event.
// Shared, because most instructions add nothing.
using Choice = std::shared_ptr<const std::vector<Weighed>>;

const Choice kNone = std::make_shared<std::vector<Weighed>>();

Choice Lightest(std::vector<Weighed> covers) {
  std::ranges::sort(covers);
  covers.erase(std::unique(covers.begin(), covers.end()), covers.end());
  if (covers.size() > kMostKept) covers.resize(kMostKept);
  return std::make_shared<const std::vector<Weighed>>(std::move(covers));
}

class Finder {
 public:
  Finder(const program::Program& program, std::span<const double> weights)
      : program_(program), weights_(weights), atoms_(program.atoms.size()) {}

  // Of the next rule; the rules it refers to come before it.
  Cover Add(const program::Rule& rule) {
    of_rules_.push_back(rule.stateful ? OfState(*rule.stateful) : OfUnit(rule.condition));
    const Choice& choice = of_rules_.back();
    return choice == nullptr || choice->empty() ? Cover() : choice->front().atoms;
  }

 private:
  Choice OfState(const program::Stateful& state) {
    Choice choice;
    const auto add = [&](const program::Unit& where) { choice = Either(choice, OfUnit(where)); };
    for (const program::Aggregate& aggregate : state.aggregates) add(aggregate.where);
    for (const program::FirstSeen& seen : state.first_seen) add(seen.where);
    if (state.sequence)
      for (const program::SequenceStep& step : state.sequence->steps) add(step.where);
    return choice;
  }

  Choice Either(const Choice& a, const Choice& b) const {
    if (a == nullptr || a == b) return b;
    if (b == nullptr) return a;
    std::vector<Weighed> covers;
    for (const Weighed& x : *a)
      for (const Weighed& y : *b) {
        Weighed both;
        std::ranges::set_union(x.atoms, y.atoms, std::back_inserter(both.atoms));
        if (both.atoms.size() > kMostAtoms) continue;
        for (const uint32_t atom : both.atoms) both.weight += weights_[atom];
        covers.push_back(std::move(both));
      }
    return covers.empty() ? kNone : Lightest(std::move(covers));
  }

  static Choice Both(const Choice& a, const Choice& b) {
    if (a == nullptr || b == nullptr) return nullptr;
    if (a->empty() || a == b) return b;
    if (b->empty()) return a;
    std::vector<Weighed> covers = *a;
    covers.insert(covers.end(), b->begin(), b->end());
    return Lightest(std::move(covers));
  }

  // Targets point forward only: from the end to the beginning, what an instruction needs for a yes
  // follows from what its successors need.
  Choice OfUnit(const program::Unit& unit) {
    const auto code = std::span(program_.code).subspan(unit.begin, unit.size);
    std::vector<Choice> choices(code.size());
    for (size_t i = code.size(); i-- > 0;) {
      const program::Instruction& in = code[i];
      switch (in.op) {
        case Op::kReturnBool:
          choices[i] = in.a != 0 ? kNone : nullptr;
          break;
        case Op::kReturnValue:
          choices[i] = kNone;
          break;
        case Op::kJump:
          choices[i] = choices[in.c];
          break;
        case Op::kTest:
        case Op::kPresence:
          choices[i] = Either(choices[in.c], choices[in.d]);
          break;
        case Op::kAtom:
        case Op::kMatch:
          choices[i] = Either(Both(IfYes(in), choices[in.c]), choices[in.d]);
          break;
        case Op::kLoadSlot:
        case Op::kLoadConst:
        case Op::kLoadValue:
        case Op::kLoadCapture:
        case Op::kLoadCell:
        case Op::kMove:
        case Op::kCall:
        case Op::kMember:
          choices[i] = choices[i + 1];
          break;
      }
    }
    return choices.front();
  }

  Choice IfYes(const program::Instruction& in) {
    if (in.op == Op::kAtom) return OfAtom(in.b);
    return in.b < of_rules_.size() ? of_rules_[in.b] : kNone;
  }

  Choice OfAtom(uint32_t index) {
    std::optional<Choice>& known = atoms_[index];
    if (known) return *known;
    const program::Unit* const unit = program::UnitOf(program_.atoms[index]);
    Choice choice = unit == nullptr ? kNone : OfUnit(*unit);
    if (std::isfinite(weights_[index])) choice = Lightest({Weighed{weights_[index], {index}}});
    return *(atoms_[index] = std::move(choice));
  }

  const program::Program& program_;
  const std::span<const double> weights_;
  std::vector<std::optional<Choice>> atoms_;
  std::vector<Choice> of_rules_;
};

}  // namespace

std::vector<Cover> FindCovers(const program::Program& program, std::span<const double> weights) {
  Finder finder(program, weights);
  std::vector<Cover> covers;
  covers.reserve(program.rules.size());
  for (const program::Rule& rule : program.rules) covers.push_back(finder.Add(rule));
  return covers;
}

}  // namespace sigrun::exec
