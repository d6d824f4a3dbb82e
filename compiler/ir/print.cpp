#include <fmt/format.h>

#include "base/overloaded.h"
#include "compiler/ir/ir.h"
#include "compiler/ir/print_constant.h"

namespace sigrun::ir {
namespace {

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

constexpr std::string_view kPresence[] = {"exists", "null", "absent", "empty"};

class Printer {
 public:
  explicit Printer(const RuleSet& rules) : rules_(rules) {}

  std::string Expr(ExprId id) const {
    if (!id.valid()) return "-";
    return std::visit(
        Overloaded{
            [&](const Const& n) { return PrintConstant(n.value); },
            [&](const ParamRef& n) { return "param:" + rules_.params[n.param].name; },
            [&](const FieldRef& n) { return PathText(rules_.fields[n.field]); },
            [&](const CellRef& n) { return fmt::format("cell:{}", n.cell); },
            [&](const Truth& n) { return std::string(n.value ? "true" : "false"); },
            [&](const Call& n) { return List(stdlib::Kernels()[n.kernel].name, n.arguments); },
            [&](const Test& n) {
              return List(
                  std::string(stdlib::Kernels()[n.kernel].name) + (n.all_elements ? " all-of" : ""),
                  n.arguments);
            },
            [&](const Member& n) {
              return fmt::format("(member {} {})", Expr(n.object), PrintConstant(n.key));
            },
            [&](const If& n) { return List("if", {n.condition, n.then, n.otherwise}); },
            [&](const Coalesce& n) { return List("coalesce", n.operands); },
            [&](const BoolOf& n) { return List("bool", {n.predicate}); },
            [&](const And& n) { return List("and", n.operands); },
            [&](const Or& n) { return List("or", n.operands); },
            [&](const Not& n) { return List("not", {n.operand}); },
            [&](const AtLeast& n) { return List(fmt::format("at-least {}", n.count), n.operands); },
            [&](const RuleMatches& n) {
              return fmt::format("({} {})", n.fires ? "fires" : "matches",
                                 rules_.rules[n.rule].info.name);
            },
            [&](const Presence& n) {
              return List(kPresence[static_cast<size_t>(n.mode)], {n.operand});
            },
        },
        rules_.exprs[id].node);
  }

  std::string Rule(const ir::Rule& rule) const {
    std::string out =
        fmt::format("rule {} on {}\n", rule.info.name,
                    rule.source.valid() ? rules_.log_sources[rule.source]->name() : "any");
    if (rule.stateful) out += State(*rule.stateful);
    for (const Exception& exception : rule.exceptions)
      out += fmt::format("  except {}{}\n", Expr(exception.when),
                         exception.until ? " until " + FormatTimestamp(*exception.until) : "");
    out += fmt::format("  condition {}\n", Expr(rule.condition));
    return out + AlertText(rule.alert);
  }

 private:
  std::string List(std::string_view head, const std::vector<ExprId>& operands) const {
    std::string text = "(" + std::string(head);
    for (const ExprId operand : operands) text += " " + Expr(operand);
    return text + ")";
  }

  std::string Names(const std::vector<Named>& named) const {
    std::string text;
    for (const Named& one : named) text += " " + Expr(one.value);
    return text;
  }

  static std::vector<ExprId> Arguments(const Aggregate& aggregate) {
    std::vector<ExprId> arguments = aggregate.arguments;
    if (aggregate.percent.valid()) arguments.push_back(aggregate.percent);
    return arguments;
  }

  std::string State(const Stateful& state) const {
    std::string out;
    if (!state.group.empty())
      out += "  group" + Names(state.group) + (state.group_if_present ? " if present\n" : "\n");
    if (state.window) {
      const bool sliding = state.window->kind == program::WindowKind::kSliding;
      out += fmt::format("  window {} {}\n", sliding ? "sliding" : "tumbling",
                         Expr(state.window->length));
    }
    for (const Aggregate& a : state.aggregates)
      out += fmt::format("  aggregate {} = {} where {}\n", a.name,
                         List(stdlib::Name(a.kind), Arguments(a)), Expr(a.where));
    for (const Baseline& b : state.baselines)
      out += fmt::format("  baseline {} of {} history {} every {}\n", b.name, b.aggregate,
                         Expr(b.history), Expr(b.every));
    for (const FirstSeen& f : state.first_seen)
      out += fmt::format("  first_seen {} = {} where {} history {} learn {}\n", f.name,
                         List("tuple", f.arguments), Expr(f.where), Expr(f.history), Expr(f.learn));
    if (state.sequence) out += SequenceText(*state.sequence);
    for (const Proviso& proviso : state.provisos)
      out += fmt::format("  {} {} provided {}\n", program::Name(proviso.kind), proviso.index,
                         Expr(proviso.holds));
    if (state.refire == program::Refire::kEvery) out += "  refire every\n";
    for (const program::Cell& cell : state.cells)
      out += fmt::format("  cell {} {}\n", static_cast<int>(cell.kind), cell.index);
    return out;
  }

  std::string SequenceText(const Sequence& sequence) const {
    std::string out;
    auto step = sequence.steps.begin();
    for (const program::SequenceAlternative& alternative : sequence.alternatives) {
      out += fmt::format("  sequence of {}{}\n",
                         alternative.at_least == 0 ? "all" : std::to_string(alternative.at_least),
                         alternative.any_order ? " in any order" : "");
      for (uint32_t i = 0; i < alternative.steps; ++i, ++step)
        out += fmt::format("  step {}{} * {} where {}\n", step->negated ? "not " : "", step->name,
                           step->repeat, Expr(step->where));
    }
    return out;
  }

  std::string AlertText(const Alert& alert) const {
    std::string out;
    if (!alert.enabled) out += "  not enabled\n";
    if (alert.level.valid()) out += fmt::format("  level {}\n", Expr(alert.level));
    for (const MessagePart& part : alert.message)
      out +=
          "  message " + (part.value.valid() ? Expr(part.value) : PrintConstant(part.text)) + "\n";
    if (!alert.fields.empty()) out += "  fields" + Names(alert.fields) + "\n";
    if (alert.suppress)
      out += fmt::format("  suppress {} by{}\n", Expr(alert.suppress->duration),
                         Names(alert.suppress->by));
    return out;
  }

  const RuleSet& rules_;
};

}  // namespace

std::string PathText(const Field& field) {
  return field.path.empty() ? "anywhere()" : Join(field.path, ".");
}

std::string Print(const RuleSet& rules, ExprId expr) { return Printer(rules).Expr(expr); }

std::string Print(const RuleSet& rules, const Rule& rule) { return Printer(rules).Rule(rule); }

std::string Print(const RuleSet& rules) {
  std::string out;
  for (const Param& param : rules.params)
    out += fmt::format("param {}.{}: {} = {}\n", param.rule, param.name,
                       stdlib::TypeName(param.type), PrintConstant(param.value));
  for (const Rule& rule : rules.rules) out += Print(rules, rule);
  return out;
}

}  // namespace sigrun::ir
