// Turns the parser's failures into diagnostics that say what is wrong in the author's terms.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/outline.h"
#include "compiler/syntax/run.h"

namespace sigrun::syntax {

// What was being read.
enum class Part {
  kDeclaration,
  kRuleItem,
  kMetaItem,
  kAlertItem,
  kExceptionItem,
  kExpectation,
  kExpression,
};

// Reports one failure in one section.
void Explain(const Tokens& tokens, const Failure& failure, Section section, Part part,
             diag::Sink& sink);

// Reports text that stands where only declarations may.
void ExplainStray(const Tokens& tokens, Section section, diag::Sink& sink);

}  // namespace sigrun::syntax
