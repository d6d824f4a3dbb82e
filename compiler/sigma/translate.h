// The set of documents that are translated together. Private to sigma; the implementation is in
// rule.cpp, legacy.cpp, correlation*.cpp and filter.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/sigma/correlation.h"
#include "compiler/sigma/detection.h"
#include "compiler/sigma/document.h"
#include "compiler/sigma/sigma.h"

namespace sigrun::sigma {

class Translation {
 public:
  Translation(const std::set<std::string>& taken, const SourceMap& sources, diag::Sink& sink)
      : taken_(taken), sources_(sources), sink_(sink) {}

  std::vector<ast::File> Run(const std::vector<Input>& inputs);

 private:
  friend class CorrelationReader;
  friend class CorrelationEmitter;
  friend class CorrelationValues;

  struct File {
    yaml::Tree tree;
    ast::File ast;
    const Config* config;
  };

  // sigma.cpp
  void MarkBroken(Document& document);
  const yaml::Tree& TreeOf(const Document& document) const { return files_[document.file].tree; }
  const Config& ConfigOf(const Document& document) const { return *files_[document.file].config; }
  // Whether a node is text; reports it if not.
  bool IsScalar(const yaml::Tree& tree, NodeId id, const std::string& what);
  // A single value is a list of one.
  static std::vector<NodeId> ListOf(const yaml::Tree& tree, NodeId id);
  std::optional<Duration> ReadTimespan(const yaml::Node& node);

  // characters.cpp
  void CheckCharacters();

  // references.cpp
  void NameRules();
  void ReportRepeated();
  std::string MakeName(const Document& document);
  bool IsIn(const Document& document, SourceId source) const {
    return files_[document.file].ast.source == source;
  }
  // The rule or correlation that an id, a name or a title refers to; nullopt after an error.
  std::optional<size_t> Resolve(const std::string& text, Span span);

  // log_source.cpp
  LogSource ReadLogSource(const Document& document, bool report);
  void CheckSourceWord(const std::string& key, const yaml::Node& value);
  void CheckSourceKnown(const Document& document, const LogSource& source);
  Fields FieldsOf(const Document& document);

  // rule.cpp
  void TranslateRule(Document& document);
  void ReportNoCondition(const Document& document, NodeId detection);
  void SetSource(const Fields& fields, Span span, ast::Rule& rule) const;
  void AddRoute(const Document& document, Fields& fields, ExprBuilder& build, ast::Rule& rule,
                ExprId& condition);
  ExprId RouteCondition(const Document& document, Fields& fields, ExprBuilder& build);
  void AddAlert(const Document& document, Fields& fields, ExprBuilder& build, ast::Rule& rule);

  // legacy.cpp
  void ReadLegacy(const Document& document, const yaml::Node& condition, Fields& fields,
                  ExprBuilder& build, ConditionEmitter& emitter, std::set<std::string>& used,
                  ast::Rule& rule);
  Duration LegacyTimeframe(const Document& document);

  // correlation_read.cpp, correlation.cpp
  void ReadCorrelations();
  void TranslateCorrelation(const Correlation& correlation);

  // correlation_set.cpp
  const Correlation* CorrelationOf(size_t document) const;
  void OrderCorrelations();
  void ReportCycle(const Correlation& correlation, const Correlation::Input& input);
  void ReportDepth(const Correlation& correlation, const Correlation::Input& input);
  void CheckInputs();
  bool IsOnEvents(const Correlation& correlation, const std::set<size_t>& waiting);
  bool HasNumbers(const Correlation& correlation);
  stdlib::Type TypeIn(const Correlation& correlation, size_t input,
                      const Correlation::Field& field);
  // Rules that are only inputs of correlations raise no alerts of their own.
  void SilenceInputs();

  // filter.cpp
  void TranslateFilter(Document& document);
  // The rules that a filter names, each with its location; nullopt if it applies to any rule.
  std::optional<std::map<size_t, NodeId>> FilteredRules(const Document& document, NodeId body);
  bool Covers(const Document& filter, const Document& rule);
  bool ReportMismatches(const Document& filter, const std::map<size_t, NodeId>& wanted);
  bool AddException(const Document& filter, const Document& rule, NodeId body,
                    const Condition& condition);

  const std::set<std::string>& taken_;
  const SourceMap& sources_;
  diag::Sink& sink_;
  std::vector<File> files_;
  std::vector<Document> documents_;
  std::map<std::string, std::vector<size_t>> by_id_, by_name_, by_title_;
  std::vector<Correlation> correlations_;    // inputs before the correlations that use them
  std::map<size_t, size_t> correlation_of_;  // by document: index in correlations_
  std::set<std::pair<uint32_t, uint32_t>> warned_titles_;
};

}  // namespace sigrun::sigma
