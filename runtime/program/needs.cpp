#include "runtime/program/needs.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <span>

#include "runtime/program/operands.h"

namespace sigrun::program {
namespace {

// A need for any of thousands of texts selects little; so does one of many needs.
constexpr size_t kMostTexts = 1'000;
constexpr size_t kMostSlots = 8;

// For each slot, texts of which it must contain one. No entry: no such need is known.
using Texts = std::shared_ptr<const std::vector<std::string_view>>;
using BySlot = std::map<uint32_t, Texts>;
// Null: false for every event. Shared, because most instructions add nothing.
using Needs = std::shared_ptr<const BySlot>;

const Needs kNothing = std::make_shared<BySlot>();

Texts Union(const Texts& a, const Texts& b) {
  std::vector<std::string_view> all;
  std::ranges::set_union(*a, *b, std::back_inserter(all));
  return std::make_shared<const std::vector<std::string_view>>(std::move(all));
}

// Whether the kernel is true only for texts equal to one in its constant, letter case ignored.
bool IsEquality(std::string_view kernel) {
  return kernel == "eq_text" || kernel == "eq_text_cased" || kernel == "in_text" ||
         kernel == "in_text_cased";
}

Texts TextsOf(const Constant& constant) {
  std::vector<std::string_view> texts;
  if (const auto* text = std::get_if<std::string>(&constant)) texts = {*text};
  if (const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant))
    texts.assign(spec->items.begin(), spec->items.end());
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  if (texts.empty() || texts.size() > kMostTexts) return nullptr;
  return std::make_shared<const std::vector<std::string_view>>(std::move(texts));
}

class Finder {
 public:
  explicit Finder(const Program& program) : program_(program), atoms_(program.atoms.size()) {}

  // The needs of the next rule; the rules it refers to come before it.
  std::optional<Need> Add(const Rule& rule) {
    of_rules_.push_back(rule.stateful ? OfState(*rule.stateful) : OfUnit(rule.condition));
    return Best(of_rules_.back());
  }

 private:
  // Event names distinguish events best; otherwise the fewest values do.
  std::pair<bool, size_t> Rank(uint32_t slot, const Texts& texts) const {
    static const std::vector<std::string> kEventName = {"eventName"};
    return {program_.slots[slot].path != kEventName, texts->size()};
  }

  std::optional<Need> Best(const Needs& needs) const {
    if (needs == nullptr || needs->empty()) return {};
    const auto best = std::ranges::min_element(
        *needs, {}, [&](const auto& need) { return Rank(need.first, need.second); });
    return Need{best->first, *best->second};
  }

  Needs OfState(const Stateful& state) {
    Needs needs;
    const auto add = [&](const Unit& where) { needs = Either(needs, OfUnit(where)); };
    for (const Aggregate& aggregate : state.aggregates) add(aggregate.where);
    for (const FirstSeen& seen : state.first_seen) add(seen.where);
    if (state.sequence)
      for (const SequenceStep& step : state.sequence->steps) add(step.where);
    return needs;
  }

  static Needs Either(const Needs& a, const Needs& b) {
    if (a == nullptr || a == b) return b;
    if (b == nullptr) return a;
    BySlot common;
    for (const auto& [slot, texts] : *a) {
      const auto other = b->find(slot);
      if (other == b->end()) continue;
      Texts all = texts == other->second ? texts : Union(texts, other->second);
      if (all->size() <= kMostTexts) common.emplace(slot, std::move(all));
    }
    return common.empty() ? kNothing : std::make_shared<const BySlot>(std::move(common));
  }

  Needs Both(const Needs& a, const Needs& b) const {
    if (a == nullptr || b == nullptr) return nullptr;
    if (a->empty() || a == b) return b;
    if (b->empty()) return a;
    BySlot all = *b;
    for (const auto& [slot, texts] : *a) {
      const auto [place, added] = all.try_emplace(slot, texts);
      if (!added && texts->size() < place->second->size()) place->second = texts;
    }
    while (all.size() > kMostSlots)
      all.erase(std::ranges::max_element(
          all, {}, [&](const auto& need) { return Rank(need.first, need.second); }));
    return std::make_shared<const BySlot>(std::move(all));
  }

