// Fixtures and rule tests.
#include "compiler/syntax/tree/builder.h"
#include "compiler/syntax/tree/literals.h"

namespace sigrun::syntax {

ast::JsonText Builder::Json(const Node* tree) const {
  const auto begin = tree->start->getStartIndex();
  const auto end = tree->stop->getStopIndex() + 1;
  return {std::string(tokens_.source_text().substr(begin, end - begin)), SpanOf(tree)};
}

ast::Fixture Builder::Fixture(Parser::FixtureDeclContext& tree) {
  ast::Fixture fixture;
  fixture.name = NameOf(tree.name(0));
  if (tree.FROM() != nullptr) fixture.from_file = StringOf(tree.stringLiteral());
  if (tree.name().size() > 1) fixture.base = NameOf(tree.name(1));
  if (tree.jsonObject() != nullptr)
    (fixture.base ? fixture.overrides : fixture.json) = Json(tree.jsonObject());
  fixture.span = SpanOf(&tree);
  return fixture;
}

ast::RuleTest Builder::Test(const Node* tree) {
  ast::RuleTest test;
  test.rule = NameOf(RuleAt(tree, 1));
  for (size_t i = 3; i + 1 < tree->children.size(); ++i)
    test.expectations.push_back(
        Expectation(*static_cast<Parser::ExpectationContext*>(tree->children[i])));
  test.span = SpanOf(tree);
  return test;
}

ast::Expectation Builder::Expectation(Parser::ExpectationContext& tree) {
  ast::Expectation expectation;
  expectation.fires = tree.FIRES() != nullptr;
  if (tree.ONCE() != nullptr) expectation.times = 1;
  if (tree.TIMES() != nullptr) expectation.times = IntAt(&tree, 1);
  if (tree.LEVEL() != nullptr) expectation.level = NameOf(tree.name());
  Parser::StreamContext* stream = tree.stream();
  if (stream->FILE() != nullptr) expectation.from_file = StringOf(stream->stringLiteral());
  for (const auto* step : stream->streamStep()) expectation.steps.push_back(StreamStep(step));
  expectation.span = SpanOf(&tree);
  return expectation;
}

ast::StreamStep Builder::StreamStep(const Node* tree) {
  ast::StreamStep step;
  step.fixture = NameOf(RuleAt(tree, 0));
  for (size_t i = 1; i + 1 < tree->children.size(); i += 2) {
    switch (TypeAt(tree, i)) {
      case Parser::WITH:
        step.overrides = Json(RuleAt(tree, i + 1));
        break;
      case Parser::REPEAT:
        step.repeat = IntAt(tree, i + 1);
        break;
      case Parser::EVERY:
        step.every = Amount(RuleAt(tree, i + 1));
        break;
      default:
        step.after = Amount(RuleAt(tree, i + 1));
    }
  }
  step.span = SpanOf(tree);
  return step;
}

}  // namespace sigrun::syntax
