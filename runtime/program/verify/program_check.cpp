#include "runtime/program/verify/program_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "runtime/program/operands.h"
#include "runtime/program/text.h"
#include "runtime/program/units.h"

namespace sigrun::program {
namespace {

Complaint CheckSizes(const Program& program) {
  if (Complaint why = CheckCount("slots", program.slots.size(), kMaxSlots)) return why;
  if (Complaint why = CheckCount("constants", program.constants.size(), kMaxConstants)) return why;
  if (Complaint why = CheckCount("instructions", program.code.size(), kMaxCode)) return why;
  if (Complaint why = CheckCount("atoms", program.atoms.size(), kMaxAtoms)) return why;
  if (Complaint why = CheckCount("values", program.values.size(), kMaxValues)) return why;
  if (Complaint why = CheckCount("params", program.params.size(), kMaxParams)) return why;
  if (Complaint why = CheckCount("log sources", program.sources.size(), kMaxSources)) return why;
  return CheckCount("rules", program.rules.size(), kMaxRules);
}

Complaint CheckPaths(std::string_view what, const std::vector<event::Path>& paths) {
  for (size_t i = 0; i < paths.size(); ++i) {
    if (paths[i].empty()) return fmt::format("{} {}: no keys", what, i);
    if (Complaint why = CheckCount("keys", paths[i].size(), kMaxPathKeys))
      return fmt::format("{} {}: {}", what, i, *why);
  }
  return {};
}

Complaint CheckSources(const Program& program) {
  std::set<std::string_view> names;
  size_t fields = 0;
  for (const event::SourceSpec& source : program.sources) {
    if (source.name.empty()) return "a log source has no name";
    if (!names.insert(source.name).second)
      return fmt::format("two log sources are called {}", Quoted(source.name));
    if (!source.reader.empty() && !event::IsReader(source.reader))
      return fmt::format("log source {}: nothing here reads {}", Quoted(source.name),
                         Quoted(source.reader));
    if (Complaint why = CheckPaths("time", source.time))
      return fmt::format("log source {}: {}", Quoted(source.name), *why);
    if (Complaint why = CheckPaths("id", source.id))
      return fmt::format("log source {}: {}", Quoted(source.name), *why);
    fields += source.keys.size() + source.time.size() + source.id.size();
  }
  return CheckCount("fields of log sources", fields, kMaxSourceFields);
}

Complaint CheckTimeFields(const Program& program) {
  if (Complaint why = CheckCount("time fields", program.time_fields.size(), kMaxTimeFields))
    return why;
  return CheckPaths("time field", program.time_fields);
}

Complaint CheckSlots(const Program& program) {
  for (size_t i = 0; i < program.slots.size(); ++i)
    if (Complaint why = CheckCount("keys", program.slots[i].path.size(), kMaxPathKeys))
      return fmt::format("slot {}: {}", i, *why);
  return {};
}

Complaint CheckPrepared(const stdlib::PreparedSpec& spec) {
  if (!IsNamed(spec.kind))
    return fmt::format("no kind {} of prepared constant", static_cast<int>(spec.kind));
  const auto object = stdlib::Prepare(spec);
  if (object.ok()) return {};
  return fmt::format("{} cannot be prepared: {}", Describe(spec), object.error().message);
}

Complaint CheckConstant(const Constant& constant) {
  if (const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant)) return CheckPrepared(*spec);
  if (const auto* time = std::get_if<Timestamp>(&constant)) return CheckTime(*time);
  return {};
}

Complaint CheckConstants(const Program& program) {
  for (size_t i = 0; i < program.constants.size(); ++i)
    if (Complaint why = CheckConstant(program.constants[i]))
      return fmt::format("constant {}: {}", i, *why);
  return {};
}

bool IsPrepared(const Constant& constant, std::initializer_list<stdlib::PreparedKind> kinds) {
  const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant);
  return spec != nullptr && std::ranges::find(kinds, spec->kind) != kinds.end();
}