  // Targets point forward only: from the end to the beginning, what an instruction needs for a yes
  // follows from what its successors need.
  Needs OfUnit(const Unit& unit) {
    const auto code = std::span(program_.code).subspan(unit.begin, unit.size);
    const std::vector<Needs> tests = TestsIn(code, unit.registers);
    std::vector<Needs> needs(code.size());
    for (size_t i = code.size(); i-- > 0;) {
      const Instruction& in = code[i];
      switch (in.op) {
        case Op::kReturnBool:
          needs[i] = in.a != 0 ? kNothing : nullptr;
          break;
        case Op::kReturnValue:
          needs[i] = kNothing;
          break;
        case Op::kJump:
          needs[i] = needs[in.c];
          break;
        case Op::kTest:
        case Op::kPresence:
        case Op::kAtom:
        case Op::kMatch:
          needs[i] = Either(Both(IfYes(in, tests[i]), needs[in.c]), needs[in.d]);
          break;
        case Op::kLoadSlot:
        case Op::kLoadConst:
        case Op::kLoadValue:
        case Op::kLoadCapture:
        case Op::kLoadCell:
        case Op::kMove:
        case Op::kCall:
        case Op::kMember:
          needs[i] = needs[i + 1];
          break;
      }
    }
    return needs.front();
  }

  // The needs at the instruction if its result is yes.
  Needs IfYes(const Instruction& in, const Needs& test) {
    if (in.op == Op::kAtom) return OfAtom(in.b);
    if (in.op == Op::kMatch) return in.b < of_rules_.size() ? of_rules_[in.b] : kNothing;
    return test;
  }

  Needs OfAtom(const Atom& atom) {
    if (const auto* test = std::get_if<TestOf>(&atom))
      return OfTest(test->test, test->slot, test->constant);
    const Unit* const unit = UnitOf(atom);
    return unit == nullptr ? kNothing : OfUnit(*unit);
  }

  // What a slot must hold for its test against a constant to hold.
  Needs OfTest(stdlib::KernelId test, uint32_t slot, uint32_t constant) const {
    if (!IsEquality(stdlib::Kernels()[test].name)) return kNothing;
    Texts texts = TextsOf(program_.constants[constant]);
    if (texts == nullptr) return kNothing;
    return std::make_shared<const BySlot>(BySlot{{slot, std::move(texts)}});
  }

  Needs OfAtom(uint32_t index) {
    std::optional<Needs>& known = atoms_[index];
    if (!known) {
      Needs needs = OfAtom(program_.atoms[index]);
      atoms_[index] = std::move(needs);
    }
    return *atoms_[index];
  }

  // For each test of a slot against constant texts, its needs; empty for other instructions.
  std::vector<Needs> TestsIn(std::span<const Instruction> code, uint16_t registers) const {
    std::vector<bool> is_target(code.size());
    for (const Instruction& in : code)
      for (size_t position = 0; position < kOperandCount; ++position)
        if (Info(in.op).operands[position] == OperandKind::kTarget)
          is_target[Operand(in, position)] = true;
    std::vector<Needs> tests(code.size(), kNothing);
    std::vector<std::optional<size_t>> written(registers);
    size_t block = 0;  // the start of the basic block: control enters it only there
    const auto writer = [&](uint32_t reg, Op op) -> const Instruction* {
      const auto& at = written[reg];
      return at && *at >= block && code[*at].op == op ? &code[*at] : nullptr;
    };
    for (size_t i = 0; i < code.size(); ++i) {
      if (is_target[i]) block = i;
      const Instruction& in = code[i];
      if (Info(in.op).operands[0] == OperandKind::kDst) written[in.a] = i;
      // Tests of equality have two arguments; others can have fewer registers.
      if (in.op != Op::kTest || !IsEquality(stdlib::Kernels()[in.b].name)) continue;
      const Instruction* const slot = writer(in.a, Op::kLoadSlot);
      const Instruction* const constant = writer(in.a + 1u, Op::kLoadConst);
      if (slot != nullptr && constant != nullptr)
        tests[i] = OfTest(static_cast<stdlib::KernelId>(in.b), slot->b, constant->b);
    }
    return tests;
  }

  const Program& program_;
  std::vector<std::optional<Needs>> atoms_;
  std::vector<Needs> of_rules_;
};

}  // namespace

std::vector<std::optional<Need>> FindNeeds(const Program& program) {
  Finder finder(program);
  std::vector<std::optional<Need>> needs;
  needs.reserve(program.rules.size());
  for (const Rule& rule : program.rules) needs.push_back(finder.Add(rule));
  return needs;
}

}  // namespace sigrun::program
