#include "compiler/sigma/correlation/set.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/correlation/reader.h"

namespace sigrun::sigma {
namespace {

// The nesting limit of rules in the language.
constexpr uint32_t kMaxDepth = 16;

// A depth-first search with an explicit stack: a chain can be as long as a file allows.
class OrderSearch {
 public:
  OrderSearch(const std::vector<Correlation>& correlations, const std::map<size_t, size_t>& index,
              Documents& documents, diag::Sink& sink)
      : correlations_(correlations),
        index_(index),
        documents_(documents),
        sink_(sink),
        progress_(correlations.size(), kNew),
        depth_(correlations.size(), 1) {}

  // Inputs before the correlations that use them.
  std::vector<size_t> Order() {
    for (size_t root = 0; root < correlations_.size(); ++root) {
      if (progress_[root] != kNew) continue;
      Enter(root);
      while (!stack_.empty()) Advance();
    }
    return std::move(order_);
  }

 private:
  enum Progress : uint8_t { kNew, kOnTheWay, kDone };
  struct Visit {
    size_t correlation;
    size_t next;  // of its inputs
  };

  void Enter(size_t correlation) {
    progress_[correlation] = kOnTheWay;
    stack_.push_back({correlation, 0});
  }

  void Advance() {
    const size_t at = stack_.back().correlation;
    const Correlation& correlation = correlations_[at];
    if (stack_.back().next == correlation.inputs.size()) {
      progress_[at] = kDone;
      order_.push_back(at);
      stack_.pop_back();
      return;
    }
    const Correlation::Input& input = correlation.inputs[stack_.back().next++];
    const auto below = index_.find(input.document);
    if (below == index_.end()) return;
    switch (progress_[below->second]) {
      case kOnTheWay:
        ReportCycle(correlation, input);
        break;
      case kNew:
        --stack_.back().next;  // resume here later
        Enter(below->second);
        break;
      case kDone:
        depth_[at] = std::max(depth_[at], depth_[below->second] + 1);
        if (depth_[at] == kMaxDepth + 1) ReportDepth(correlation, input);
        break;
    }
  }

  void ReportCycle(const Correlation& correlation, const Correlation::Input& input) {
    sink_.Emit(codes::SigmaCycle, input.span, input.written)
        .Note(documents_[input.document].name_span, "the correlation is here")
        .Help("a correlation cannot wait for itself: remove the reference");
    documents_.MarkBroken(documents_[correlation.document]);
  }

  void ReportDepth(const Correlation& correlation, const Correlation::Input& input) {
    if (documents_[correlation.document].broken) return;
    sink_.Emit(codes::RulesTooDeep, input.span, kMaxDepth)
        .Help("name the rules themselves in this correlation");
    documents_.MarkBroken(documents_[correlation.document]);
  }

  const std::vector<Correlation>& correlations_;
  const std::map<size_t, size_t>& index_;
  Documents& documents_;
  diag::Sink& sink_;
  std::vector<Progress> progress_;
  std::vector<uint32_t> depth_;
  std::vector<Visit> stack_;
  std::vector<size_t> order_;
};

}  // namespace

CorrelationSet::CorrelationSet(Documents& documents, References& references, diag::Sink& sink) {
  std::vector<Correlation> read;
  for (size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].kind != DocumentKind::kCorrelation || documents[i].broken) continue;
    if (auto correlation = ReadCorrelation(i, documents, references, sink))
      read.push_back(std::move(*correlation));
    else
      documents.MarkBroken(documents[i]);
  }
  std::map<size_t, size_t> index;
  for (size_t i = 0; i < read.size(); ++i) index[read[i].document] = i;
  for (const size_t at : OrderSearch(read, index, documents, sink).Order()) {
    index_[read[at].document] = correlations_.size();
    correlations_.push_back(std::move(read[at]));
  }
}

const Correlation* CorrelationSet::Find(size_t document) const {
  const auto found = index_.find(document);
  return found == index_.end() ? nullptr : &correlations_[found->second];
}

}  // namespace sigrun::sigma
