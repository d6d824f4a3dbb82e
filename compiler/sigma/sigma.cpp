#include "compiler/sigma/sigma.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/suggest.h"
#include "compiler/sigma/names.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

using yaml::Kind;

std::vector<ast::File> Translation::Run(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) {
    File file;
    file.tree = yaml::Parse(input.source, sources_, sink_);
    file.ast.source = input.source;
    file.config = input.config;
    files_.push_back(std::move(file));
  }
  for (size_t i = 0; i < files_.size(); ++i)
    for (Document& document : ReadDocuments(files_[i].tree, i, sink_))
      documents_.push_back(std::move(document));
  NameRules();
  ReportRepeated();
  ReadCorrelations();
  BreakCycles();
  CheckInputs();
  for (Document& document : documents_)
    if (document.kind == DocumentKind::kRule && !document.broken) TranslateRule(document);
  for (const Correlation& correlation : correlations_)
    if (!documents_[correlation.document].broken) TranslateCorrelation(correlation);
  SilenceInputs();
  for (Document& document : documents_)
    if (document.kind == DocumentKind::kFilter && !document.broken) TranslateFilter(document);
  std::vector<ast::File> made;
  for (File& file : files_) made.push_back(std::move(file.ast));
  return made;
}

// Only by correlations that are sound: one that is left out takes no alerts over.
void Translation::SilenceInputs() {
  std::set<std::string> silent, loud;
  for (const Correlation& correlation : correlations_)
    if (!documents_[correlation.document].broken)
      for (const Correlation::Input& input : correlation.inputs)
        (correlation.generate ? loud : silent).insert(documents_[input.document].rule_name);
  for (File& file : files_)
    for (ast::Item& item : file.ast.items) {
      auto* rule = std::get_if<ast::Rule>(&item);
      if (rule == nullptr || silent.count(rule->name.text) == 0 || loud.count(rule->name.text) > 0)
        continue;
      const Span span = rule->name.span;
      const ExprId no = ExprBuilder(file.ast).Literal(false, span);
      rule->alert.push_back({{"enabled", span}, no, {}, span});
      if (rule->alert_spans.empty()) rule->alert_spans.push_back(span);
    }
}

const Correlation* Translation::CorrelationOf(size_t document) const {
  const auto found = correlation_of_.find(document);
  return found == correlation_of_.end() ? nullptr : &correlations_[found->second];
}

void Translation::NameRules() {
  UniqueNames names(taken_);
  // Names that were given go before names that are made.
  for (const bool given : {true, false})
    for (size_t i = 0; i < documents_.size(); ++i) {
      Document& document = documents_[i];
      if (IsName(document.name) != given) continue;
      // A name that is given twice is reported later.
      document.rule_name = names.Take(given ? document.name : MakeName(document));
      if (given) document.rule_name = document.name;
    }
  for (size_t i = 0; i < documents_.size(); ++i) {
    if (documents_[i].kind == DocumentKind::kFilter) continue;
    if (!documents_[i].id.empty()) by_id_[Lower(documents_[i].id)].push_back(i);
    if (!documents_[i].name.empty()) by_name_[documents_[i].name].push_back(i);
    if (!documents_[i].title.empty()) by_title_[documents_[i].title].push_back(i);
  }
}

// A name or id that two documents have, where it stands; and documents that are known to be broken.
void Translation::ReportRepeated() {
  std::map<std::pair<std::string, std::string>, size_t> first;
  for (size_t i = 0; i < documents_.size(); ++i) {
    Document& document = documents_[i];
    const yaml::Tree& tree = TreeOf(document);
    for (const char* key : {"name", "id"}) {
      const NodeId node = tree.Find(document.root, key);
      const std::string& text = key == std::string_view("id") ? document.id : document.name;
      // Documents below one `action: global` share what it says.
      if (document.kind == DocumentKind::kFilter || text.empty() || !document.id_suffix.empty())
        continue;
      if (key == std::string_view("name") && taken_.count(text) > 0) {
        sink_.Emit(Code::DuplicateRule, tree[node].span, key, text)
            .Help("a rule of the rule language has it: give one of them another name");
        document.broken = true;
        continue;
      }
      const auto [other, fresh] = first.try_emplace({key, Lower(text)}, i);
      if (fresh || (key == std::string_view("name") && documents_[other->second].name != text))
        continue;
      const Document& before = documents_[other->second];
      sink_.Emit(Code::DuplicateRule, tree[node].span, key, text)
          .Note(TreeOf(before)[TreeOf(before).Find(before.root, key)].span,
                "the other rule is here")
          .Help(key == std::string_view("id")
                    ? "ids name a rule for ever: give the new one its own, from `uuidgen`"
                    : "give one of them another name, or leave the file out that has it again");
      document.broken = true;
    }
    if (document.broken) MarkBroken(document);
  }
}