bool IsListOf(stdlib::TypeKind element, const Constant& constant) {
  using stdlib::PreparedKind;
  using stdlib::TypeKind;
  if (element == TypeKind::kIp || element == TypeKind::kCidr)
    return IsPrepared(constant, {PreparedKind::kCidrSet});
  if (stdlib::Type{element}.IsNumber()) return IsPrepared(constant, {PreparedKind::kNumberSet});
  return IsPrepared(constant, {PreparedKind::kTextSet, PreparedKind::kTextSetCased,
                               PreparedKind::kMixedSet, PreparedKind::kMixedSetCased,
                               PreparedKind::kPartList, PreparedKind::kPartListCased});
}

// Whether this constant can hold a parameter declared as `type`. Text that a rule uses as a pattern
// is stored prepared.
bool Fits(stdlib::Type type, const Constant& constant) {
  using stdlib::PreparedKind;
  switch (type.kind) {
    case stdlib::TypeKind::kBool:
      return std::holds_alternative<bool>(constant);
    case stdlib::TypeKind::kInt:
    case stdlib::TypeKind::kBytes:
      return std::holds_alternative<int64_t>(constant);
    case stdlib::TypeKind::kFloat:
      return std::holds_alternative<double>(constant);
    case stdlib::TypeKind::kString:
      return std::holds_alternative<std::string>(constant) ||
             IsPrepared(constant, {PreparedKind::kGlob});
    case stdlib::TypeKind::kIp:
      return std::holds_alternative<std::string>(constant);
    case stdlib::TypeKind::kCidr:
      return std::holds_alternative<std::string>(constant) ||
             IsPrepared(constant, {PreparedKind::kCidrSet});
    case stdlib::TypeKind::kTimestamp:
      return std::holds_alternative<Timestamp>(constant);
    case stdlib::TypeKind::kDuration:
      return std::holds_alternative<Duration>(constant);
    case stdlib::TypeKind::kRegex:
      return IsPrepared(constant, {PreparedKind::kRegex});
    case stdlib::TypeKind::kList:
      return IsListOf(type.element, constant);
    case stdlib::TypeKind::kAny:
      return false;
  }
  return false;
}

Complaint CheckType(stdlib::Type type) {
  if (IsNamed(type.kind) && IsNamed(type.element)) return {};
  return fmt::format("no type {}/{}", static_cast<int>(type.kind), static_cast<int>(type.element));
}

Complaint CheckParam(const Program& program, const Param& param) {
  if (param.name.empty()) return "has no name";
  if (Complaint why = CheckType(param.type)) return why;
  if (param.constant >= program.constants.size())
    return fmt::format("no constant {}: there are {}", param.constant, program.constants.size());
  if (Fits(param.type, program.constants[param.constant])) return {};
  return fmt::format("is declared {} and constant {} is {}", stdlib::TypeName(param.type),
                     param.constant, Describe(program.constants[param.constant]));
}

Complaint CheckParams(const Program& program) {
  std::set<std::pair<std::string_view, std::string_view>> names;
  std::set<uint32_t> constants;
  for (const Param& param : program.params) {
    const std::string who =
        fmt::format("param {} of rule {}", Quoted(param.name), Quoted(param.rule));
    if (Complaint why = CheckParam(program, param)) return fmt::format("{}: {}", who, *why);
    if (!names.emplace(param.rule, param.name).second) return who + " stands twice";
    if (!constants.insert(param.constant).second)
      return fmt::format("{}: constant {} belongs to another param", who, param.constant);
  }
  return {};
}

struct Piece {
  Unit unit;
  std::string name;
};

std::vector<Piece> AllUnits(const Program& program) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < program.atoms.size(); ++i)
    if (const Unit* unit = UnitOf(program.atoms[i]))
      pieces.push_back({*unit, fmt::format("atom {}", i)});
  for (size_t i = 0; i < program.values.size(); ++i)
    pieces.push_back({program.values[i], fmt::format("value {}", i)});
  for (const Rule& rule : program.rules)
    ForEachUnit(rule, [&](const Unit& unit, const UnitRole&, const std::string& name) {
      pieces.push_back({unit, fmt::format("rule {}, {}", Quoted(rule.info.name), name)});
    });
  return pieces;
}

