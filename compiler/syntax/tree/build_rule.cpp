// The items of a rule.
#include "compiler/syntax/tree/builder.h"
#include "compiler/syntax/tree/literals.h"

namespace sigrun::syntax {

void Builder::RuleItem(Parser::RuleItemContext& item, ast::Rule& rule) {
  const Node* tree = RuleAt(&item, 0);
  auto* node = item.children[0];
  switch (tree->getRuleIndex()) {
    case Parser::RuleMetaBlock:
      return Meta(tree, rule);
    case Parser::RuleOnClause:
      return On(tree, rule);
    case Parser::RuleParamDecl:
      return Param(*static_cast<Parser::ParamDeclContext*>(node), rule);
    case Parser::RuleGroupClause:
      rule.group_by.push_back(Exprs(tree));
      rule.group_by_spans.push_back(SpanOf(tree));
      rule.group_if_present |= HasToken(tree, Parser::PRESENT);
      return;
    case Parser::RuleWindowClause:
      return Window(*static_cast<Parser::WindowClauseContext*>(node), rule);
    case Parser::RuleSequenceClause:
      return Sequence(tree, rule);
    case Parser::RuleConditionClause:
      rule.conditions.push_back(Expr(RuleAt(tree, 1)));
      rule.condition_spans.push_back(SpanOf(tree));
      return;
    case Parser::RuleAlertBlock:
      return Alert(tree, rule);
    default:
      rule.bindings.push_back({NameOf(RuleAt(tree, 0)), Expr(RuleAt(tree, 2)), SpanOf(tree)});
  }
}

void Builder::Meta(const Node* tree, ast::Rule& rule) {
  for (size_t i = 2; i + 1 < tree->children.size(); ++i)
    rule.meta.push_back(MetaItem(*static_cast<Parser::MetaItemContext*>(tree->children[i])));
  rule.meta_span = SpanOf(tree);
}

void Builder::Alert(const Node* tree, ast::Rule& rule) {
  for (size_t i = 2; i + 1 < tree->children.size(); ++i)
    rule.alert.push_back(AlertItem(*static_cast<Parser::AlertItemContext*>(tree->children[i])));
  rule.alert_spans.push_back(SpanOf(tree));
}

ast::AlertItem Builder::AlertItem(Parser::AlertItemContext& tree) {
  ast::AlertItem item;
  item.key = NameOf(tree.name());
  auto exprs = Exprs(&tree);
  item.value = exprs.front();
  item.by.assign(exprs.begin() + 1, exprs.end());
  item.span = SpanOf(&tree);
  return item;
}

void Builder::On(const Node* tree, ast::Rule& rule) {
  ast::OnClause on;
  if (HasToken(tree, Parser::RULE))
    on.rules = Names(tree);
  else
    on.source = Names(RuleAt(tree, 1));
  on.span = SpanOf(tree);
  rule.on.push_back(std::move(on));
}

void Builder::Param(Parser::ParamDeclContext& tree, ast::Rule& rule) {
  ast::Param param;
  param.name = NameOf(tree.name());
  param.type = TypeName(*tree.typeName());
  param.value = Expr(tree.expr());
  if (tree.stringLiteral() != nullptr) param.help = StringOf(tree.stringLiteral()).text;
  param.span = SpanOf(&tree);
  rule.params.push_back(std::move(param));
}

void Builder::Window(Parser::WindowClauseContext& tree, ast::Rule& rule) {
  ast::Window window;
  window.kind = tree.SLIDING() != nullptr    ? ast::WindowKind::kSliding
                : tree.TUMBLING() != nullptr ? ast::WindowKind::kTumbling
                                             : ast::WindowKind::kSession;
  window.length = Amount(tree.amount(0));
  if (tree.MAX() != nullptr) window.max = Amount(tree.amount(1));
  window.span = SpanOf(&tree);
  rule.windows.push_back(window);
}

void Builder::Sequence(const Node* tree, ast::Rule& rule) {
  ast::Sequence sequence;
  for (const auto* child : tree->children) {
    const auto* node = dynamic_cast<const Node*>(child);
    if (node == nullptr) continue;
    if (node->getRuleIndex() == Parser::RuleSequenceAlternative)
      sequence.alternatives.push_back(Alternative(node));
    else
      sequence.within = Amount(node);
  }
  sequence.span = SpanOf(tree);
  rule.sequences.push_back(std::move(sequence));
}

ast::SequenceAlternative Builder::Alternative(const Node* tree) {
  ast::SequenceAlternative alternative;
  alternative.any_order = HasToken(tree, Parser::LPAREN);
  // An invalid number of steps becomes one above the limit.
  if (TypeAt(tree, 0) == Parser::INT) {
    const int64_t count = IntAt(tree, 0);
    alternative.at_least =
        count > 0 && count < UINT32_MAX ? static_cast<uint32_t>(count) : UINT32_MAX;
  }
  for (const auto* child : tree->children)
    if (const auto* node = dynamic_cast<const Node*>(child))
      alternative.steps.push_back(Step(node));
  alternative.span = SpanOf(tree);
  return alternative;
}

ast::SequenceStep Builder::Step(const Node* tree) {
  ast::SequenceStep step;
  step.negated = TypeAt(tree, 0) == Parser::NOT;
  step.name = NameOf(FirstRule(tree, Parser::RuleName));
  if (HasToken(tree, Parser::STAR)) step.repeat = IntAt(tree, tree->children.size() - 1);
  return step;
}

}  // namespace sigrun::syntax