std::string Translation::MakeName(const Document& document) {
  if (!document.name.empty()) return Slug(document.name);
  if (!document.title.empty()) return Slug(document.title);
  const std::string& path = sources_[files_[document.file].ast.source].path();
  return Slug(std::filesystem::path(path).stem().string());
}

void Translation::MarkBroken(Document& document) {
  document.broken = true;
  if (document.kind == DocumentKind::kFilter) return;
  files_[document.file].ast.broken.push_back({ast::Broken::kRule,
                                              {document.rule_name, document.name_span},
                                              TreeOf(document)[document.root].span});
}

std::optional<size_t> Translation::Resolve(const std::string& text, Span span) {
  for (const auto* index : {&by_id_, &by_name_, &by_title_}) {
    const auto found = index->find(index == &by_id_ ? Lower(text) : text);
    if (found == index->end()) continue;
    if (index == &by_title_ && found->second.size() > 1) {
      auto diagnostic = sink_.Emit(Code::SigmaAmbiguousRule, span, found->second.size(), text);
      for (size_t i = 0; i < std::min<size_t>(found->second.size(), 3); ++i)
        diagnostic.Note(documents_[found->second[i]].name_span, "one of them is here");
      diagnostic.Help("give the rule that is meant a `name`, and use that");
      return std::nullopt;
    }
    if (index == &by_title_ && warned_titles_.insert({span.source.index, span.begin}).second)
      sink_.Emit(Code::SigmaByTitle, span, text)
          .Help("give the rule a `name` and use that: titles change");
    return found->second.front();
  }
  std::vector<std::string> known;
  for (const auto* index : {&by_name_, &by_id_, &by_title_})
    for (const auto& [name, documents] : *index) known.push_back(name);
  const std::string near(Suggest(text, known));
  sink_.Emit(Code::SigmaUnknownRule, span, text)
      .Help(near.empty() ? "load the file that has the rule too; rules are named by id or name"
                         : "did you mean `" + near + "`?");
  return std::nullopt;
}

bool Translation::IsScalar(const yaml::Tree& tree, NodeId id, const std::string& what) {
  const yaml::Node& node = tree[id];
  if (node.kind == Kind::kScalar && !yaml::IsNull(node)) return true;
  sink_.Emit(Code::SigmaType, node.span, what, "text, not " + Describe(node))
      .Help("docs/sigma.md shows the form");
  return false;
}

std::vector<NodeId> Translation::ListOf(const yaml::Tree& tree, NodeId id) {
  return tree[id].kind == Kind::kSequence ? tree[id].items : std::vector<NodeId>{id};
}