Complaint CheckExtent(const Program& program, const Piece& piece) {
  const Unit& unit = piece.unit;
  if (unit.size == 0) return piece.name + ": has no code";
  if (unit.begin > program.code.size() || unit.size > program.code.size() - unit.begin)
    return fmt::format("{}: its {} instructions from {} on reach beyond the program's {}",
                       piece.name, unit.size, unit.begin, program.code.size());
  if (unit.size > kMaxUnitSize)
    return fmt::format("{}: {}", piece.name, *CheckCount("instructions", unit.size, kMaxUnitSize));
  if (unit.registers > kMaxRegisters)
    return fmt::format("{}: {}", piece.name,
                       *CheckCount("registers", unit.registers, kMaxRegisters));
  return {};
}

std::string Orphans(size_t begin, size_t end) {
  return fmt::format("the instructions from {} to {} belong to no unit", begin, end - 1);
}

// References between atoms, values and rules, as numbers of nodes: atoms first, then values, then
// rules.
class ReferenceGraph {
 public:
  explicit ReferenceGraph(const Program& program)
      : program_(program),
        values_(static_cast<uint32_t>(program.atoms.size())),
        rules_(values_ + static_cast<uint32_t>(program.values.size())),
        nodes_(rules_ + program.rules.size()) {}

  Complaint Check() {
    for (uint32_t node = 0; node < nodes_.size(); ++node) {
      if (Complaint why = Measure(node, node < rules_ ? 1 : 0)) return why;
      if (node >= rules_ && nodes_[node].rules_below > node - rules_)
        return fmt::format("{}: asks rule {}, which does not stand before it", NameOf(node),
                           nodes_[node].rules_below - 1);
    }
    return {};
  }

 private:
  static constexpr uint32_t kNew = 0;
  static constexpr uint32_t kInProgress = UINT32_MAX;

  struct Node {
    uint32_t height = kNew;
    uint32_t rules_below = 0;  // one more than the last rule that it refers to
  };

  std::string NameOf(uint32_t node) const {
    if (node >= rules_) return "rule " + Quoted(program_.rules[node - rules_].info.name);
    return node < values_ ? fmt::format("atom {}", node) : fmt::format("value {}", node - values_);
  }

  Complaint Measure(uint32_t node, uint32_t level) {
    if (nodes_[node].height == kInProgress) return NameOf(node) + ": contains itself";
    if (level > kMaxReferenceDepth) return TooDeep(node);
    if (nodes_[node].height != kNew) return {};
    nodes_[node].height = kInProgress;
    Node measured;
    measured.height = 1;
    if (Complaint why = MeasureBelow(node, level, measured)) return why;
    // A rule that no other rule refers to is not part of another.
    if (measured.height > kMaxReferenceDepth + (node < rules_ ? 0 : 1)) return TooDeep(node);
    nodes_[node] = measured;
    return {};
  }

  Complaint MeasureBelow(uint32_t node, uint32_t level, Node& measured) {
    if (node >= rules_) return MeasureRule(program_.rules[node - rules_], level, measured);
    if (node >= values_) return MeasureUnit(program_.values[node - values_], level, measured);
    const Unit* const unit = UnitOf(program_.atoms[node]);
    return unit == nullptr ? Complaint() : MeasureUnit(*unit, level, measured);
  }

  // The code that decides whether the rule matches an event, and the references of its state code.
  Complaint MeasureRule(const Rule& rule, uint32_t level, Node& measured) {
    Complaint first;
    ForEachUnit(rule, [&](const Unit& unit, const UnitRole&, const std::string&) {
      if (!first) first = MeasureUnit(unit, level, measured);
    });
    if (first || !rule.stateful) return first;
    for (const Aggregate& aggregate : rule.stateful->aggregates)
      for (const uint32_t value : aggregate.arguments)
        if (Complaint why = MeasureInner(values_ + value, level, measured)) return why;
    for (const FirstSeen& seen : rule.stateful->first_seen)
      for (const uint32_t value : seen.arguments)
        if (Complaint why = MeasureInner(values_ + value, level, measured)) return why;
    return {};
  }

