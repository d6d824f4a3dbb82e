// Fixtures and rule tests. JSON is printed as written.
#include <fmt/format.h>

#include "compiler/format/item_format.h"
#include "compiler/format/literal_text.h"

namespace sigrun::format {

void ItemFormat::Write(Writer& out, const ast::Fixture& item) {
  out.Put("fixture " + item.name.text);
  if (item.from_file) return out.Put(" from " + QuoteText(item.from_file->text));
  out.Put(" = ");
  if (item.json) return out.Put(item.json->text);
  if (item.base) out.Put(item.base->text);
  if (item.overrides) out.Put(" with " + item.overrides->text);
}

void ItemFormat::Write(Writer& out, const ast::RuleTest& item) {
  out.Put("test " + item.rule.text + " {");
  for (const ast::Expectation& expectation : item.expectations)
    Line(out, expectation.span, Expectation(expectation));
  CommentsAtEnd(out, item.span, 2);
  out.Line(0);
  out.Put("}");
}

std::string ItemFormat::Expectation(const ast::Expectation& expectation) const {
  std::string head = expectation.fires ? "fires" : "quiet";
  if (expectation.times)
    head += *expectation.times == 1 ? " once" : fmt::format(" {} times", *expectation.times);
  head += " on ";
  if (expectation.from_file) head += "file " + QuoteText(expectation.from_file->text);
  const std::string tail = expectation.level ? " at level " + expectation.level->text : "";
  const auto join = [&](std::string_view separator) {
    std::string text = head;
    for (const ast::StreamStep& step : expectation.steps) {
      if (&step != &expectation.steps.front()) text += separator;
      text += StreamStep(step);
    }
    return text + tail;
  };
  std::string flat = join(" then ");
  return Writer::Width(flat) + 2 <= kWidth ? flat : join("\n    then ");
}

std::string ItemFormat::StreamStep(const ast::StreamStep& step) const {
  std::string text = step.fixture.text;
  if (step.overrides) text += " with " + step.overrides->text;
  if (step.repeat != 1) text += fmt::format(" repeat {}", step.repeat);
  if (step.every.valid()) text += " every " + exprs_.Flat(step.every);
  if (step.after.valid()) text += " after " + exprs_.Flat(step.after);
  return text;
}

}  // namespace sigrun::format
