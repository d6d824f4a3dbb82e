// The selections of a rule or filter, each translated to a predicate.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/detection/item.h"
#include "compiler/sigma/detection/modifiers.h"

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
  ExprId Emit(const std::optional<Item>& item);
  std::optional<Value> ReadValue(NodeId id, bool raw, const std::string& what);

  const yaml::Tree& tree_;
  Fields& fields_;
  const Placeholders& placeholders_;
  ExprBuilder& build_;
  diag::Sink& sink_;
  std::vector<std::pair<Regex, Span>> regexes_;
};

}  // namespace sigrun::sigma