  Complaint MeasureUnit(const Unit& unit, uint32_t level, Node& measured) {
    for (uint32_t i = unit.begin; i < unit.begin + unit.size; ++i)
      for (size_t position = 0; position < kOperandCount; ++position)
        if (const std::optional<uint32_t> inner = NodeAt(program_.code[i], position))
          if (Complaint why = MeasureInner(*inner, level, measured)) return why;
    return {};
  }

  Complaint MeasureInner(uint32_t inner, uint32_t level, Node& measured) {
    if (Complaint why = Measure(inner, level + 1)) return why;
    measured.height = std::max(measured.height, nodes_[inner].height + 1);
    measured.rules_below = std::max(
        measured.rules_below, inner < rules_ ? nodes_[inner].rules_below : inner - rules_ + 1);
    return {};
  }

  // The atom, value or rule that an operand refers to, if any.
  std::optional<uint32_t> NodeAt(const Instruction& instruction, size_t position) const {
    const uint32_t operand = Operand(instruction, position);
    switch (Info(instruction.op).operands[position]) {
      case OperandKind::kAtom:
        return operand;
      case OperandKind::kValueUnit:
        return values_ + operand;
      case OperandKind::kRule:
        return rules_ + operand;
      default:
        return {};
    }
  }

  std::string TooDeep(uint32_t node) const {
    return fmt::format("{}: atoms, values and rules nest deeper than {}", NameOf(node),
                       kMaxReferenceDepth);
  }

  const Program& program_;
  const uint32_t values_, rules_;  // the first node of each
  std::vector<Node> nodes_;
};

// Units are either equal or disjoint: one is never a part of another.
bool IsWholeOf(const Unit& a, const Unit& b) {
  return a.begin == b.begin && a.size == b.size && a.registers == b.registers;
}

}  // namespace

Complaint CheckCount(std::string_view what, size_t count, size_t limit) {
  if (count <= limit) return {};
  return fmt::format("{} {}; the limit is {}", count, what, limit);
}

// One more day on either side, for times written with an offset.
Complaint CheckTime(Timestamp time) {
  if (time > FromCivil(0, 12, 30) && time < FromCivil(10000, 1, 2)) return {};
  return fmt::format("the time {}us is not in the years 1 to 9999", time.micros);
}

Complaint CheckTables(const Program& program) {
  if (Complaint why = CheckSizes(program)) return why;
  if (Complaint why = CheckSlots(program)) return why;
  if (Complaint why = CheckSources(program)) return why;
  if (Complaint why = CheckTimeFields(program)) return why;
  if (Complaint why = CheckConstants(program)) return why;
  return CheckParams(program);
}

Complaint CheckLayout(const Program& program) {
  std::vector<Piece> pieces = AllUnits(program);
  for (const Piece& piece : pieces)
    if (Complaint why = CheckExtent(program, piece)) return why;
  std::ranges::stable_sort(pieces, {}, [](const Piece& piece) { return piece.unit.begin; });
  size_t end = 0;
  const Piece* previous = nullptr;
  for (const Piece& piece : pieces) {
    if (previous != nullptr && IsWholeOf(piece.unit, previous->unit)) continue;
    if (piece.unit.begin < end)
      return fmt::format("{}: shares code with {}", piece.name, previous->name);
    if (piece.unit.begin > end) return Orphans(end, piece.unit.begin);
    end = piece.unit.begin + piece.unit.size;
    previous = &piece;
  }
  if (end < program.code.size()) return Orphans(end, program.code.size());
  return {};
}

Complaint CheckReferences(const Program& program) { return ReferenceGraph(program).Check(); }

}  // namespace sigrun::program
