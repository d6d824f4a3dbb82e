// Types expressions. The implementation is in expr_*.cpp, by construct. Private to sema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/constant_text.h"
#include "compiler/sema/context.h"

namespace sigrun::sema {

// The names available to an expression inside a rule.
class RuleNames {
 public:
  virtual ~RuleNames() = default;
  // The value of a binding of the rule; nullopt if there is none. `members` are the path segments
  // after the name (`usual.median`); the callee sets `taken` to the number it used.
  virtual std::optional<Typed> Binding(const std::string& name,
                                       const std::vector<ast::PathSegment>& members, size_t& taken,
                                       Span span) = 0;
  virtual std::optional<Typed> Param(const std::string& name, Span span) = 0;
  // The predicates whose names match a pattern with `*`; for "them": all except those that begin
  // with `_`.
  virtual std::vector<ir::ExprId> Selections(const std::string& pattern) = 0;
  virtual std::vector<std::string> Names() const = 0;
};

class ExprChecker {
 public:
  // `rule` may be null. `file` contains the expressions to check; by default, that of the module.
  ExprChecker(Context& context, uint32_t module, const stdlib::Schema& schema, RuleNames* rule,
              const ast::File* file = nullptr)
      : cx_(context),
        module_(module),
        schema_(schema),
        rule_(rule),
        file_(file ? *file : context.modules.modules[module].file) {}

  // In its natural form: a predicate or a value.
  Typed Check(ast::ExprId expr);
  // As a predicate: a bool value is turned into one. Invalid after an error.
  ir::ExprId CheckPredicate(ast::ExprId expr);
  // As a value: a predicate is turned into one.
  Typed CheckValue(ast::ExprId expr);
  // A constant or parameter of type duration.
  ir::ExprId CheckDuration(ast::ExprId expr);
  // `high`, or `if … then high else critical`: an integer. Invalid after an error.
  ir::ExprId CheckLevel(ast::ExprId expr);

  // A `let` that no rule uses: checked against this schema.
  void CheckUnusedLet(const Declaration& declaration) {
    CheckLet(declaration, declaration.let->name.span);
  }

  ir::ExprId ToPredicate(Typed expr, Span span);
  Typed ToValue(Typed expr);
  std::string TextOf(Span span) const { return std::string(cx_.sources.Text(span)); }
  const ast::Expr& ast(ast::ExprId id) const { return file_.exprs[id]; }