std::optional<Duration> Translation::ReadTimespan(const yaml::Node& node) {
  static constexpr std::pair<char, int64_t> kUnits[] = {
      {'s', 1},       {'m', 60},        {'h', 3600},      {'d', 86'400},
      {'w', 604'800}, {'M', 2'629'746}, {'y', 31'556'952}};
  int64_t count = 0;
  const char* last = node.text.data() + node.text.size();
  const std::from_chars_result read = std::from_chars(node.text.data(), last, count);
  const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits), [&](const auto& row) {
    return read.ec == std::errc() && read.ptr + 1 == last && row.first == *read.ptr;
  });
  constexpr int64_t kMostSeconds = 400 * 86'400;  // the language's longest window
  if (unit != std::end(kUnits) && count > 0 && count <= kMostSeconds / unit->second)
    return Duration{count * unit->second * 1'000'000};
  sink_
      .Emit(Code::SigmaType, node.span, "timespan",
            "a number with s, m, h, d, w or M, at most 400 days")
      .Help("such as 30s, 10m, 2h or 7d");
  return std::nullopt;
}

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

// A correlation that waits for itself is taken out.
void Translation::BreakCycles() {
  std::map<size_t, const Correlation*> by_document;
  for (const Correlation& correlation : correlations_)
    by_document[correlation.document] = &correlation;
  std::map<size_t, int> state;  // 1: on the way, 2: done
  std::set<size_t> broken;
  const std::function<void(size_t)> visit = [&](size_t document) {
    state[document] = 1;
    for (const Correlation::Input& input : by_document[document]->inputs) {
      if (by_document.count(input.document) == 0) continue;
      if (state[input.document] == 1) {
        sink_.Emit(Code::SigmaCycle, input.span, input.written)
            .Note(documents_[input.document].name_span, "the correlation is here")
            .Help("a correlation cannot wait for itself: remove the reference");
        broken.insert(document);
      } else if (state[input.document] == 0) {
        visit(input.document);
      }
    }
    state[document] = 2;
  };
  for (const Correlation& correlation : correlations_)
    if (state[correlation.document] == 0) visit(correlation.document);
  for (const size_t document : broken) MarkBroken(documents_[document]);
  std::vector<Correlation> sorted;
  // Inputs first, so that one that is broken breaks what builds on it.
  std::set<size_t> done;
  const std::function<void(size_t)> place = [&](size_t document) {
    if (by_document.count(document) == 0 || !done.insert(document).second) return;
    for (const Correlation::Input& input : by_document[document]->inputs) place(input.document);
    if (broken.count(document) == 0) sorted.push_back(*by_document[document]);
  };
  for (const Correlation& correlation : correlations_) place(correlation.document);
  correlations_ = std::move(sorted);
  for (size_t i = 0; i < correlations_.size(); ++i) correlation_of_[correlations_[i].document] = i;
}

namespace {

// Whether a condition of rules is only decided when its time is over: what must not happen stands
// at the end of it, or anywhere where there is no order.
bool WaitsForNothing(const Condition& condition, bool ordered, bool negated) {
  if (condition.kind == Condition::kName) return negated;
  if (condition.kind == Condition::kNot)
    return WaitsForNothing(condition.operands[0], ordered, !negated);
  const auto waits = [&](const Condition& operand) {
    return WaitsForNothing(operand, ordered, negated);
  };
  const bool all = (condition.kind == Condition::kAnd) != negated;
  if (all && ordered) return waits(condition.operands.back());
  return std::any_of(condition.operands.begin(), condition.operands.end(), waits);
}

}  // namespace

// What the types of fields and the kinds of rules say about a correlation, in Sigma's words.
void Translation::CheckInputs() {
  std::set<size_t> waiting;
  for (const Correlation& correlation : correlations_)
    if (correlation.extended &&
        WaitsForNothing(*correlation.extended, correlation.type == Correlation::kTemporalOrdered,
                        false))
      waiting.insert(correlation.document);
  for (const Correlation& correlation : correlations_) {
    const bool on_events = IsOnEvents(correlation, waiting);
    if (!HasNumbers(correlation) || !on_events) MarkBroken(documents_[correlation.document]);
  }
}

// There is no event when a correlation fires that waits for what must not happen.
bool Translation::IsOnEvents(const Correlation& correlation, const std::set<size_t>& waiting) {
  bool sound = true;
  for (const Correlation::Input& input : correlation.inputs) {
    if (waiting.count(input.document) == 0) continue;
    sound = false;
    sink_.Emit(Code::InputFiresOnNoEvent, input.span, input.written)
        .Note(documents_[input.document].name_span, "its condition says `not`")
        .Help(
            "nothing can be built on a correlation that waits for what must not happen: name "
            "its rules in this one instead");
  }
  return sound;
}

// Whether what is added up can be a number.
bool Translation::HasNumbers(const Correlation& correlation) {
  const bool adds = correlation.type == Correlation::kValueSum ||
                    correlation.type == Correlation::kValueAvg ||
                    correlation.type == Correlation::kValueMedian ||
                    correlation.type == Correlation::kValuePercentile;
  if (!adds) return true;
  for (const Correlation::Field& field : correlation.fields) {
    std::optional<stdlib::Type> wrong;
    bool known = true;
    for (const Correlation::Input& input : correlation.inputs) {
      const stdlib::Type type = TypeIn(correlation, input.document, field);
      known &= type != stdlib::kAny;
      if (!type.IsNumber()) wrong = type;
    }
    if (!known || !wrong) continue;
    sink_
        .Emit(Code::AggregateNeedsNumber, field.span, NameOf(correlation.type),
              stdlib::Describe(*wrong))
        .Help("name a field that holds numbers; `value_count` takes any");
    return false;
  }
  return true;
}

// What a field of a correlation is in one of its rules.
stdlib::Type Translation::TypeIn(const Correlation& correlation, size_t input,
                                 const Correlation::Field& field) {
  const Document& document = documents_[input];
  if (document.kind != DocumentKind::kRule) return stdlib::kAny;
  std::string name = field.name;
  if (const auto alias = correlation.aliases.find(name); alias != correlation.aliases.end())
    if (const auto own = alias->second.find(input); own != alias->second.end()) name = own->second;
  const Route route = ConfigOf(document).RouteOf(ReadLogSource(document, false));
  diag::Sink ignored;  // an unknown field is reported later
  Fields fields(route.cloudtrail, route.fields, ignored);
  return fields.TypeOf(fields.NamesOf(name).front(), field.span);
}

std::vector<ast::File> Translate(const std::vector<Input>& inputs,
                                 const std::set<std::string>& taken, const SourceMap& sources,
                                 diag::Sink& sink) {
  return Translation(taken, sources, sink).Run(inputs);
}

std::vector<yaml::Comment> CommentsOf(SourceId source, const SourceMap& sources) {
  diag::Sink ignored;
  return yaml::Comments(yaml::Parse(source, sources, ignored), source, sources);
}

}  // namespace sigrun::sigma
