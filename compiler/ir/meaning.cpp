// A rule is hashed as a tree: each part over its own canonical bytes and the hashes of its parts.
// Names and display text are not included.
#include <map>
#include <set>
#include <unordered_map>

#include "base/overloaded.h"
#include "compiler/ir/canonical.h"
#include "compiler/ir/ir.h"

namespace sigrun::ir {
namespace {

constexpr size_t kDigits = 32;

std::string Cut(const Canonical& bytes) { return bytes.Digest().substr(0, kDigits); }

// Which lists count by their contents. The identity of alerts changes with them; what a rule
// remembers does not, or one more address in a list would erase the memory of its rule.
enum class Lists : uint8_t { kByContent, kByKind };

class Hasher {
 public:
  Hasher(const RuleSet& rules, Lists lists) : rules_(rules), lists_(lists) {}

  std::string Meaning(const Rule& rule) {
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
    return Cut(bytes);
  }

  // What the memory of a stateful rule holds. The condition on it is not part of it.
  std::string Memory(const Rule& rule) {
    Canonical bytes("memory");
    PutSource(bytes, rule.source);
    const Stateful& state = *rule.stateful;
    PutGroup(bytes, state);
    PutParts(bytes, state);
    return Cut(bytes);
  }

  std::string Keys(const Suppress& suppress) {
    Canonical bytes("keys");
    Put(bytes, suppress.by);
    return Cut(bytes);
  }

  std::string Value(ExprId expr) { return Of(expr).substr(0, kDigits); }

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

  // What an event must be like to match the rule or feed it. Rules are nested a few deep only.
  const std::string& Content(uint32_t index) {
    std::string& content = contents_[index];
    if (!content.empty()) return content;
    const Rule& rule = rules_.rules[index];
    Canonical bytes("content");
    PutSource(bytes, rule.source);
    bytes.Text(rule.stateful ? Of(*rule.stateful) : "").Text(Of(rule.condition));
    return content = Cut(bytes);
  }

  // A node without its operands.
  Canonical Head(const Node& node) {
    return std::visit(
        Overloaded{
            [&](const Const& n) { return HeadOf(n.value); },
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
              return Canonical(n.fires ? "fires" : "matches")
                  .Text(lists_ == Lists::kByContent ? rules_.rules[n.rule].meaning
                                                    : Content(n.rule));
            },
        },
        node);
  }

  Canonical HeadOf(const program::Constant& constant) const {
    const auto* list = std::get_if<stdlib::PreparedSpec>(&constant);
    if (list == nullptr || lists_ == Lists::kByContent)
      return Canonical("const").Constant(constant);
    return Canonical("list").Choice(list->kind).Text(list->flags);
  }

  std::string Of(const Stateful& state) {
    Canonical bytes("state");
    PutGroup(bytes, state);
    bytes.Choice(state.refire);
    PutParts(bytes, state);
    for (const program::Cell& cell : state.cells)
      bytes.Text("cell").Choice(cell.kind).Int(cell.index);
    return bytes.Digest();
  }

  void PutGroup(Canonical& bytes, const Stateful& state) {
    Put(bytes, state.group);
    bytes.Int(state.group_if_present ? 1 : 0);
  }

  void PutParts(Canonical& bytes, const Stateful& state) {
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
  const Lists lists_;
  std::unordered_map<uint32_t, std::string> hashes_;
  std::map<uint32_t, std::string> contents_;  // of rules that are asked for
};

// The parameters that the memory of a rule depends on.
class ParamsOfMemory {
 public:
  explicit ParamsOfMemory(const RuleSet& rules) : rules_(rules) {}

  std::vector<uint32_t> Find(const Stateful& state) {
    for (const Named& group : state.group) Visit(group.value);
    if (state.window) Visit(state.window->length);
    for (const Aggregate& a : state.aggregates) {
      Visit(a.where);
      Visit(a.percent);
      for (const ExprId argument : a.arguments) Visit(argument);
    }
    for (const Baseline& b : state.baselines) {
      Visit(b.history);
      Visit(b.every);
    }
    for (const FirstSeen& f : state.first_seen) {
      Visit(f.where);
      Visit(f.history);
      Visit(f.learn);
      for (const ExprId argument : f.arguments) Visit(argument);
    }
    if (state.sequence)
      for (const SequenceStep& step : state.sequence->steps) Visit(step.where);
    for (const Proviso& proviso : state.provisos) Visit(proviso.holds);
    return {params_.begin(), params_.end()};
  }

 private:
  void Visit(ExprId id) {
    if (!id.valid() || !seen_.insert(id.index).second) return;
    const Node& node = rules_.exprs[id].node;
    if (const auto* param = std::get_if<ParamRef>(&node)) params_.insert(param->param);
    for (const ExprId operand : Operands(node)) Visit(operand);
  }

  const RuleSet& rules_;
  std::set<uint32_t> seen_, params_;
};

}  // namespace

void HashRules(RuleSet& rules) {
  Hasher exact(rules, Lists::kByContent), loose(rules, Lists::kByKind);
  for (Rule& rule : rules.rules) {
    rule.meaning = exact.Meaning(rule);
    if (rule.stateful)
      rule.memory = {loose.Memory(rule), ParamsOfMemory(rules).Find(*rule.stateful)};
    if (rule.alert.suppress) rule.suppress_keys = loose.Keys(*rule.alert.suppress);
  }
}

std::string HashOf(const RuleSet& rules, ExprId expr) {
  return Hasher(rules, Lists::kByKind).Value(expr);
}

}  // namespace sigrun::ir
