// The selections of a rule or filter, each translated to a predicate. Private to sigma.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/sigma/condition.h"
#include "compiler/sigma/fields.h"
#include "compiler/sigma/modifiers.h"

namespace sigrun::sigma {

struct Selection {
  std::string name;  // as in the rule
  ExprId predicate;  // invalid after an error
  Span span;
};

class DetectionReader {
 public:
  DetectionReader(const yaml::Tree& tree, Fields& fields, const Placeholders& placeholders,
                  ExprBuilder& build, diag::Sink& sink)
      : tree_(tree), fields_(fields), placeholders_(placeholders), build_(build), sink_(sink) {}

  // Reads every entry of the mapping except those named in `skip`.
  std::vector<Selection> ReadSelections(NodeId detection, const std::vector<std::string>& skip);
  // An entry of a selection after its modifiers were applied; nullopt after an error.
  std::optional<Item> ReadItem(const yaml::Entry& entry);
  // Reads one selection: a mapping, a list of mappings or keywords, a keyword. Invalid after an
  // error.
  ExprId ReadSelection(NodeId value, Span span);
  // Reports invalid regular expressions. For a rule that is broken anyway; those of a valid rule
  // are checked later.
  void CheckRegexes() const;

 private:
  ExprId ReadMapping(NodeId mapping);
  ExprId ReadList(NodeId list, Span span);
  std::optional<Item> ReadItem(Item item, const std::vector<WrittenModifier>& modifiers,
                               NodeId value);
  void CheckFieldName(const std::string& field, Span span);
  // slips.cpp. `alone`: not in a list of keywords; `modified`: after a `|`.
  void CheckKeyword(const yaml::Node& node, bool alone);
  void CheckKey(const yaml::Entry& entry);
  void CheckValue(const yaml::Node& node, const std::string& field, bool modified);
  ExprId Emit(const std::optional<Item>& item);
  std::optional<Value> ReadValue(NodeId id, bool raw, const std::string& what);

  const yaml::Tree& tree_;
  Fields& fields_;
  const Placeholders& placeholders_;
  ExprBuilder& build_;
  diag::Sink& sink_;
  std::vector<std::pair<Regex, Span>> regexes_;
};

// Translates a condition to an expression. `name_of` gives the name of a selection, `selections`
// contains all that a pattern can match.
class ConditionEmitter {
 public:
  using NameOf = std::function<ExprId(const Selection&, Span)>;
  ConditionEmitter(const std::vector<Selection>& selections, NameOf name_of, ExprBuilder& build,
                   diag::Sink& sink)
      : selections_(selections), name_of_(std::move(name_of)), build_(build), sink_(sink) {}

  // If every selection is bound under its own name, patterns can be kept.
  void KeepPatterns(bool keep) { keep_patterns_ = keep; }
  // Invalid after an error.
  ExprId Emit(const Condition& condition);
  // Selections that no condition has used so far.
  std::vector<const Selection*> Unused() const;

 private:
  ExprId EmitName(const Condition& condition);
  ExprId EmitOf(const Condition& condition);

  const std::vector<Selection>& selections_;
  NameOf name_of_;
  ExprBuilder& build_;
  diag::Sink& sink_;
  bool keep_patterns_ = false;
  std::set<std::string> used_;
};

// Warns of selections that no condition uses.
void ReportUnused(const ConditionEmitter& emitter, diag::Sink& sink);

}  // namespace sigrun::sigma
