#include "compiler/codegen/unit_emitter.h"

#include <algorithm>

#include "base/overloaded.h"

namespace sigrun::codegen {
namespace {

stdlib::KernelId KernelNamed(std::string_view name) {
  const auto kernel = stdlib::FindKernel(name);
  SIGRUN_CHECK(kernel);
  return *kernel;
}

}  // namespace

uint32_t Tables::Slot(ir::FieldId field) {
  const auto [place, added] = slots.try_emplace(field, static_cast<uint32_t>(program.slots.size()));
  if (added) program.slots.push_back({network.rules.fields[field].path});
  return place->second;
}

uint32_t Tables::Constant(ir::ExprId expr) {
  const ir::Node& node = network.rules.exprs[expr].node;
  if (const auto* param = std::get_if<ir::ParamRef>(&node)) return param_constants[param->param];
  return constants.Intern(std::get<ir::Const>(node).value);
}

uint32_t Captures::Add(ir::ExprId expr) {
  auto found = std::find(exprs_.begin(), exprs_.end(), expr);
  if (found == exprs_.end()) found = exprs_.insert(exprs_.end(), expr);
  return static_cast<uint32_t>(found - exprs_.begin());
}

Result<program::Unit> UnitEmitter::Predicate(ir::ExprId id) {
  const Label yes = unit_.NewLabel(), no = unit_.NewLabel();
  Branch(id, yes, no);
  unit_.Bind(yes);
  if (unit_.reachable()) unit_.ReturnBool(true);
  unit_.Bind(no);
  if (unit_.reachable()) unit_.ReturnBool(false);
  return unit_.Finish();
}

Result<program::Unit> UnitEmitter::Value(ir::ExprId id) {
  const uint16_t result = unit_.NewRegister();
  Load(id, result);
  unit_.ReturnValue(result);
  return unit_.Finish();
}

// State code cannot read the event: a subexpression without state is captured as a whole.
bool UnitEmitter::IsCaptured(ir::ExprId id) const {
  if (captures_ == nullptr || expr(id).stateful) return false;
  const ir::Node& node = expr(id).node;
  return !std::holds_alternative<ir::Const>(node) && !std::holds_alternative<ir::ParamRef>(node) &&
         !std::holds_alternative<ir::Truth>(node);
}

void UnitEmitter::Branch(ir::ExprId id, Label yes, Label no) {
  if (IsCaptured(id)) return BranchCapture(id, yes, no);
  if (const auto shared = tables_.network.atom_of.find(id);
      shared != tables_.network.atom_of.end() && id != own_ && !captures_)
    return unit_.Atom(shared->second, yes, no);
  std::visit(
      Overloaded{
          [&](const ir::Truth& n) { unit_.Jump(n.value ? yes : no); },
          [&](const ir::And& n) { BranchAnd(n.operands, yes, no); },
          [&](const ir::Or& n) { BranchOr(n.operands, yes, no); },
          [&](const ir::Not& n) { Branch(n.operand, no, yes); },
          [&](const ir::AtLeast& n) { BranchAtLeast(n, yes, no); },
          [&](const ir::Test& n) { BranchTest(n.kernel, n.arguments, n.all_elements, yes, no); },
          [&](const ir::Presence& n) { BranchPresence(n, yes, no); },
          [&](const ir::RuleMatches& n) { unit_.Match(n.rule, yes, no); },
          [](const auto&) { SIGRUN_CHECK(false && "a value where a predicate should be"); },
      },
      expr(id).node);
}

void UnitEmitter::BranchAnd(const std::vector<ir::ExprId>& operands, Label yes, Label no) {
  for (size_t i = 0; i + 1 < operands.size(); ++i) {
    const Label next = unit_.NewLabel();
    Branch(operands[i], next, no);
    unit_.Bind(next);
  }
  if (operands.empty())
    unit_.Jump(yes);
  else
    Branch(operands.back(), yes, no);
}

void UnitEmitter::BranchOr(const std::vector<ir::ExprId>& operands, Label yes, Label no) {
  for (size_t i = 0; i + 1 < operands.size(); ++i) {
    const Label next = unit_.NewLabel();
    Branch(operands[i], yes, next);
    unit_.Bind(next);
  }
  if (operands.empty())
    unit_.Jump(no);
  else
    Branch(operands.back(), yes, no);
}

// Counts in a register, so that the code grows only linearly with the operands.
void UnitEmitter::BranchAtLeast(const ir::AtLeast& node, Label yes, Label no) {
  const uint32_t mark = unit_.Mark();
  const uint16_t count = unit_.NewRegisters(2), limit = static_cast<uint16_t>(count + 1);
  LoadConstant(int64_t{0}, count);
  for (const ir::ExprId operand : node.operands) {
    const Label holds = unit_.NewLabel(), next = unit_.NewLabel();
    Branch(operand, holds, next);
    unit_.Bind(holds);
    LoadConstant(int64_t{1}, limit);
    unit_.Call(count, count, 2, KernelNamed("add_number"));
    unit_.Jump(next);
    unit_.Bind(next);
  }
  LoadConstant(static_cast<int64_t>(node.count), limit);
  unit_.Test(count, KernelNamed("ge_number"), yes, no);
  unit_.Release(mark);
}

void UnitEmitter::BranchTest(stdlib::KernelId kernel, const std::vector<ir::ExprId>& arguments,
                             bool all, Label yes, Label no) {
  const uint32_t mark = unit_.Mark();
  const uint16_t first = unit_.NewRegisters(static_cast<uint32_t>(arguments.size()));
  for (size_t i = 0; i < arguments.size(); ++i)
    Load(arguments[i], static_cast<uint16_t>(first + i));
  unit_.Test(first, kernel, yes, no, all);
  unit_.Release(mark);
}

void UnitEmitter::BranchPresence(const ir::Presence& node, Label yes, Label no) {
  const uint32_t mark = unit_.Mark();
  const uint16_t of = unit_.NewRegister();
  Load(node.operand, of);
  unit_.Presence(of, node.mode, yes, no);
  unit_.Release(mark);
}

void UnitEmitter::BranchCapture(ir::ExprId id, Label yes, Label no) {
  const uint32_t mark = unit_.Mark();
  const uint16_t captured = unit_.NewRegister();
  unit_.LoadCapture(captured, captures_->Add(id));
  unit_.Test(captured, KernelNamed("is_true"), yes, no);
  unit_.Release(mark);
}

void UnitEmitter::Load(ir::ExprId id, uint16_t to) {
  if (IsCaptured(id)) return unit_.LoadCapture(to, captures_->Add(id));
  if (const auto shared = tables_.network.value_of.find(id);
      shared != tables_.network.value_of.end() && id != own_ && !captures_)
    return unit_.LoadValue(to, shared->second);
  if (expr(id).IsPredicate()) return LoadBool(id, to);
  LoadNode(expr(id).node, to);
}

void UnitEmitter::LoadNode(const ir::Node& node, uint16_t to) {
  std::visit(
      Overloaded{
          [&](const ir::Const& n) { LoadConstant(n.value, to); },
          [&](const ir::ParamRef& n) { unit_.LoadConst(to, tables_.param_constants[n.param]); },
          [&](const ir::FieldRef& n) { unit_.LoadSlot(to, tables_.Slot(n.field)); },
          [&](const ir::CellRef& n) { unit_.LoadCell(to, n.cell); },
          [&](const ir::Call& n) { LoadCall(n, to); },
          [&](const ir::If& n) { LoadIf(n, to); },
          [&](const ir::Coalesce& n) { LoadCoalesce(n, to); },
          [&](const ir::BoolOf& n) { LoadBool(n.predicate, to); },
          [&](const ir::Member& n) {
            Load(n.object, to);
            unit_.Member(to, to, tables_.constants.Intern(n.key));
          },
          [](const auto&) { SIGRUN_CHECK(false && "a predicate where a value should be"); },
      },
      node);
}

void UnitEmitter::LoadConstant(program::Constant constant, uint16_t to) {
  unit_.LoadConst(to, tables_.constants.Intern(std::move(constant)));
}

void UnitEmitter::LoadCall(const ir::Call& call, uint16_t to) {
  const uint32_t mark = unit_.Mark();
  const auto count = static_cast<uint32_t>(call.arguments.size());
  const uint16_t first = unit_.NewRegisters(count);
  for (uint32_t i = 0; i < count; ++i) Load(call.arguments[i], static_cast<uint16_t>(first + i));
  unit_.Call(to, first, count, call.kernel);
  unit_.Release(mark);
}

void UnitEmitter::LoadIf(const ir::If& node, uint16_t to) {
  const Label then = unit_.NewLabel(), otherwise = unit_.NewLabel(), end = unit_.NewLabel();
  Branch(node.condition, then, otherwise);
  unit_.Bind(then);
  Load(node.then, to);
  unit_.Jump(end);
  unit_.Bind(otherwise);
  Load(node.otherwise, to);
  unit_.Jump(end);
  unit_.Bind(end);
}

void UnitEmitter::LoadCoalesce(const ir::Coalesce& node, uint16_t to) {
  const Label end = unit_.NewLabel();
  for (size_t i = 0; i < node.operands.size(); ++i) {
    Load(node.operands[i], to);
    if (i + 1 == node.operands.size()) break;
    const Label next = unit_.NewLabel();
    unit_.Presence(to, program::PresenceMode::kExists, end, next);
    unit_.Bind(next);
  }
  unit_.Jump(end);
  unit_.Bind(end);
}

void UnitEmitter::LoadBool(ir::ExprId predicate, uint16_t to) {
  const Label yes = unit_.NewLabel(), no = unit_.NewLabel(), end = unit_.NewLabel();
  Branch(predicate, yes, no);
  unit_.Bind(yes);
  if (unit_.reachable()) {
    LoadConstant(true, to);
    unit_.Jump(end);
  }
  unit_.Bind(no);
  if (unit_.reachable()) {
    LoadConstant(false, to);
    unit_.Jump(end);
  }
  unit_.Bind(end);
}

}  // namespace sigrun::codegen