 private:
  // expr_checker.cpp
  Typed CheckNode(const ast::Literal& literal, Span span);
  Typed CheckNode(const ast::Negate& negate, Span span);
  Typed CheckNode(const ast::Arithmetic& arithmetic, Span span);
  Typed CheckNode(const ast::And& node, Span span);
  Typed CheckNode(const ast::Or& node, Span span);
  Typed CheckNode(const ast::Not& node, Span span);
  Typed CheckNode(const ast::If& node, Span span);
  Typed CheckNode(const ast::Presence& node, Span span);
  Typed CheckNode(const ast::ListLiteral& node, Span span);
  std::vector<ir::ExprId> CheckPredicates(const std::vector<ast::ExprId>& exprs);
  // expr_path.cpp
  Typed CheckNode(const ast::Path& path, Span span);
  Typed CheckDeclaration(const Declaration& declaration, Span span);
  Typed CheckLet(const Declaration& declaration, Span span);
  Typed CheckField(const ast::Path& path, Span span);
  Typed AddField(const ast::Path& path, ir::Type type, Span span);
  bool HasIndex(const ast::Path& path);  // reports it if so
  Typed AddMembers(Typed object, const std::vector<ast::PathSegment>& members, size_t from,
                   Span span);
  void ReportUnknownField(const ast::Path& path, Span span);
  // foreign_names.cpp. Whether there is better advice than a similar name.
  bool AdviseOnName(const ast::Path& path, Span span, bool near, diag::Sink::Builder& diagnostic);
  bool OfferImport(const std::string& name, bool near, diag::Sink::Builder& diagnostic);
  Typed CheckNode(const ast::Quantified& node, Span span);
  // expr_call.cpp
  Typed CheckNode(const ast::Call& call, Span span);
  Typed CheckCoalesce(const ast::Call& call, Span span);
  Typed CheckUntyped(const ast::Call& call, Span span);
  Typed CheckAnywhere(const ast::Call& call, Span span);
  Typed CheckComputed(const ast::Call& call, Span span);
  std::optional<ConstantTexts> Compute(const ast::Call& call, Span span);
  Typed MakeCall(std::string_view op, const std::vector<Typed>& arguments, Span span);
  void ReportUnknownFunction(const ast::Call& call, Span span);
  void ReportNoOverload(std::string_view name, const std::vector<Typed>& arguments, Span span);
  // expr_test.cpp
  Typed CheckNode(const ast::Test& test, Span span);
  ir::ExprId CheckPlainTest(const ast::Test& test, Typed left, Typed right, Span span);
  ir::ExprId CheckAnyOrAll(const ast::Test& test, Typed left, Span span);
  ir::ExprId CheckPattern(const ast::Test& test, Typed left, ast::ExprId pattern, Span span);
  struct Pattern {
    stdlib::PreparedSpec spec;
    Span span;
  };
  bool AddPatterns(const ast::Test& test, ast::ExprId written, std::vector<Pattern>& out);
  bool AddPattern(stdlib::PreparedSpec spec, Span span, std::vector<Pattern>& out);
  ir::ExprId TestPatterns(const ast::Test& test, Typed left, std::vector<Pattern> patterns,
                          bool all, Span span);
  ir::ExprId MakeTest(const ast::Test& test, std::string_view op, std::vector<Typed> arguments,
                      Span span);
  ir::ExprId TestEach(const ast::Test& test, Typed left, const std::vector<Typed>& items, bool all,
                      Span span);
  bool UnifyTimes(Typed& left, Typed& right);
  std::string AdviceOnTypes(const ast::Test& test, Typed left, Typed right) const;
  // expr_in.cpp
  ir::ExprId CheckIn(const ast::Test& test, Typed left, Span span);
  ir::ExprId CheckInItems(const ast::Test& test, Typed left, const std::vector<std::string>& items,
                          ir::Type element, Span items_span, Span span);
  ir::ExprId MakeInSet(const ast::Test& test, Typed left, stdlib::PreparedSpec spec,
                       Span items_span, Span span);
  // The constant items of `[…]` as text with their common type; nullopt if one is not constant.
  struct ConstantItems {
    std::vector<std::string> texts;
    ir::Type element;
  };
  bool CheckNetworks(const ast::ListLiteral& list, const std::vector<Typed>& items);
  std::optional<ConstantItems> ConstantList(const std::vector<Typed>& items) const;
  // The items of `[…]` as values, several for a call that gives several strings; invalid ones after
  // errors.
  std::vector<Typed> CheckItems(const ast::ListLiteral& list);
  // Warns of repeated items, and of patterns among them.
  void CheckListItems(const ast::Test& test, Typed left, const std::vector<Typed>& items);
  bool IsKnownField(Typed value) const;
  // The strings of a list given by a name or a call.
  struct TextsOfList {
    bool is_list = false;                           // it is a list
    std::optional<std::vector<std::string>> texts;  // nothing after an error
    ir::Type element = stdlib::kString;
    bool declared_text = false;  // `list name: string`
  };
  TextsOfList ListTexts(ast::ExprId expr);
  // The list that an expression names, if any.
  const Declaration* NamedList(ast::ExprId expr);
  const std::vector<std::string>* ListItems(const Declaration& list);

  Typed Add(ir::Node node, ir::Type type, Span span);
  Typed AddConst(program::Constant value, ir::Type type, Span span);
  const program::Constant* ConstantOf(Typed expr) const;
  const std::string* TextConstant(Typed expr) const;
  Typed Error() const { return {}; }

  Context& cx_;
  uint32_t module_;
  const stdlib::Schema& schema_;
  RuleNames* rule_;
  const ast::File& file_;
};

using stdlib::Describe;

}  // namespace sigrun::sema
