// The data that all parts of the export of one rule share. Private to sigma_export.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "compiler/sigma_export/export.h"

namespace sigrun::sigma_export {

// The names of bindings and lets, by the location of their values.
using Names = std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::string>;

struct Context {
  const ir::RuleSet& rules;
  const Names& names;
  Exported& out;
  // How other documents refer to each earlier rule; empty if it was skipped.
  const std::vector<std::string>& references;
  std::set<std::string>& taken;  // names of all rules in Sigma
  LogSourceId source;            // the source of the rule
  // The log source that a comment gives to the rule; null without one.
  const sigma::LogSource* log_source = nullptr;
  std::set<uint32_t> referred = {};  // rules that its correlation refers to
  std::set<uint32_t> written = {};   // rules that are expanded in it
  std::set<uint32_t> noted_params = {};
  std::set<std::pair<uint32_t, std::string>> refused = {};

  const ir::Expr& operator[](ir::ExprId id) const { return rules.exprs[id]; }

  // Reports each obstacle once per location.
  void Refuse(Span span, std::string text) {
    if (refused.emplace(span.begin, text).second) out.reasons.push_back({span, std::move(text)});
  }
  void Note(Span span, std::string text) { out.notes.push_back({span, std::move(text)}); }

  // The name of the binding or let with this value; empty if there is none.
  std::string NameOf(ir::ExprId id) const {
    const Span span = rules.exprs[id].span;
    const auto found = names.find({span.source.index, span.begin, span.end});
    return found == names.end() ? "" : found->second;
  }

  // A constant, or the value of a parameter.
  const program::Constant* ConstantOf(ir::ExprId id);
  // The name of a field in Sigma; empty if it is not a field, which is then reported as an
  // obstacle.
  std::string FieldOf(ir::ExprId id);
  // The same without reporting an obstacle.
  std::string FieldIfAny(ir::ExprId id) const;
};

// Describes a value that is neither a field nor a constant, for messages.
std::string Describe(const Context& cx, ir::ExprId id);
void NoteUntil(Context& cx, const ir::Exception& exception);
// A duration in the form of Sigma; empty if impossible.
std::string Timespan(Duration duration);

}  // namespace sigrun::sigma_export
