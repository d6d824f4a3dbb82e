#include "compiler/sigma/correlation/reader.h"

#include <string>
#include <utility>
#include <vector>

#include "base/text/suggest.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/timespan.h"
#include "compiler/sigma/correlation/aliases.h"
#include "compiler/sigma/correlation/body.h"
#include "compiler/sigma/correlation/check.h"
#include "compiler/sigma/correlation/condition.h"

namespace sigrun::sigma {
namespace {

class CorrelationReader {
 public:
  CorrelationReader(const CorrelationBody& body, Correlation& made) : body_(body), made_(made) {}

  bool Read() {
    const size_t errors = body_.sink.error_count();
    const auto is_sound = [&] { return body_.sink.error_count() == errors; };
    if (body_.tree[body_.mapping].kind != yaml::Kind::kMapping) {
      body_.ReportWrong(body_.mapping, "correlation",
                        "a mapping with `type`, `rules`, `timespan` and `condition`");
      return false;
    }
    for (const yaml::Entry& entry : body_.tree[body_.mapping].entries) ReadEntry(entry);
    if (!has_type_)
      body_.ReportMissing("type",
                          "event_count, value_count, temporal, temporal_ordered, value_sum, "
                          "value_avg, value_percentile or value_median");
    if (!has_timespan_) body_.ReportMissing("timespan", "how long, such as 10m");
    if (!is_sound()) return false;
    // After the inputs, because the comparisons refer to them.
    if (const NodeId condition = Find("condition"); condition.valid())
      ReadCorrelationCondition(body_, condition, made_);
    if (is_sound()) CheckCorrelation(body_, made_);
    if (const NodeId aliases = Find("aliases"); aliases.valid() && is_sound())
      ReadAliases(body_, aliases, made_);
    return is_sound();
  }

 private:
  NodeId Find(std::string_view key) const { return body_.tree.Find(body_.mapping, key); }

  void ReadEntry(const yaml::Entry& entry) {
    const std::string& key = body_.tree[entry.key].text;
    if (key == "type") {
      ReadType(entry.value);
    } else if (key == "rules") {
      for (const NodeId item : ListOf(body_.tree, entry.value)) ReadRule(item);
    } else if (key == "group-by") {
      body_.ReadFields(entry.value, "group-by", made_.group_by);
    } else if (key == "timespan" || key == "timeframe") {
      ReadTimespan(entry, key);
    } else if (key == "generate") {
      const auto flag = yaml::AsBool(body_.tree[entry.value]);
      if (!flag) body_.ReportWrong(entry.value, "generate", "true or false");
      made_.generate = flag.value_or(false);
    } else if (key == "window" || key == "gap") {
      body_.sink
          .Emit(codes::SigmaExtension, body_.tree[entry.key].span, "`" + key + "` in a correlation")
          .Help("Sigma's windows slide; the rule language has tumbling windows");
    } else if (key != "condition" && key != "aliases") {
      const std::vector<std::string> known = {"type",      "rules",   "group-by", "timespan",
                                              "condition", "aliases", "generate"};
      const std::string near(Suggest(key, known));
      auto diagnostic = body_.sink.Emit(codes::SigmaCorrelation, body_.tree[entry.key].span,
                                        "unknown correlation key `" + key + "`");
      if (near.empty())
        diagnostic.Help(
            "the keys are type, rules, group-by, timespan, condition, aliases and generate");
      else
        AddSuggestion(diagnostic, body_.tree[entry.key].span, key, near);
    }
  }

  void ReadType(NodeId id) {
    has_type_ = true;
    const std::string& text = body_.tree[id].text;
    if (const auto type = TypeNamed(text)) {
      made_.type = *type;
      return;
    }
    const std::string near(Suggest(text, TypeNames()));
    auto diagnostic = body_.sink.Emit(codes::SigmaCorrelation, body_.tree[id].span,
                                      "unknown correlation type `" + text + "`");
    if (near.empty())
      diagnostic.Help(
          "the types are event_count, value_count, temporal, temporal_ordered, "
          "value_sum, value_avg, value_percentile and value_median");
    else
      AddSuggestion(diagnostic, body_.tree[id].span, text, near);
  }

  // A rule that is named twice is two inputs.
  void ReadRule(NodeId id) {
    const yaml::Node& node = body_.tree[id];
    if (!RequireText(node, "rules", body_.sink)) return;
    if (const auto document = body_.references.Resolve(node.text, node.span))
      made_.inputs.push_back({*document, node.text, node.span});
  }

  void ReadTimespan(const yaml::Entry& entry, const std::string& key) {
    if (has_timespan_) {
      body_.sink.Emit(codes::SigmaCorrelation, body_.tree[entry.key].span, "duplicate `timespan`")
          .Note(made_.timespan_span, "the first one is here")
          .Help("`timeframe` is a deprecated name of `timespan`: keep one of them");
      return;
    }
    has_timespan_ = true;
    if (key == "timeframe")
      body_.sink
          .Emit(codes::SigmaMetadata, body_.tree[entry.key].span, key,
                "is a deprecated name of `timespan`")
          .Help("write `timespan`");
    if (!RequireText(body_.tree[entry.value], key, body_.sink)) return;
    made_.timespan_span = body_.tree[entry.value].span;
    if (const auto length = sigma::ReadTimespan(body_.tree[entry.value], body_.sink))
      made_.timespan = *length;
  }

  const CorrelationBody& body_;
  Correlation& made_;
  bool has_type_ = false, has_timespan_ = false;
};

}  // namespace

std::optional<Correlation> ReadCorrelation(size_t document, const Documents& documents,
                                           References& references, diag::Sink& sink) {
  const yaml::Tree& tree = documents.TreeOf(documents[document]);
  const NodeId mapping = tree.Find(documents[document].root, "correlation");
  Correlation made;
  made.document = document;
  const CorrelationBody body{tree, mapping, references, sink};
  if (!CorrelationReader(body, made).Read()) return std::nullopt;
  return made;
}

}  // namespace sigrun::sigma
