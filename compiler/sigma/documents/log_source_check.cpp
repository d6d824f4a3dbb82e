#include "compiler/sigma/documents/log_source_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text/ascii.h"
#include "base/text/suggest.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/config/config.h"
#include "compiler/sigma/documents/log_source.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::sigma {
namespace {

struct Part {
  std::string_view key;
  std::string LogSource::* word;
};
constexpr Part kParts[] = {{"category", &LogSource::category},
                           {"product", &LogSource::product},
                           {"service", &LogSource::service}};

bool IsPart(std::string_view key) {
  return std::ranges::find(kParts, key, &Part::key) != std::end(kParts);
}

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

class LogSourceChecker {
 public:
  LogSourceChecker(const Documents& documents, const Document& document, diag::Sink& sink)
      : tree_(documents.TreeOf(document)),
        document_(document),
        config_(documents.ConfigOf(document)),
        source_(ReadLogSource(documents, document)),
        mapping_(tree_.Find(document.root, "logsource")),
        sink_(sink) {}

  void Check() {
    if (!mapping_.valid()) return ReportMissing();
    const yaml::Node& node = tree_[mapping_];
    if (node.kind != yaml::Kind::kMapping) {
      sink_
          .Emit(codes::SigmaType, node.span, "logsource",
                "a mapping with product, category or service, not " + Describe(node))
          .Help("for example, `logsource: { product: aws, service: cloudtrail }`");
      return;
    }
    bool sound = true;
    for (const yaml::Entry& entry : node.entries)
      if (IsPart(tree_[entry.key].text))
        sound &= CheckWord(tree_[entry.key].text, tree_[entry.value]);
    if (!sound) return;
    if (source_.category.empty() && source_.product.empty() && source_.service.empty())
      sink_
          .Emit(codes::SigmaMetadata, node.span, "logsource",
                "has neither product, category nor service")
          .Help("for example, `product: aws` and `service: cloudtrail`");
    if (!IsKnown()) WarnOfSimilar();
  }

 private:
  void ReportMissing() {
    sink_.Emit(codes::SigmaMetadata, document_.span, "logsource", "is missing")
        .Help(document_.kind == DocumentKind::kFilter
                  ? "without it, the filter applies to rules of every log source: add product, "
                    "category or service"
                  : "without it, the rule reads every JSON log that is not another log source: "
                    "add product, category or service");
  }

  // Returns whether it is text. The specification uses lower case; other tools compare exactly.
  bool CheckWord(const std::string& key, const yaml::Node& value) {
    if (!IsText(value)) {
      sink_.Emit(codes::SigmaType, value.span, key, "text, not " + Describe(value))
          .Help("for example, `product: aws`");
      return false;
    }
    std::string meant = AsciiLower(value.text);
    std::replace(meant.begin(), meant.end(), ' ', '_');
    if (value.text.empty())
      sink_.Emit(codes::SigmaMetadata, value.span, key, "is empty")
          .Help("add a value, or omit the key to match any value");
    if (meant == value.text) return true;
    auto diagnostic = sink_.Emit(codes::SigmaMetadata, value.span, key,
                                 "should be in lower case, with `_` for spaces");
    AddSuggestion(diagnostic, value.span, value.text, meant);
    return true;
  }

  bool IsKnown() const {
    return SourceOf(source_) != nullptr ||
           std::ranges::any_of(config_.routes,
                               [&](const Route& route) { return route.match.Covers(source_); });
  }

  // Warns once, of the first word that is similar to a known one.
  void WarnOfSimilar() {
    for (const Part& part : kParts)
      if (!(source_.*part.word).empty() && (IsLikeLanguage(part) || IsLikePack(part))) return;
  }

  const yaml::Node& ValueOf(const Part& part) const {
    return tree_[tree_.Find(mapping_, part.key)];
  }

  bool Warn(const Part& part, std::string_view meant) {
    const yaml::Node& value = ValueOf(part);
    auto diagnostic = sink_.Emit(codes::SigmaLogSource, value.span, part.key, value.text);
    AddSuggestion(diagnostic, value.span, value.text, meant);
    return true;
  }

  bool IsLikeLanguage(const Part& part) {
    const std::string& word = source_.*part.word;
    const bool service = part.word == &LogSource::service;
    const bool product = part.word == &LogSource::product;
    for (const stdlib::LogSource& known : stdlib::LogSources()) {
      const stdlib::SigmaNames& names = known.sigma;
      if (MeansService(names, word)) {
        if (service && word != names.service) return Warn(part, names.service);
        if (!service && source_.service != names.service) {
          const yaml::Node& value = ValueOf(part);
          sink_.Emit(codes::SigmaLogSource, value.span, part.key, value.text)
              .Help(fmt::format("did you mean `product: {}` and `service: {}`?", names.product,
                                names.service));
          return true;
        }
      }
      const bool of_service = !names.service.empty() && source_.service == names.service;
      if (product && (of_service || IsOtherProductName(names, word)))
        return Warn(part, names.product);
    }
    return false;
  }

  bool IsLikePack(const Part& part) {
    const std::string& word = source_.*part.word;
    for (const Route& route : config_.routes) {
      LogSource meant = source_;
      meant.*part.word = route.match.*part.word;
      if (IsNear(word, meant.*part.word) && route.match.Covers(meant))
        return Warn(part, meant.*part.word);
    }
    return false;
  }

  const yaml::Tree& tree_;
  const Document& document_;
  const Config& config_;
  const LogSource source_;
  NodeId mapping_;  // invalid if there is none
  diag::Sink& sink_;
};

}  // namespace

void CheckLogSource(const Documents& documents, const Document& document, diag::Sink& sink) {
  LogSourceChecker(documents, document, sink).Check();
}

}  // namespace sigrun::sigma
