// The log source of a document, and what it makes of the names of fields.
#include <algorithm>

#include "compiler/sigma/names.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

using yaml::Kind;

LogSource Translation::ReadLogSource(const Document& document, bool report) {
  const yaml::Tree& tree = TreeOf(document);
  const NodeId id = tree.Find(document.root, "logsource");
  LogSource source;
  if (!id.valid()) {
    if (report)
      sink_.Emit(Code::SigmaMetadata, document.span, "logsource", "is missing")
          .Help(document.kind == DocumentKind::kFilter
                    ? "without it the filter is for rules of every log source: add product, "
                      "category or service"
                    : "without it the rule looks at all JSON logs but CloudTrail: add product, "
                      "category or service");
    return source;
  }
  if (tree[id].kind != Kind::kMapping) {
    if (report)
      sink_
          .Emit(Code::SigmaType, tree[id].span, "logsource",
                "a mapping with product, category or service, not " + Describe(tree[id]))
          .Help("such as `logsource: { product: aws, service: cloudtrail }`");
    return source;
  }
  bool sound = true;
  for (const yaml::Entry& entry : tree[id].entries) {
    const std::string& key = tree[entry.key].text;
    std::string* part = key == "category"  ? &source.category
                        : key == "product" ? &source.product
                        : key == "service" ? &source.service
                                           : nullptr;
    if (part == nullptr) continue;
    const yaml::Node& value = tree[entry.value];
    if (value.kind == Kind::kScalar && !yaml::IsNull(value)) {
      *part = Lower(value.text);
      if (report) CheckSourceWord(key, value);
      continue;
    }
    sound = false;
    if (report)
      sink_.Emit(Code::SigmaType, value.span, key, "text, not " + Describe(value))
          .Help("such as `product: aws`");
  }
  if (report && sound && source.category.empty() && source.product.empty() &&
      source.service.empty())
    sink_
        .Emit(Code::SigmaMetadata, tree[id].span, "logsource",
              "has neither product, category nor service")
        .Help("such as `product: aws` and `service: cloudtrail`");
  return source;
}

// The specification has small letters; other tools compare letter for letter.
void Translation::CheckSourceWord(const std::string& key, const yaml::Node& value) {
  std::string meant = Lower(value.text);
  std::replace(meant.begin(), meant.end(), ' ', '_');
  if (value.text.empty())
    sink_.Emit(Code::SigmaMetadata, value.span, key, "is empty")
        .Help("name it, or leave it out where any will do");
  if (meant == value.text) return;
  auto diagnostic = sink_.Emit(Code::SigmaMetadata, value.span, key,
                               "should be in small letters, with `_` for blanks");
  AddSuggestion(diagnostic, value.span, value.text, meant);
}

Fields Translation::FieldsOf(const Document& document) {
  Route route = ConfigOf(document).RouteOf(ReadLogSource(document, false));
  return Fields(route.cloudtrail, std::move(route.fields), sink_);
}

}  // namespace sigrun::sigma
