#include "compiler/codegen/emit.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <set>
#include <span>

#include "compiler/codegen/unit_emitter.h"

namespace sigrun::codegen {
namespace {

class RuleEmitter {
 public:
  RuleEmitter(Tables& tables, std::string& error) : tables_(tables), error_(error) {}

  program::Rule Rule(const ir::Rule& rule) {
    rule_ = &rule;
    program::Rule made;
    made.info = rule.info;
    made.meaning = rule.meaning;
    made.source = rule.source;
    Captures captures;
    Captures* context = rule.stateful ? &captures : nullptr;
    for (const ir::Exception& exception : rule.exceptions)
      made.exceptions.push_back(
          {Predicate(exception.when, nullptr), exception.until, exception.reason});
    if (!rule.stateful) made.condition = Predicate(rule.condition, nullptr);
    if (rule.stateful) made.stateful = State(*rule.stateful, captures);
    made.alert = Alert(rule.alert, context);
    if (!made.stateful) return made;
    made.stateful->memory.hash = rule.memory.hash;
    for (const uint32_t param : rule.memory.params)
      made.stateful->memory.constants.push_back(tables_.param_constants[param]);
    for (const ir::ExprId capture : captures.exprs()) {
      made.stateful->captures.push_back(ValueUnit(capture));
      made.stateful->memory.captures.push_back(ir::HashOf(tables_.network.rules, capture));
    }
    return made;
  }

 private:
  program::Unit Take(Result<program::Unit> unit) {
    if (unit.ok()) return *unit;
    if (error_.empty()) error_ = "rule " + rule_->info.name + ": " + unit.error().message;
    return {};
  }

  // Equal predicates on the event share one unit, so that an engine can detect that they are equal.
  program::Unit Predicate(ir::ExprId expr, Captures* captures) {
    if (captures != nullptr) return Take(UnitEmitter(tables_, captures).Predicate(expr));
    const auto [place, added] = predicates_.try_emplace(expr);
    if (added) place->second = Take(UnitEmitter(tables_, nullptr).Predicate(expr));
    return place->second;
  }
  program::Unit Value(ir::ExprId expr, Captures* captures) {
    return Take(UnitEmitter(tables_, captures).Value(expr));
  }

  // The index of an event value that the state captures.
  uint32_t ValueUnit(ir::ExprId expr) {
    const auto shared = tables_.network.value_of.find(expr);
    if (shared != tables_.network.value_of.end()) return shared->second;
    const auto [place, added] = own_values_.try_emplace(expr);
    if (added) {
      const program::Unit unit = Value(expr, nullptr);
      place->second = static_cast<uint32_t>(tables_.program.values.size());
      tables_.program.values.push_back(unit);
    }
    return place->second;
  }

  std::vector<uint32_t> ValueUnits(const std::vector<ir::ExprId>& exprs) {
    std::vector<uint32_t> units;
    units.reserve(exprs.size());
    for (const ir::ExprId expr : exprs) units.push_back(ValueUnit(expr));
    return units;
  }

  uint32_t Constant(ir::ExprId expr) { return tables_.Constant(expr); }

  program::Stateful State(const ir::Stateful& state, Captures& captures) {
    program::Stateful made;
    for (const ir::Named& group : state.group) {
      made.group_names.push_back(group.name);
      made.group.push_back(ValueUnit(group.value));
    }
    if (state.window)
      made.window = program::Window{state.window->kind, Constant(state.window->length)};
    for (const ir::Aggregate& a : state.aggregates)
      made.aggregates.push_back(
          {a.name, a.kind, Predicate(a.where, nullptr), ValueUnits(a.arguments),
           a.percent.valid() ? std::optional(Constant(a.percent)) : std::nullopt});
    for (const ir::Baseline& b : state.baselines)
      made.baselines.push_back({b.name, b.aggregate, Constant(b.history), Constant(b.every)});
    for (const ir::FirstSeen& f : state.first_seen)
      made.first_seen.push_back({f.name, Predicate(f.where, nullptr), ValueUnits(f.arguments),
                                 Constant(f.history), Constant(f.learn)});
    if (state.sequence) made.sequence = Sequence(*state.sequence);
    made.cells = state.cells;
    made.group_if_present = state.group_if_present;
    made.refire = state.refire;
    for (const ir::Proviso& proviso : state.provisos)
      made.provisos.push_back({proviso.kind, proviso.index, Predicate(proviso.holds, &captures)});
    made.condition = Predicate(rule_->condition, &captures);
    return made;
  }

  program::Sequence Sequence(const ir::Sequence& sequence) {
    program::Sequence made{sequence.alternatives, {}};
    for (const ir::SequenceStep& step : sequence.steps)
      made.steps.push_back({step.name, Predicate(step.where, nullptr), step.negated, step.repeat});
    return made;
  }

