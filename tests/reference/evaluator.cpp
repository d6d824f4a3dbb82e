#include "tests/reference/evaluator.h"

#include <algorithm>

#include "base/overloaded.h"
#include "stdlib/native/json.h"

namespace sigrun::reference {
namespace {

bool AllPresent(const std::vector<Value>& values) {
  return std::all_of(values.begin(), values.end(), [](const Value& v) { return v.present(); });
}

}  // namespace

bool Evaluator::Predicate(ir::ExprId id) {
  return std::visit(
      Overloaded{
          [&](const ir::Truth& n) { return n.value; },
          [&](const ir::And& n) {
            bool all = true;
            for (const ir::ExprId operand : n.operands) all &= Predicate(operand);
            return all;
          },
          [&](const ir::Or& n) {
            bool any = false;
            for (const ir::ExprId operand : n.operands) any |= Predicate(operand);
            return any;
          },
          [&](const ir::Not& n) { return !Predicate(n.operand); },
          [&](const ir::AtLeast& n) {
            uint32_t holding = 0;
            for (const ir::ExprId operand : n.operands) holding += Predicate(operand);
            return holding >= n.count;
          },
          [&](const ir::Test& n) { return Test(n); },
          [&](const ir::Presence& n) { return Presence(n.mode, Evaluate(n.operand)); },
          [&](const ir::RuleMatches& n) { return matches(n.rule); },
          [](const auto&) {
            SIGRUN_CHECK(false && "not a predicate");
            return false;
          },
      },
      rules_.exprs[id].node);
}

Value Evaluator::Evaluate(ir::ExprId id) {
  return std::visit(
      Overloaded{
          [&](const ir::Const& n) { return Constant(n.value); },
          [&](const ir::ParamRef& n) { return Constant(rules_.params[n.param].value); },
          [&](const ir::FieldRef& n) { return field(n.field); },
          [&](const ir::CellRef& n) { return cell(n.cell); },
          [&](const ir::Call& n) { return Call(n); },
          [&](const ir::Member& n) {
            return stdlib::native::JsonMember(Evaluate(n.object), n.key, arena_);
          },
          [&](const ir::If& n) { return Evaluate(Predicate(n.condition) ? n.then : n.otherwise); },
          [&](const ir::Coalesce& n) {
            Value value;
            for (const ir::ExprId operand : n.operands)
              if ((value = Evaluate(operand)).present()) break;
            return value;
          },
          [&](const ir::BoolOf& n) { return Value::Bool(Predicate(n.predicate)); },
          [&](const auto&) { return Value::Bool(Predicate(id)); },
      },
      rules_.exprs[id].node);
}

bool Evaluator::Test(const ir::Test& test) {
  const stdlib::Kernel& kernel = stdlib::Kernels()[test.kernel];
  std::vector<Value> arguments;
  for (const ir::ExprId argument : test.arguments) arguments.push_back(Evaluate(argument));
  if (!AllPresent(arguments)) return false;
  if (!test.all_elements || arguments[0].kind != Kind::kList)
    return AnyChoice(kernel, arguments, 0);
  const Value list = arguments[0];
  for (uint32_t i = 0; i < list.size; ++i) {
    arguments[0] = list.items[i];
    if (!AnyChoice(kernel, arguments, 0)) return false;
  }
  return list.size > 0;
}

bool Evaluator::AnyChoice(const stdlib::Kernel& kernel, std::vector<Value> arguments, size_t from) {
  bool any = false;
  EachChoice(std::move(arguments), from, [&](const std::vector<Value>& chosen) {
    any |= AllPresent(chosen) && kernel.test(chosen.data(), arena_);
  });
  return any;
}

void Evaluator::EachChoice(std::vector<Value> arguments, size_t from,
                           const std::function<void(const std::vector<Value>&)>& visit) {
  if (from == arguments.size()) return visit(arguments);
  const Value list = arguments[from];
  if (list.kind != Kind::kList) return EachChoice(std::move(arguments), from + 1, visit);
  for (uint32_t i = 0; i < list.size; ++i) {
    arguments[from] = list.items[i];
    EachChoice(arguments, from + 1, visit);
  }
}

Value Evaluator::Call(const ir::Call& call) {
  const stdlib::Kernel& kernel = stdlib::Kernels()[call.kernel];
  std::vector<Value> arguments;
  for (const ir::ExprId argument : call.arguments) arguments.push_back(Evaluate(argument));
  if (!AllPresent(arguments)) return {};
  const bool lists = std::any_of(arguments.begin(), arguments.end(),
                                 [](const Value& v) { return v.kind == Kind::kList; });
  const auto count = static_cast<uint32_t>(arguments.size());
  if (!lists) return kernel.function(arguments.data(), count, arena_);
  std::vector<Value> results;
  EachChoice(arguments, 0, [&](const std::vector<Value>& chosen) {
    if (!AllPresent(chosen)) return;
    const Value result = kernel.function(chosen.data(), count, arena_);
    if (result.present() && result.kind != Kind::kList) results.push_back(result);
  });
  Value* kept = arena_.AllocateArray<Value>(results.size());
  std::copy(results.begin(), results.end(), kept);
  return Value::List(kept, static_cast<uint32_t>(results.size()));
}

Value Evaluator::Constant(const program::Constant& constant) {
  return std::visit(Overloaded{
                        [](bool v) { return Value::Bool(v); },
                        [](int64_t v) { return Value::Int(v); },
                        [](double v) { return Value::Float(v); },
                        [](const std::string& v) { return Value::String(v); },
                        [](Timestamp v) { return Value::Time(v); },
                        [](Duration v) { return Value::Of(v); },
                        [&](const stdlib::PreparedSpec& spec) {
                          prepared_.push_back(*stdlib::Prepare(spec));
                          return stdlib::PreparedValue(*prepared_.back());
                        },
                    },
                    constant);
}

bool Evaluator::Presence(ir::PresenceMode mode, const Value& value) {
  const auto empty_text = [](const Value& v) {
    return (v.kind == Kind::kString && v.size == 0) ||
           (v.kind == Kind::kObject && v.text() == "{}");
  };
  switch (mode) {
    case ir::PresenceMode::kExists:
      return value.present();
    case ir::PresenceMode::kNull:
      return value.kind == Kind::kNull;
    case ir::PresenceMode::kAbsent:
      return value.kind == Kind::kAbsent;
    case ir::PresenceMode::kEmpty:
      if (value.kind == Kind::kList)
        return value.size == 0 || std::any_of(value.items, value.items + value.size, empty_text);
      return empty_text(value);
  }
  return false;
}

}  // namespace sigrun::reference
