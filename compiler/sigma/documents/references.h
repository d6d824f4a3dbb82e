// Which rule an id, a name or a title refers to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

class References {
 public:
  References(const Documents& documents, diag::Sink& sink);

  // The index of the rule or correlation; nullopt after an error.
  std::optional<size_t> Resolve(const std::string& text, Span span);

 private:
  using Index = std::map<std::string, std::vector<size_t>>;
  std::optional<size_t> ResolveTitle(const std::string& title, Span span,
                                     std::vector<size_t> meant);
  void ReportUnknown(const std::string& text, Span span);

  const Documents& documents_;
  diag::Sink& sink_;
  Index by_id_, by_name_, by_title_;
  std::set<std::pair<uint32_t, uint32_t>> warned_titles_;
};

}  // namespace sigrun::sigma
