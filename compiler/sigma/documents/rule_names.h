// The names of rules in the language.
#pragma once

#include <set>
#include <string>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

// Gives each document a unique name, which none of `taken` is, unless it was written.
void NameRules(const std::set<std::string>& taken, const SourceMap& sources, Documents& documents);

// Reports a name or id that two documents have. Adds documents that are known to be broken to their
// files: from now on they have names.
void ReportRepeated(const std::set<std::string>& taken, Documents& documents, diag::Sink& sink);

}  // namespace sigrun::sigma
