// Exports a predicate as the selections of a Sigma rule and a condition over them. Private to
// sigma_export.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/sigma_export/item.h"

namespace sigrun::sigma_export {

class Detection {
 public:
  explicit Detection(Context& cx) : cx_(cx) {}

  // Makes selections of the predicate. Returns the text of the condition. Reports what Sigma cannot
  // express.
  std::string Add(ir::ExprId predicate);
  // The same for its negation.
  std::string AddNot(ir::ExprId predicate);
  // The selections so far, each line indented by `indent` spaces.
  std::string Yaml(size_t indent) const;

 private:
  using Map = std::vector<Item>;       // all of them
  using Selection = std::vector<Map>;  // any of them
  enum Level { kOr, kAnd, kNot, kName };
  struct Condition {
    Level level = kName;
    std::string name;              // kName
    std::vector<Condition> parts;  // for the other kinds
  };

  Condition Emit(ir::ExprId id);
  // `all`: and, else or.
  Condition EmitNode(ir::ExprId id, const std::string& name);
  Condition EmitNot(ir::ExprId id);
  Condition EmitRule(uint32_t rule, Span span);
  Condition EmitChain(ir::ExprId chain, bool all);
  bool AddOperand(Selection& together, ir::ExprId operand, bool all);
  bool IsNegation(ir::ExprId id);
  static Condition Negated(Condition condition);
  Condition Named(Selection selection, const std::string& wanted);
  std::string Print(const Condition& condition) const;
  std::string Pattern(const Condition& condition) const;

  std::optional<Selection> ReadSelection(ir::ExprId id, bool outermost);
  std::optional<Selection> ReadAll(ir::ExprId chain);
  std::optional<Selection> ReadAny(ir::ExprId chain);
  // Adds an item that must also hold. False if one mapping cannot express both.
  static bool AddTo(Map& map, const Item& item);
  static bool AddTo(Map& map, std::vector<Item> items);
  static void AddTo(Selection& selection, const Selection& more);
  const std::optional<Item>& ItemOf(ir::ExprId id);
  bool AlwaysIs(ir::ExprId id, bool value) const;
  // Flattens nested chains of the same kind, without operands that have no effect.
  std::vector<ir::ExprId> Flat(ir::ExprId chain, bool all) const;
  bool IsNamed(ir::ExprId part, ir::ExprId whole) const;
  const std::vector<ir::ExprId>* OperandsOf(ir::ExprId id, bool all) const;

  Context& cx_;
  std::map<uint32_t, std::optional<Item>> items_;
  std::vector<std::pair<std::string, std::string>> selections_;  // name, YAML
  std::map<std::string, std::string> name_of_;                   // by YAML
  std::set<std::string> taken_;
  std::string hint_;  // the binding that is being written
  bool negated_ = false;
};

}  // namespace sigrun::sigma_export
