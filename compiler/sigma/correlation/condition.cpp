#include "compiler/sigma/correlation/condition.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/detection/condition.h"

namespace sigrun::sigma {
namespace {

using yaml::Kind;

constexpr std::pair<std::string_view, const char*> kOps[] = {
    {"gt", ">"}, {"gte", ">="}, {"lt", "<"}, {"lte", "<="}, {"eq", "=="}, {"neq", "!="}};

class ConditionReader {
 public:
  ConditionReader(const CorrelationBody& body, Correlation& made) : body_(body), made_(made) {}

  void Read(NodeId id) {
    const yaml::Node& node = body_.tree[id];
    made_.condition_span = node.span;
    if (node.kind == Kind::kScalar) return ReadExtended(id);
    if (node.kind != Kind::kMapping)
      return body_.ReportWrong(id, "condition",
                               "comparisons such as `gte: 10`, or rules with and, or, not");
    for (const yaml::Entry& entry : node.entries) ReadComparison(entry);
  }

 private:
  void ReadComparison(const yaml::Entry& entry) {
    const std::string& key = body_.tree[entry.key].text;
    if (key == "field") return body_.ReadFields(entry.value, "field", made_.fields);
    if (key == "percentile") {
      made_.percentile = Number(entry.value, "percentile");
      if (made_.percentile) {
        const double p =
            std::visit([](auto n) { return static_cast<double>(n); }, *made_.percentile);
        if (p < 0 || p > 100)
          body_.ReportWrong(entry.value, "percentile", "a number from 0 to 100");
      }
      return;
    }
    const auto op = std::find_if(std::begin(kOps), std::end(kOps),
                                 [&](const auto& row) { return row.first == key; });
    if (op == std::end(kOps)) {
      body_.sink
          .Emit(codes::SigmaCorrelation, body_.tree[entry.key].span,
                "unknown comparison `" + key + "`")
          .Help("the comparisons are gt, gte, lt, lte, eq and neq; `field` names what is counted");
      return;
    }
    if (const auto number = Number(entry.value, key))
      made_.comparisons.push_back({op->second, *number, body_.tree[entry.value].span});
  }

  std::optional<std::variant<int64_t, double>> Number(NodeId id, const std::string& what) {
    const yaml::Node& node = body_.tree[id];
    if (const auto whole = yaml::AsInt(node)) return *whole;
    if (const auto real = yaml::AsNumber(node)) return *real;
    body_.ReportWrong(id, what, "a number");
    return std::nullopt;
  }

  void ReadExtended(NodeId id) {
    if (!made_.IsTemporal()) {
      body_.sink
          .Emit(codes::SigmaCorrelation, body_.tree[id].span,
                "only temporal correlations take a condition over rules")
          .Help("write a comparison: `condition: { gte: 10 }`");
      return;
    }
    made_.extended = ReadCondition(body_.tree[id], body_.sink);
    if (made_.extended) AddNamed(*made_.extended);
  }

  // Rules named only by the condition are inputs too.
  void AddNamed(const Condition& condition) {
    for (const Condition& operand : condition.operands) AddNamed(operand);
    if (condition.kind == Condition::kOf) {
      body_.sink
          .Emit(codes::SigmaCorrelation, condition.span,
                "`of` is not allowed in a condition over rules")
          .Help("name the rules, with and, or and not");
      return;
    }
    if (condition.kind != Condition::kName) return;
    const auto document = body_.references.Resolve(condition.name, condition.span);
    if (document && !made_.IsInput(*document))
      made_.inputs.push_back({*document, condition.name, condition.span});
  }

  const CorrelationBody& body_;
  Correlation& made_;
};

}  // namespace

void ReadCorrelationCondition(const CorrelationBody& body, NodeId condition, Correlation& made) {
  ConditionReader(body, made).Read(condition);
}

}  // namespace sigrun::sigma
