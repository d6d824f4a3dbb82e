// The log that a rule reads, and the names of its fields there. Private to sigma.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/config.h"
#include "compiler/sigma/expr_builder.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sigma {

class Fields {
 public:
  // `cloudtrail`: fields have the types of CloudTrail's schema.
  Fields(bool cloudtrail, FieldMapping mapping, diag::Sink& sink);

  bool cloudtrail() const { return cloudtrail_; }
  // The names of a field in the event; at least one.
  std::vector<std::string> NamesOf(const std::string& field) const;
  // The type of a field; kAny if unknown. Reports a field that no event has, once.
  stdlib::Type TypeOf(const std::string& name, Span span);
  // The path; read without its type if `untyped`.
  ExprId Path(ExprBuilder& build, const std::string& name, Span span, bool untyped);
  // A field of a group or an alert; with several names, the first that the event has.
  ExprId Value(ExprBuilder& build, const std::string& field, Span span);
  // The same, given its names in the event.
  ExprId AnyOf(ExprBuilder& build, const std::vector<std::string>& names, Span span);

 private:
  bool cloudtrail_;
  FieldMapping mapping_;
  diag::Sink& sink_;
  const stdlib::Schema& schema_;
  std::map<std::string, bool> reported_;
};

}  // namespace sigrun::sigma
