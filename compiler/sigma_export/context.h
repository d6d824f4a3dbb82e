// What all parts of the export of one rule share. Private to sigma_export.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "compiler/sigma_export/export.h"

namespace sigrun::sigma_export {

// What bindings and lets are called, by the place of their values.
using Names = std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::string>;

struct Context {
  const ir::RuleSet& rules;
  const Names& names;
  Exported& out;
  // How other documents refer to each rule that came before; empty if it was left out.
  const std::vector<std::string>& references;
  std::set<std::string>& taken;  // names of rules in Sigma, of all of them
  program::SourceFilter source;  // what the rule reads
  // The log source that a comment gives to the rule; null without one.
  const sigma::LogSource* log_source = nullptr;
  std::set<uint32_t> referred = {};  // rules that its correlation refers to
  std::set<uint32_t> written = {};   // rules that are written out in it
  std::set<uint32_t> noted_params = {};
  std::set<std::pair<uint32_t, std::string>> refused = {};

  const ir::Expr& operator[](ir::ExprId id) const { return rules.exprs[id]; }

  // Each thing is said once for each place.
  void Refuse(Span span, std::string text) {
    if (refused.emplace(span.begin, text).second) out.reasons.push_back({span, std::move(text)});
  }
  void Note(Span span, std::string text) { out.notes.push_back({span, std::move(text)}); }

  // The name of a binding or let whose value this is; empty without one.
  std::string NameOf(ir::ExprId id) const {
    const Span span = rules.exprs[id].span;
    const auto found = names.find({span.source.index, span.begin, span.end});
    return found == names.end() ? "" : found->second;
  }

  // A constant, or a parameter's value as it stands.
  const program::Constant* ConstantOf(ir::ExprId id);
  // A field's name in Sigma; empty where it is none, and then that has been refused.
  std::string FieldOf(ir::ExprId id);
  // The same without a word about what is no field.
  std::string FieldIfAny(ir::ExprId id) const;
};

// What a value is that is neither a field nor a constant, for messages.
std::string Describe(const Context& cx, ir::ExprId id);
void NoteUntil(Context& cx, const ir::Exception& exception);
// A duration as Sigma writes it; empty if it cannot.
std::string Timespan(Duration duration);

}  // namespace sigrun::sigma_export
