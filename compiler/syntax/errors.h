// Turns parser failures into diagnostics in the terms of the author.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/run.h"
#include "compiler/syntax/outline/outline.h"

namespace sigrun::syntax {

// The construct that was being read.
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

// Reports text in a position where only declarations are allowed.
void ExplainStray(const Tokens& tokens, Section section, diag::Sink& sink);

}  // namespace sigrun::syntax
