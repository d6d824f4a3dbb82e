// A rule's meaning is a tree of hashes: each part is hashed over its own canonical bytes and the
// hashes of its parts. Names and display text are not included.
#include <unordered_map>

#include "base/overloaded.h"
#include "compiler/ir/canonical.h"
#include "compiler/ir/ir.h"

namespace sigrun::ir {
namespace {

constexpr size_t kDigits = 32;

class Meanings {
 public:
  explicit Meanings(const RuleSet& rules) : rules_(rules) {}

  std::string Of(const Rule& rule) {
    Canonical bytes("rule");
    PutSource(bytes, rule.source);
    bytes.Text(rule.stateful ? Of(*rule.stateful) : "");
    bytes.Int(static_cast<int64_t>(rule.exceptions.size()));
    for (const Exception& exception : rule.exceptions) {
      bytes.Text(Of(exception.when)).Int(exception.until ? 1 : 0);
      if (exception.until) bytes.Int(exception.until->micros);
    }
    bytes.Text(Of(rule.condition));
    bytes.Text(rule.alert.suppress ? Of(*rule.alert.suppress) : "");
    for (const Param& param : rules_.params)
      if (param.rule == rule.info.name) bytes.Text(param.name).Constant(param.value);
    return bytes.Digest().substr(0, kDigits);
  }

 private:
  // The first sources were known by numbers before programs had a table of them, and the ids of
  // alerts hang on that.
  void PutSource(Canonical& bytes, LogSourceId source) const {
    enum Number : uint8_t { kSeveral = 2, kByName = 3, kNumbered = 2 };
    if (!source.valid())
      bytes.Choice(kSeveral);
    else if (source.index < kNumbered)
      bytes.Int(source.index);
    else
      bytes.Choice(kByName).Text(rules_.log_sources[source]->name());
  }

  // Parts that are shared are hashed once.
  std::string Of(ExprId id) {
    if (!id.valid()) return "";
    if (const auto known = hashes_.find(id.index); known != hashes_.end()) return known->second;
    Canonical bytes = Head(rules_.exprs[id].node);
    Put(bytes, Operands(rules_.exprs[id].node));
    return hashes_.emplace(id.index, bytes.Digest()).first->second;
  }

  void Put(Canonical& bytes, const std::vector<ExprId>& operands) {
    bytes.Int(static_cast<int64_t>(operands.size()));
    for (const ExprId operand : operands) bytes.Text(Of(operand));
  }

  void Put(Canonical& bytes, const std::vector<Named>& named) {
    bytes.Int(static_cast<int64_t>(named.size()));
    for (const Named& one : named) bytes.Text(Of(one.value));
  }

  // A node without its operands.
  Canonical Head(const Node& node) const {
    return std::visit(
        Overloaded{
            [](const Const& n) { return Canonical("const").Constant(n.value); },
            [&](const ParamRef& n) { return Canonical("param").Text(rules_.params[n.param].name); },
            [&](const FieldRef& n) {
              Canonical bytes("field");
              bytes.Int(static_cast<int64_t>(rules_.fields[n.field].path.size()));
              for (const std::string& key : rules_.fields[n.field].path) bytes.Text(key);
              return bytes;
            },
            [](const CellRef& n) { return Canonical("cell").Int(n.cell); },
            [](const Truth& n) { return Canonical("truth").Int(n.value ? 1 : 0); },
            [](const Call& n) { return Canonical("call").Text(stdlib::Kernels()[n.kernel].name); },
            [](const Test& n) {
              return Canonical("test")
                  .Text(stdlib::Kernels()[n.kernel].name)
                  .Int(n.all_elements ? 1 : 0);
            },
            [](const Member& n) { return Canonical("member").Text(n.key); },
            [](const If&) { return Canonical("if"); },
            [](const Coalesce&) { return Canonical("coalesce"); },
            [](const BoolOf&) { return Canonical("bool"); },
            [](const And&) { return Canonical("and"); },
            [](const Or&) { return Canonical("or"); },
            [](const Not&) { return Canonical("not"); },
            [](const AtLeast& n) { return Canonical("at-least").Int(n.count); },
            [](const Presence& n) { return Canonical("presence").Choice(n.mode); },
            [&](const RuleMatches& n) {
              return Canonical(n.fires ? "fires" : "matches").Text(rules_.rules[n.rule].meaning);
            },
        },
        node);
  }

  std::string Of(const Stateful& state) {
    Canonical bytes("state");
    Put(bytes, state.group);
    bytes.Int(state.group_if_present ? 1 : 0).Choice(state.refire);
    if (state.window)
      bytes.Text("window").Choice(state.window->kind).Text(Of(state.window->length));
    for (const Aggregate& a : state.aggregates) {
      bytes.Text("aggregate").Choice(a.kind).Text(Of(a.where)).Text(Of(a.percent));
      Put(bytes, a.arguments);
    }
    for (const Baseline& b : state.baselines)
      bytes.Text("baseline").Int(b.aggregate).Text(Of(b.history)).Text(Of(b.every));
    for (const FirstSeen& f : state.first_seen) {
      bytes.Text("first_seen").Text(Of(f.where)).Text(Of(f.history)).Text(Of(f.learn));
      Put(bytes, f.arguments);
    }
    if (state.sequence) bytes.Text("sequence").Text(Of(*state.sequence));
    for (const Proviso& proviso : state.provisos)
      bytes.Text("proviso").Choice(proviso.kind).Int(proviso.index).Text(Of(proviso.holds));
    for (const program::Cell& cell : state.cells)
      bytes.Text("cell").Choice(cell.kind).Int(cell.index);
    return bytes.Digest();
  }

  std::string Of(const Sequence& sequence) {
    Canonical bytes("sequence");
    for (const program::SequenceAlternative& one : sequence.alternatives)
      bytes.Text("alternative").Int(one.steps).Int(one.at_least).Int(one.any_order ? 1 : 0);
    for (const SequenceStep& step : sequence.steps)
      bytes.Text("step").Int(step.negated ? 1 : 0).Int(step.repeat).Text(Of(step.where));
    return bytes.Digest();
  }

  std::string Of(const Suppress& suppress) {
    Canonical bytes("suppress");
    bytes.Text(Of(suppress.duration));
    Put(bytes, suppress.by);
    return bytes.Digest();
  }

  const RuleSet& rules_;
  std::unordered_map<uint32_t, std::string> hashes_;
};

}  // namespace

std::string Meaning(const RuleSet& rules, const Rule& rule) { return Meanings(rules).Of(rule); }

}  // namespace sigrun::ir
