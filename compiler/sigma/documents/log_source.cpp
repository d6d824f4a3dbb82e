#include "compiler/sigma/documents/log_source.h"

#include <string>
#include <utility>

#include "base/text/ascii.h"
#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {

LogSource ReadLogSource(const Documents& documents, const Document& document) {
  const yaml::Tree& tree = documents.TreeOf(document);
  const NodeId id = tree.Find(document.root, "logsource");
  LogSource source;
  if (!id.valid()) return source;
  for (const yaml::Entry& entry : tree[id].entries) {
    const std::string& key = tree[entry.key].text;
    std::string* part = key == "category"  ? &source.category
                        : key == "product" ? &source.product
                        : key == "service" ? &source.service
                                           : nullptr;
    if (part != nullptr && IsText(tree[entry.value])) *part = AsciiLower(tree[entry.value].text);
  }
  return source;
}

Route RouteOf(const Documents& documents, const Document& document) {
  return documents.ConfigOf(document).RouteOf(ReadLogSource(documents, document));
}

Fields FieldsOf(const Documents& documents, const Document& document, diag::Sink& sink) {
  Route route = RouteOf(documents, document);
  return Fields(*route.source, std::move(route.fields), sink);
}

}  // namespace sigrun::sigma
