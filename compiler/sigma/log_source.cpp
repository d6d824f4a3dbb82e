// The log source of a document, and its effect on the names of fields.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/suggest.h"
#include "compiler/diag/codes/sigma.h"
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
      sink_.Emit(codes::SigmaMetadata, document.span, "logsource", "is missing")
          .Help(document.kind == DocumentKind::kFilter
                    ? "without it, the filter applies to rules of every log source: add product, "
                      "category or service"
                    : "without it, the rule reads every JSON log that is not another log source: "
                      "add product, category or service");
    return source;
  }
  if (tree[id].kind != Kind::kMapping) {
    if (report)
      sink_
          .Emit(codes::SigmaType, tree[id].span, "logsource",
                "a mapping with product, category or service, not " + Describe(tree[id]))
          .Help("for example, `logsource: { product: aws, service: cloudtrail }`");
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
      *part = AsciiLower(value.text);
      if (report) CheckSourceWord(key, value);
      continue;
    }
    sound = false;
    if (report)
      sink_.Emit(codes::SigmaType, value.span, key, "text, not " + Describe(value))
          .Help("for example, `product: aws`");
  }
  if (report && sound && source.category.empty() && source.product.empty() &&
      source.service.empty())
    sink_
        .Emit(codes::SigmaMetadata, tree[id].span, "logsource",
              "has neither product, category nor service")
        .Help("for example, `product: aws` and `service: cloudtrail`");
  if (report && sound) CheckSourceKnown(document, source);
  return source;
}

namespace {

struct Part {
  const char* key;
  std::string LogSource::* word;
};
constexpr Part kParts[] = {{"category", &LogSource::category},
                           {"product", &LogSource::product},
                           {"service", &LogSource::service}};

std::string LettersOf(std::string_view word) {
  std::string letters;
  for (const char c : word)
    if (IsAsciiLower(c)) letters += c;
  return letters;
}

bool IsOtherProductName(const stdlib::SigmaNames& names, std::string_view word) {
  return std::ranges::find(names.product_also, word) != names.product_also.end();
}

// Of the service `cloudtrail`: `cloud_trail`, `AWS CloudTrail` and `cloudtrail-logs`.
bool MeansService(const stdlib::SigmaNames& names, std::string_view word) {
  if (names.service.empty()) return false;
  std::string letters = LettersOf(word);
  for (const std::string_view behind : {"logs", "log", "events", "event"})
    if (letters.ends_with(behind)) letters.erase(letters.size() - behind.size());
  const auto is_service_after = [&](std::string_view product) {
    const std::string before = LettersOf(product);
    return letters.starts_with(before) &&
           EditDistance(letters.substr(before.size()), LettersOf(names.service), 2) <= 2;
  };
  return is_service_after("") || is_service_after(names.product) ||
         std::ranges::any_of(names.product_also, is_service_after);
}

// Similar enough that two known log sources never differ by so little.
bool IsNear(std::string_view word, std::string_view other) {
  const int most = word.size() < 5 ? 0 : word.size() < 8 ? 1 : 2;
  return word != other && EditDistance(word, other, most) <= most;
}

}  // namespace

// Warns of a log source that is similar to a known one: one of the language's, or one of the
// pack's.
void Translation::CheckSourceKnown(const Document& document, const LogSource& source) {
  const Config& config = ConfigOf(document);
  const auto covers = [&](const LogSource& some) {
    return std::any_of(config.routes.begin(), config.routes.end(),
                       [&](const Route& route) { return route.match.Covers(some); });
  };
  if (covers(source) || SourceOf(source) != nullptr) return;
  const yaml::Tree& tree = TreeOf(document);
  const NodeId id = tree.Find(document.root, "logsource");
  for (const Part& part : kParts) {
    const std::string& word = source.*part.word;
    if (word.empty()) continue;
    const yaml::Node& value = tree[tree.Find(id, part.key)];
    const auto warn = [&](const std::string& meant) {
      auto diagnostic = sink_.Emit(codes::SigmaLogSource, value.span, part.key, value.text);
      AddSuggestion(diagnostic, value.span, value.text, meant);
    };
    const bool service = part.word == &LogSource::service;
    const bool product = part.word == &LogSource::product;
    for (const stdlib::LogSource& known : stdlib::LogSources()) {
      const stdlib::SigmaNames& names = known.sigma;
      if (MeansService(names, word)) {
        if (service && word != names.service) return warn(std::string(names.service));
        if (!service && source.service != names.service) {
          sink_.Emit(codes::SigmaLogSource, value.span, part.key, value.text)
              .Help(fmt::format("did you mean `product: {}` and `service: {}`?", names.product,
                                names.service));
          return;
        }
      }
      const bool of_service = !names.service.empty() && source.service == names.service;
      if (product && (of_service || IsOtherProductName(names, word)))
        return warn(std::string(names.product));
    }
    for (const Route& route : config.routes) {
      LogSource meant = source;
      meant.*part.word = route.match.*part.word;
      if (IsNear(word, meant.*part.word) && route.match.Covers(meant))
        return warn(meant.*part.word);
    }
  }
}

// The specification uses lower case; other tools compare exactly.
void Translation::CheckSourceWord(const std::string& key, const yaml::Node& value) {
  std::string meant = AsciiLower(value.text);
  std::replace(meant.begin(), meant.end(), ' ', '_');
  if (value.text.empty())
    sink_.Emit(codes::SigmaMetadata, value.span, key, "is empty")
        .Help("add a value, or omit the key to match any value");
  if (meant == value.text) return;
  auto diagnostic = sink_.Emit(codes::SigmaMetadata, value.span, key,
                               "should be in lower case, with `_` for spaces");
  AddSuggestion(diagnostic, value.span, value.text, meant);
}

Fields Translation::FieldsOf(const Document& document) {
  Route route = ConfigOf(document).RouteOf(ReadLogSource(document, false));
  return Fields(*route.source, std::move(route.fields), sink_);
}

}  // namespace sigrun::sigma
