#include "runtime/exec/loaded_program.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/overloaded.h"
#include "runtime/program/inputs.h"
#include "runtime/program/needs.h"

namespace sigrun::exec {
namespace {

// One more than the verifier's nesting limit, for the unit that starts it.
constexpr size_t kMaxNesting = 66;

std::vector<uint32_t> ValuesOf(const program::Stateful& state) {
  std::set<uint32_t> values(state.group.begin(), state.group.end());
  values.insert(state.captures.begin(), state.captures.end());
  for (const auto& a : state.aggregates) values.insert(a.arguments.begin(), a.arguments.end());
  for (const auto& f : state.first_seen) values.insert(f.arguments.begin(), f.arguments.end());
  return {values.begin(), values.end()};
}

// For the code that decides whether the rule matches an event, which another rule may ask.
uint16_t MostRegisters(const program::Rule& rule) {
  uint16_t most = rule.condition.registers;
  for (const auto& exception : rule.exceptions) most = std::max(most, exception.when.registers);
  if (!rule.stateful) return most;
  for (const auto& a : rule.stateful->aggregates) most = std::max(most, a.where.registers);
  for (const auto& f : rule.stateful->first_seen) most = std::max(most, f.where.registers);
  if (rule.stateful->sequence)
    for (const auto& step : rule.stateful->sequence->steps)
      most = std::max(most, step.where.registers);
  return most;
}

}  // namespace

LoadedProgram::LoadedProgram(program::Program program, const LoadOptions& options)
    : program_(std::move(program)), options_(options) {
  PrepareConstants();
  IndexRules();
  for (const program::Rule& rule : program_.rules) rule_entries_.push_back(MakeEntry(rule));
  for (const program::Atom& atom : program_.atoms) atoms_.push_back(LoadAtom(atom));
  for (uint32_t i = 0; i < atoms_.size(); ++i) atoms_[i].looked_up = atom_index_.SlotOf(i);
  for (const program::Unit& unit : program_.values) values_.push_back({SlotOf(unit), {}});
  if (options.caches) cache_plan_ = CachePlan(program_);
  for (const auto& [atom, place] : cache_plan_.atoms()) atoms_[atom].place = place;
  for (const auto& [value, place] : cache_plan_.values()) values_[value].place = place;
  size_t largest = 0;
  for (const program::Instruction& instruction : program_.code)
    largest = std::max<size_t>(largest, instruction.a + size_t{1});
  for (const program::Atom& atom : program_.atoms)
    if (const program::Unit* unit = program::UnitOf(atom))
      largest = std::max<size_t>(largest, unit->registers);
  for (const program::Unit& unit : program_.values)
    largest = std::max<size_t>(largest, unit.registers);
  for (const program::Rule& rule : program_.rules)
    largest = std::max<size_t>(largest, MostRegisters(rule));
  register_stack_ = std::min<size_t>(largest, program::kMaxRegisters) * 2 + program::kMaxRegisters +
                    kMaxNesting * largest;
}

void LoadedProgram::PrepareConstants() {
  struct Maker {
    std::vector<std::shared_ptr<const stdlib::PreparedObject>>& prepared;
    Value operator()(bool value) const { return Value::Bool(value); }
    Value operator()(int64_t value) const { return Value::Int(value); }
    Value operator()(double value) const { return Value::Float(value); }
    Value operator()(const std::string& value) const { return Value::String(value); }
    Value operator()(Timestamp value) const { return Value::Time(value); }
    Value operator()(Duration value) const { return Value::Of(value); }
    Value operator()(const stdlib::PreparedSpec& spec) const {
      auto made = stdlib::Prepare(spec);
      SIGRUN_CHECK(made.ok());  // the verifier has prepared it before
      prepared.push_back(*made);
      return stdlib::PreparedValue(*prepared.back());
    }
  };
  for (const program::Constant& constant : program_.constants)
    constants_.push_back(std::visit(Maker{prepared_}, constant));
}

LoadedProgram::LoadedAtom LoadedProgram::LoadAtom(const program::Atom& atom) const {
  using Kind = LoadedAtom::Kind;
  LoadedAtom loaded;
  const auto presence = [&](const program::PresenceOf& of) {
    loaded.kind = of.mode == program::PresenceMode::kExists ? Kind::kExists : Kind::kPresence;
    loaded.slot = of.slot;
    loaded.mode = of.mode;
  };
  const auto test = [&](const program::TestOf& of) {
    loaded.kind = Kind::kTest;
    loaded.slot = of.slot;
    loaded.test = &stdlib::Kernels()[of.test];
    loaded.constant = &constants_[of.constant];
    loaded.all_elements = of.all_elements;
  };
  const auto logic = [&](const program::Logic& of) {
    loaded.kind = options_.shortcuts ? Kind::kLogic : Kind::kCode;
    loaded.unit = &of.unit;
  };
  const auto code = [&](const program::Code& of) { loaded.unit = &of.unit; };
  std::visit(Overloaded{presence, test, logic, code}, atom);
  return loaded;
}

// load_slot, return_value.
std::optional<uint32_t> LoadedProgram::SlotOf(const program::Unit& unit) const {
  using program::Op;
  const program::Instruction* code = program_.code.data() + unit.begin;
  const bool plain = options_.shortcuts && unit.size == 2 && code[0].op == Op::kLoadSlot &&
                     code[1].op == Op::kReturnValue && code[1].a == code[0].a;
  return plain ? std::optional(code[0].b) : std::nullopt;
}

// Nothing but: atom, return true, return false.
LoadedProgram::Predicate LoadedProgram::MakePredicate(const program::Unit& unit) const {
  using program::Op;
  if (!options_.shortcuts) return {unit, {}, false};
  const program::Instruction* code = program_.code.data() + unit.begin;
  const bool plain = unit.size == 3 && code[0].op == Op::kAtom && code[0].c == 1 &&
                     code[0].d == 2 && code[1].op == Op::kReturnBool && code[1].a == 1 &&
                     code[2].op == Op::kReturnBool && code[2].a == 0;
  return {
      unit, plain ? std::optional(code[0].b) : std::nullopt,
      std::all_of(code, code + unit.size, [](const auto& in) { return program::IsLogic(in.op); })};
}

LoadedProgram::RuleEntry LoadedProgram::MakeEntry(const program::Rule& rule) const {
  RuleEntry entry;
  entry.source = rule.source;
  if (!rule.stateful) {
    entry.condition = MakePredicate(rule.condition);
    entry.gate = GateOf(entry);
    return entry;
  }
  const auto source = [&](const program::Unit& where) -> FeedSource& {
    for (FeedSource& known : entry.sources)
      if (known.where.unit.begin == where.begin) return known;
    return entry.sources.emplace_back(FeedSource{MakePredicate(where)});
  };
  for (size_t i = 0; i < rule.stateful->aggregates.size(); ++i)
    source(rule.stateful->aggregates[i].where).aggregates |= uint64_t{1} << i;
  for (size_t i = 0; i < rule.stateful->first_seen.size(); ++i)
    source(rule.stateful->first_seen[i].where).first_seen |= uint64_t{1} << i;
  if (const auto& sequence = rule.stateful->sequence)
    for (size_t i = 0; i < sequence->steps.size(); ++i)
      source(sequence->steps[i].where).steps |= uint64_t{1} << i;
  entry.values = ValuesOf(*rule.stateful);
  entry.gate = GateOf(entry);
  return entry;
}

// Atoms that must hold for the predicate to hold: itself, and those it asks first, as long as their
// false result makes it false.
std::vector<uint32_t> LoadedProgram::NeededAtoms(const Predicate& predicate) const {
  using program::Op;
  std::vector<uint32_t> needed;
  if (predicate.atom) needed.push_back(*predicate.atom);
  const program::Unit* const of_atom =
      predicate.atom ? program::UnitOf(program_.atoms[*predicate.atom]) : &predicate.unit;
  if (of_atom == nullptr) return needed;
  const program::Unit& unit = *of_atom;
  const program::Instruction* const code = program_.code.data() + unit.begin;
  for (uint32_t i = 0; i < unit.size; ++i) {
    const program::Instruction& in = code[i];
    const bool asked_for_all = (in.op == Op::kAtom || in.op == Op::kMatch) && in.c == i + 1 &&
                               code[in.d].op == Op::kReturnBool && code[in.d].a == 0;
    if (!asked_for_all) break;
    // A rule that it asks precedes this one.
    const auto atom = in.op == Op::kAtom ? std::optional(in.b) : rule_entries_[in.b].gate;
    if (atom) needed.push_back(*atom);
  }
  return needed;
}

// The first atom that all paths into the rule need.
std::optional<uint32_t> LoadedProgram::GateOf(const RuleEntry& entry) const {
  if (!options_.shortcuts) return {};
  const bool stateful = !entry.sources.empty();
  std::vector<uint32_t> needed =
      NeededAtoms(stateful ? entry.sources.front().where : entry.condition);
  for (const FeedSource& source : entry.sources) {
    const std::vector<uint32_t> of_source = NeededAtoms(source.where);
    std::erase_if(needed, [&](uint32_t atom) {
      return std::find(of_source.begin(), of_source.end(), atom) == of_source.end();
    });
  }
  return needed.empty() ? std::nullopt : std::optional(needed.front());
}

void LoadedProgram::IndexRules() {
  std::vector<std::optional<program::Need>> needs(program_.rules.size());
  if (options_.dispatch) needs = program::FindNeeds(program_);
  std::map<uint32_t, std::map<std::string, std::vector<uint32_t>>> by_slot;
  std::vector<std::optional<uint32_t>> slots;  // by which each rule is found
  for (uint32_t r = 0; r < program_.rules.size(); ++r) {
    const std::optional<program::Need>& need = needs[r];
    found_by_text_.push_back(need.has_value());
    slots.push_back(need ? std::optional(need->slot) : std::nullopt);
    if (!need) continue;
    for (const std::string_view text : need->texts)
      by_slot[need->slot][std::string(text)].push_back(r);
  }
  for (const auto& [slot, rules] : by_slot) slot_indexes_.push_back({slot, RuleIndex(rules)});
  const std::vector<bool> every(program_.rules.size(), true);
  if (options_.index)
    atom_index_ =
        AtomIndex(program_, options_.dispatch ? found_by_text_ : every, options_.index_all);
  for (uint32_t source = 0; source < program_.sources.size(); ++source)
    groups_.push_back(FindRules(slots, LogSourceId{source}));
  groups_.push_back(FindRules(slots, LogSourceId{}));
  groups_.push_back(FindRules(slots, {}));
}

RuleSet RulesFor(const program::Program& program, uint32_t rule) {
  RuleSet rules((program.rules.size() + 63) / 64);
  for (const uint32_t needed : program::WithInputs(program, rule)) Add(needed, rules);
  return rules;
}

// `source`: of all rules, if there is none.
LoadedProgram::RuleGroup LoadedProgram::FindRules(const std::vector<std::optional<uint32_t>>& slots,
                                                  std::optional<LogSourceId> source) const {
  RuleGroup found;
  for (RuleSet* set : {&found.all, &found.always, &found.by_literal})
    set->resize((program_.rules.size() + 63) / 64);
  std::set<uint32_t> used;
  for (uint32_t r = 0; r < program_.rules.size(); ++r) {
    const LogSourceId of_rule = program_.rules[r].source;
    if (source && of_rule.valid() && of_rule != *source) continue;
    Add(r, found.all);
    if (slots[r])
      used.insert(*slots[r]);
    else
      Add(r, atom_index_.Finds(r) ? found.by_literal : found.always);
  }
  for (const SlotIndex& index : slot_indexes_)
    if (used.contains(index.slot)) found.equality.push_back(&index);
  const auto is_ours = [&](uint32_t rule) { return Contains(found.all, rule); };
  for (uint32_t i = 0; i < atom_index_.slots().size(); ++i)
    if (std::ranges::any_of(atom_index_.slots()[i].rules(), is_ours)) found.literals.push_back(i);
  return found;
}

}  // namespace sigrun::exec
