#include "compiler/sigma/correlation/check.h"

#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <string>

#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/correlation/range.h"

namespace sigrun::sigma {
namespace {

class CorrelationChecker {
 public:
  CorrelationChecker(const CorrelationBody& body, const Correlation& read)
      : body_(body), read_(read) {}

  void Check() {
    const bool temporal = read_.IsTemporal();
    if (read_.inputs.empty()) return body_.ReportMissing("rules", "the id or name of each rule");
    if (!temporal && read_.comparisons.empty())
      return body_.ReportMissing("condition", "a comparison such as `gte: 10`");
    const bool counts_fields = !temporal && read_.type != Correlation::kEventCount;
    if (counts_fields && read_.fields.empty())
      return body_.ReportMissing("condition: field", "the field whose values are counted");
    if (!counts_fields && !read_.fields.empty()) {
      body_.sink.Emit(codes::SigmaCorrelation, read_.fields[0].span, "`field` has no meaning here")
          .Help("only value_count, value_sum and the other value types use a field");
      return;
    }
    if (read_.fields.size() > 1 && read_.type != Correlation::kValueCount) {
      body_.sink.Emit(codes::SigmaCorrelation, read_.fields[1].span, "more than one `field`")
          .Help("only value_count takes several fields");
      return;
    }
    if (read_.type == Correlation::kValuePercentile && !read_.percentile)
      return body_.ReportMissing("condition: percentile", "which one, such as 95");
    if (read_.type != Correlation::kValuePercentile && read_.percentile) {
      const NodeId condition = body_.tree.Find(body_.mapping, "condition");
      body_.WarnOfIdle(body_.tree[body_.tree.FindKey(condition, "percentile")].span,
                       "`percentile` has no meaning here",
                       "it belongs to `value_percentile`: remove it");
    }
    CheckComparisons();
  }

 private:
  // The possible values: numbers of rules, or of events or values, are whole; otherwise any number.
  // A correlation is evaluated at an event that was counted, so a count is at least one.
  Range RangeOf() const {
    std::set<size_t> different;
    for (const Correlation::Input& input : read_.inputs) different.insert(input.document);
    // In an ordered correlation, the same rule can be several steps.
    const size_t rules =
        read_.type == Correlation::kTemporalOrdered ? read_.inputs.size() : different.size();
    if (read_.IsTemporal()) return Range::OfCounts(static_cast<double>(rules));
    const bool counts =
        read_.type == Correlation::kEventCount || read_.type == Correlation::kValueCount;
    return counts ? Range::OfCounts() : Range::OfNumbers();
  }

  // Reports comparisons that no number fulfils together, or that every number does.
  void CheckComparisons() {
    const Range all = RangeOf();
    Range left = all;
    for (const Comparison& comparison : read_.comparisons) left.Take(comparison);
    if (read_.comparisons.empty()) return;
    if (left.IsEmpty()) {
      const bool one = read_.comparisons.size() == 1;
      std::string help = "all comparisons must hold for the same number";
      if (read_.IsTemporal() && one)
        help = fmt::format("it counts the rules that match: at least 1, and at most {}",
                           static_cast<size_t>(all.most()));
      else if (all.whole() && one)
        help =
            "it is evaluated at an event that was counted, so the count is at least 1; to "
            "detect what does not happen, use `condition: a and not b` over rules";
      body_.sink
          .Emit(codes::SigmaCorrelation, read_.comparisons.back().span, "the condition never holds")
          .Help(help);
      return;
    }
    for (const Comparison& comparison : read_.comparisons)
      if (all.Always(comparison))
        body_.WarnOfIdle(comparison.span, "the comparison always holds",
                         all.whole() ? "it counts what was seen, which is never less than 1"
                                     : "change it, or remove it");
  }

  const CorrelationBody& body_;
  const Correlation& read_;
};

}  // namespace

void CheckCorrelation(const CorrelationBody& body, const Correlation& correlation) {
  CorrelationChecker(body, correlation).Check();
}

}  // namespace sigrun::sigma
