// A name bound in a rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/rule_names.h"

namespace sigrun::sema {

// Checked when first used.
struct Bound {
  const ast::Binding* ast = nullptr;
  enum State { kNew, kInProgress, kDone } state = kNew;
  Typed value;                        // kDone, not a baseline
  std::optional<uint32_t> baseline;   // index in Stateful::baselines
  std::optional<uint32_t> aggregate;  // index in Stateful::aggregates
  bool feeds = false;  // an aggregate or first_seen: its events trigger the condition
  bool used = false;
};

class BoundNames : public RuleNames {
 public:
  // The binding of that name, checked; null if there is none. `span` is the use.
  virtual Bound* Resolved(const std::string& name, Span span) = 0;
};

}  // namespace sigrun::sema
