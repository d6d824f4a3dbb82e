#include "runtime/program/join.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/overloaded.h"

namespace sigrun::program {
namespace {

// Renumbers the references of `b` so that it can follow `a`.
class Joiner {
 public:
  Joiner(Program& a, const Program& b)
      : a_(a),
        code_(static_cast<uint32_t>(a.code.size())),
        constants_(static_cast<uint32_t>(a.constants.size())),
        atoms_(static_cast<uint32_t>(a.atoms.size())),
        values_(static_cast<uint32_t>(a.values.size())),
        rules_(static_cast<uint32_t>(a.rules.size())) {
    std::map<event::SlotSpec, uint32_t> known;
    for (uint32_t i = 0; i < a.slots.size(); ++i) known.emplace(a.slots[i], i);
    for (const event::SlotSpec& slot : b.slots) {
      const auto [place, added] = known.emplace(slot, static_cast<uint32_t>(a.slots.size()));
      if (added) a.slots.push_back(slot);
      slots_.push_back(place->second);
    }
    for (const event::SourceSpec& source : b.sources) {
      const auto same = std::ranges::find(a.sources, source.name, &event::SourceSpec::name);
      sources_.push_back({static_cast<uint32_t>(same - a.sources.begin())});
      if (same == a.sources.end()) a.sources.push_back(source);
    }
  }

  void Run(const Program& b) {
    for (const Instruction& in : b.code) a_.code.push_back(Move(in));
    a_.constants.insert(a_.constants.end(), b.constants.begin(), b.constants.end());
    for (const Atom& atom : b.atoms) a_.atoms.push_back(Move(atom));
    for (const Unit& unit : b.values) a_.values.push_back(Move(unit));
    for (Param param : b.params) {
      param.constant += constants_;
      a_.params.push_back(std::move(param));
    }
    for (const Rule& rule : b.rules) a_.rules.push_back(Move(rule));
    for (const auto& field : b.time_fields)
      if (std::find(a_.time_fields.begin(), a_.time_fields.end(), field) == a_.time_fields.end())
        a_.time_fields.push_back(field);
  }

 private:
  uint32_t Move(OperandKind kind, uint32_t operand) const {
    switch (kind) {
      case OperandKind::kSlot:
        return slots_[operand];
      case OperandKind::kConst:
      case OperandKind::kKey:
        return operand + constants_;
      case OperandKind::kAtom:
        return operand + atoms_;
      case OperandKind::kValueUnit:
        return operand + values_;
      case OperandKind::kRule:
        return operand + rules_;
      default:
        return operand;
    }
  }

  Instruction Move(Instruction in) const {
    const OpInfo& info = Info(in.op);
    in.b = Move(info.operands[1], in.b);
    in.c = Move(info.operands[2], in.c);
    in.d = Move(info.operands[3], in.d);
    return in;
  }

  Unit Move(Unit unit) const {
    unit.begin += code_;
    return unit;
  }

  Atom Move(const Atom& atom) const {
    return std::visit(Overloaded{
                          [&](PresenceOf of) -> Atom {
                            of.slot = slots_[of.slot];
                            return of;
                          },
                          [&](TestOf of) -> Atom {
                            of.slot = slots_[of.slot];
                            of.constant += constants_;
                            return of;
                          },
                          [&](const Logic& logic) -> Atom { return Logic{Move(logic.unit)}; },
                          [&](const Code& code) -> Atom { return Code{Move(code.unit)}; },
                      },
                      atom);
  }

  void MoveAll(std::vector<uint32_t>& values) const {
    for (uint32_t& value : values) value += values_;
  }

  void MoveAll(std::vector<NamedUnit>& units) const {
    for (NamedUnit& named : units) named.unit = Move(named.unit);
  }

  Stateful Move(Stateful state) const {
    MoveAll(state.group);
    MoveAll(state.captures);
    for (uint32_t& constant : state.memory.constants) constant += constants_;
    if (state.window) state.window->length += constants_;
    for (Aggregate& aggregate : state.aggregates) {
      aggregate.where = Move(aggregate.where);
      MoveAll(aggregate.arguments);
      if (aggregate.percent) *aggregate.percent += constants_;
    }
    for (Baseline& baseline : state.baselines) {
      baseline.history += constants_;
      baseline.every += constants_;
    }
    for (FirstSeen& seen : state.first_seen) {
      seen.where = Move(seen.where);
      MoveAll(seen.arguments);
      seen.history += constants_;
      seen.learn += constants_;
    }
    if (state.sequence)
      for (SequenceStep& step : state.sequence->steps) step.where = Move(step.where);
    state.condition = Move(state.condition);
    for (Proviso& proviso : state.provisos) proviso.holds = Move(proviso.holds);
    return state;
  }

  Rule Move(Rule rule) const {
    if (rule.source.valid()) rule.source = sources_[rule.source.index];
    if (rule.stateful)
      rule.stateful = Move(std::move(*rule.stateful));
    else
      rule.condition = Move(rule.condition);
    for (Exception& exception : rule.exceptions) exception.when = Move(exception.when);
    if (rule.alert.level) rule.alert.level = Move(*rule.alert.level);
    for (MessagePart& part : rule.alert.message)
      if (part.unit) part.unit = Move(*part.unit);
    MoveAll(rule.alert.fields);
    if (rule.alert.suppress) {
      rule.alert.suppress->duration += constants_;
      MoveAll(rule.alert.suppress->by);
    }
    return rule;
  }

  Program& a_;
  uint32_t code_, constants_, atoms_, values_, rules_;
  std::vector<uint32_t> slots_;       // the slot of `a` for each of `b`
  std::vector<LogSourceId> sources_;  // the same of log sources
};

}  // namespace

Result<Program> Join(Program a, const Program& b) {
  std::set<std::string> taken;
  for (const Rule& rule : a.rules) taken.insert({rule.info.name, rule.info.id});
  for (const Rule& rule : b.rules)
    for (const std::string& name : {rule.info.name, rule.info.id})
      if (taken.count(name))
        return Error{
            fmt::format("two of the rule packs have a rule `{}`: load only one of them", name)};
  Joiner(a, b).Run(b);
  return a;
}

}  // namespace sigrun::program
