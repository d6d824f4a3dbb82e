// The log that a rule reads, and the names of its fields there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/config/config.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::sigma {

class Fields {
 public:
  // Fields have the types that the source gives them.
  Fields(const stdlib::LogSource& source, FieldMapping mapping, diag::Sink& sink);

  const stdlib::LogSource& source() const { return source_; }
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
  const stdlib::LogSource& source_;
  FieldMapping mapping_;
  diag::Sink& sink_;
  std::map<std::string, bool> reported_;
};

}  // namespace sigrun::sigma
