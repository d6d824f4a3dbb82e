// Advice on unknown names: a name of a module that is not imported, a field after the name of the
// event, a constant of another language.
#pragma once

#include <string>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_scope.h"

namespace sigrun::sema {

class NameAdvice {
 public:
  explicit NameAdvice(const ExprScope& scope) : scope_(scope), cx_(scope.cx) {}

  // Adds it to the diagnostic. False if there is none better than a similar name; `near`: there is
  // a similar name.
  bool Give(const ast::Path& path, Span span, bool near, diag::Sink::Builder& diagnostic) const;

 private:
  bool OfferImport(const std::string& name, bool near, diag::Sink::Builder& diagnostic) const;

  const ExprScope& scope_;
  Context& cx_;
};

}  // namespace sigrun::sema
