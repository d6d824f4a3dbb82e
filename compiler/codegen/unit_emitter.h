// Emits the code of one expression. Event code reads slots, atoms and shared values; state code
// reads cells, and gets everything about the event from captures. Private to codegen.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "compiler/network/network.h"
#include "runtime/program/builder.h"

namespace sigrun::codegen {

// Program tables that grow during emission.
struct Tables {
  Tables(const net::Network& network_in, program::Program& program_in)
      : network(network_in), program(program_in), constants(program_in) {}

  uint32_t Slot(ir::FieldId field);
  // The constant that a Const or ParamRef stands for: one of its own or a parameter's.
  uint32_t Constant(ir::ExprId expr);

  const net::Network& network;
  program::Program& program;
  program::ConstantPool constants;
  std::vector<uint32_t> param_constants;  // the constant of each of RuleSet::params
  std::map<ir::FieldId, uint32_t> slots;
};

// The captures of one stateful rule: event-side expressions whose values its state code reads.
class Captures {
 public:
  uint32_t Add(ir::ExprId expr);
  const std::vector<ir::ExprId>& exprs() const { return exprs_; }

 private:
  std::vector<ir::ExprId> exprs_;
};

class UnitEmitter {
 public:
  // `captures` null: event code. `own` is the shared expression whose own unit this is, if any: it
  // is expanded, not loaded.
  UnitEmitter(Tables& tables, Captures* captures, ir::ExprId own = {})
      : tables_(tables), captures_(captures), own_(own), unit_(tables.program) {}

  Result<program::Unit> Predicate(ir::ExprId expr);
  Result<program::Unit> Value(ir::ExprId expr);

 private:
  using Label = program::Label;

  const ir::Expr& expr(ir::ExprId id) const { return tables_.network.rules.exprs[id]; }
  bool IsCaptured(ir::ExprId id) const;

  void Branch(ir::ExprId id, Label yes, Label no);
  void BranchAnd(const std::vector<ir::ExprId>& operands, Label yes, Label no);
  void BranchOr(const std::vector<ir::ExprId>& operands, Label yes, Label no);
  void BranchAtLeast(const ir::AtLeast& node, Label yes, Label no);
  void BranchTest(stdlib::KernelId kernel, const std::vector<ir::ExprId>& arguments, bool all,
                  Label yes, Label no);
  void BranchPresence(const ir::Presence& node, Label yes, Label no);
  void BranchCapture(ir::ExprId id, Label yes, Label no);

  void Load(ir::ExprId id, uint16_t to);
  void LoadNode(const ir::Node& node, uint16_t to);
  void LoadConstant(program::Constant constant, uint16_t to);
  void LoadCall(const ir::Call& call, uint16_t to);
  void LoadIf(const ir::If& node, uint16_t to);
  void LoadCoalesce(const ir::Coalesce& node, uint16_t to);
  void LoadBool(ir::ExprId predicate, uint16_t to);

  Tables& tables_;
  Captures* captures_;
  ir::ExprId own_;
  program::UnitBuilder unit_;
};

}  // namespace sigrun::codegen
