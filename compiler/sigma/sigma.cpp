#include "compiler/sigma/sigma.h"

#include <utility>

#include "compiler/sigma/correlation/inputs.h"
#include "compiler/sigma/correlation/set.h"
#include "compiler/sigma/correlation_rule/translate.h"
#include "compiler/sigma/documents/characters.h"
#include "compiler/sigma/documents/documents.h"
#include "compiler/sigma/documents/references.h"
#include "compiler/sigma/documents/rule_names.h"
#include "compiler/sigma/filter.h"
#include "compiler/sigma/rule.h"

namespace sigrun::sigma {

std::vector<ast::File> Translate(const std::vector<Input>& inputs,
                                 const std::set<std::string>& taken, const SourceMap& sources,
                                 diag::Sink& sink) {
  Documents documents(inputs, sources, sink);
  CheckCharacters(documents, sink);
  NameRules(taken, sources, documents);
  References references(documents, sink);
  ReportRepeated(taken, documents, sink);
  const CorrelationSet correlations(documents, references, sink);
  CheckInputs(correlations, documents, sink);
  for (Document& document : documents)
    if (document.kind == DocumentKind::kRule && !document.broken)
      TranslateRule(document, documents, sink);
  for (const Correlation& correlation : correlations)
    if (!documents[correlation.document].broken)
      TranslateCorrelation(correlation, correlations, references, documents, sink);
  SilenceInputs(correlations, documents);
  for (Document& document : documents)
    if (document.kind == DocumentKind::kFilter && !document.broken)
      TranslateFilter(document, documents, references, sink);
  return std::move(documents.files());
}

}  // namespace sigrun::sigma