  std::vector<program::NamedUnit> Named(const std::vector<ir::Named>& named, Captures* captures) {
    std::vector<program::NamedUnit> made;
    made.reserve(named.size());
    for (const ir::Named& one : named) made.push_back({one.name, Value(one.value, captures)});
    return made;
  }

  program::AlertSpec Alert(const ir::Alert& alert, Captures* captures) {
    program::AlertSpec made;
    made.enabled = alert.enabled;
    if (alert.level.valid()) made.level = Value(alert.level, captures);
    for (const ir::MessagePart& part : alert.message) {
      program::MessagePart out{part.text, {}};
      if (part.value.valid()) out.unit = Value(part.value, captures);
      made.message.push_back(std::move(out));
    }
    made.fields = Named(alert.fields, captures);
    if (alert.suppress)
      made.suppress = program::Suppress{Constant(alert.suppress->duration),
                                        Named(alert.suppress->by, captures), rule_->suppress_keys};
    return made;
  }

  Tables& tables_;
  std::string& error_;
  const ir::Rule* rule_ = nullptr;
  std::map<ir::ExprId, uint32_t> own_values_;
  std::map<ir::ExprId, program::Unit> predicates_;
};

std::vector<event::Path> PathsOf(const std::vector<std::string_view>& dotted) {
  std::vector<event::Path> paths;
  for (const std::string_view path : dotted) {
    event::Path& keys = paths.emplace_back();
    for (const auto key : std::views::split(path, '.')) keys.emplace_back(key.begin(), key.end());
  }
  return paths;
}

event::SourceSpec SpecOf(const stdlib::LogSource& source) {
  return {std::string(source.name()),
          std::string(source.reader),
          {source.keys.begin(), source.keys.end()},
          PathsOf(source.time),
          PathsOf(source.id)};
}

// One question about one field needs no code.
std::optional<program::Atom> DirectAtom(Tables& tables, const ir::Node& node) {
  const ir::RuleSet& rules = tables.network.rules;
  if (!net::IsDirect(rules, node)) return {};
  const auto slot = [&](ir::ExprId operand) {
    return tables.Slot(std::get<ir::FieldRef>(rules.exprs[operand].node).field);
  };
  if (const auto* presence = std::get_if<ir::Presence>(&node))
    return program::PresenceOf{slot(presence->operand), presence->mode};
  const auto& test = std::get<ir::Test>(node);
  program::TestOf of{slot(test.arguments[0]), test.kernel, 0, test.all_elements};
  of.constant = tables.Constant(test.arguments[1]);
  return of;
}

Result<program::Atom> EmitAtom(Tables& tables, ir::ExprId atom) {
  if (const auto direct = DirectAtom(tables, tables.network.rules.exprs[atom].node)) return *direct;
  const Result<program::Unit> unit = UnitEmitter(tables, nullptr, atom).Predicate(atom);
  if (!unit.ok()) return unit.error();
  const auto code = std::span(tables.program.code).subspan(unit->begin, unit->size);
  const bool logic = std::ranges::all_of(code, program::IsLogic, &program::Instruction::op);
  return logic ? program::Atom(program::Logic{*unit}) : program::Atom(program::Code{*unit});
}

}  // namespace

Result<program::Program> Emit(const net::Network& network) {
  program::Program program;
  for (const stdlib::LogSource* source : network.rules.log_sources)
    program.sources.push_back(SpecOf(*source));
  Tables tables(network, program);
  std::string error;
  std::set<std::string> names;
  for (const ir::Rule& rule : network.rules.rules) names.insert(rule.info.name);
  for (const ir::Param& param : network.rules.params) {
    const uint32_t constant = tables.constants.Add(param.value);
    tables.param_constants.push_back(constant);
    // A rule skipped because of an error leaves its parameters behind.
    if (names.count(param.rule))
      program.params.push_back({param.rule, param.name, param.type, constant, param.help});
  }
  for (const ir::ExprId atom : network.atoms) {
    Result<program::Atom> made = EmitAtom(tables, atom);
    if (!made.ok()) return made.error();
    program.atoms.push_back(*made);
  }
  for (const ir::ExprId value : network.values) {
    auto unit = UnitEmitter(tables, nullptr, value).Value(value);
    if (!unit.ok()) return unit.error();
    program.values.push_back(*unit);
  }
  RuleEmitter rules(tables, error);
  for (const ir::Rule& rule : network.rules.rules) program.rules.push_back(rules.Rule(rule));
  if (!error.empty()) return Error{error};
  return program;
}

}  // namespace sigrun::codegen
