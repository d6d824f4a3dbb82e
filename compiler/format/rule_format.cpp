// Rules and exceptions.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/format/item_format.h"
#include "compiler/format/literal_text.h"

namespace sigrun::format {

Scope ItemFormat::ScopeOf(const ast::Rule& rule) const {
  Scope scope = global_;
  for (const ast::Param& param : rule.params) scope.names.insert(param.name.text);
  for (const ast::Binding& binding : rule.bindings) scope.names.insert(binding.name.text);
  for (const ast::OnClause& on : rule.on)
    for (const ast::Name& input : on.rules) scope.names.insert(input.text);
  return scope;
}

// An exception sees the same names as its rule.
Scope ItemFormat::ScopeOf(const ast::Exception& exception) const {
  for (const ast::Item& item : file_.items) {
    const auto* rule = std::get_if<ast::Rule>(&item);
    if (rule != nullptr && rule->name.text == exception.rule.text) return ScopeOf(*rule);
  }
  Scope scope = global_;
  scope.unknown = true;
  return scope;
}

void ItemFormat::Write(Writer& out, const ast::Rule& rule) {
  exprs_.SetScope(ScopeOf(rule));
  out.Put("rule " + rule.name.text + " {");
  using Part = void (ItemFormat::*)(Writer&, const ast::Rule&);
  static constexpr Part kParts[] = {
      &ItemFormat::Meta,       &ItemFormat::On,
      &ItemFormat::Params,     &ItemFormat::GroupsAndWindows,
      &ItemFormat::Bindings,   &ItemFormat::Sequences,
      &ItemFormat::Conditions, &ItemFormat::Alert,
  };
  bool first = true;
  for (const Part part : kParts) {
    Writer lines;
    (this->*part)(lines, rule);
    if (lines.text().empty()) continue;
    out.Put(first ? "" : "\n");
    out.Put(lines.text());
    first = false;
  }
  CommentsAtEnd(out, rule.span, 2);
  out.Line(0);
  out.Put("}");
}

void ItemFormat::Write(Writer& out, const ast::Exception& item) {
  exprs_.SetScope(ScopeOf(item));
  out.Put("exception for " + item.rule.text + " {");
  for (const ast::ExprId when : item.when) {
    out.Line(2);
    WriteCommented(out, CommentsOf(file_.exprs[when].span), [&] {
      out.Put("when ");
      exprs_.Write(out, when, 2, 4);
    });
  }
  std::vector<Row> rows;
  for (const ast::MetaItem& meta : item.items) rows.push_back(MetaRow(meta, 2));
  Rows(out, rows, 2);
  CommentsAtEnd(out, item.span, 2);
  out.Line(0);
  out.Put("}");
}

void ItemFormat::Rows(Writer& out, const std::vector<Row>& rows, size_t indent) {
  size_t width = 0;
  for (const Row& row : rows) width = std::max(width, Writer::Width(row.key));
  for (const Row& row : rows) {
    out.Line(indent);
    WriteCommented(out, CommentsOf(*row.span), [&] {
      out.Put(row.key + std::string(width - Writer::Width(row.key), ' ') + " = ");
      row.value(out);
    });
  }
}

void ItemFormat::Line(Writer& out, const Span& span, const std::string& text) {
  out.Line(2);
  WriteCommented(out, CommentsOf(span), [&] { out.Put(text); });
}

ItemFormat::Row ItemFormat::MetaRow(const ast::MetaItem& item, size_t indent) {
  return {&item.key.span, item.key.text, [this, &item, indent](Writer& out) {
            const std::string flat = MetaText(item.value);
            const auto* list = std::get_if<std::vector<ast::MetaValue>>(&item.value.value);
            if (list == nullptr || list->empty() || out.Fits(flat)) return out.Put(flat);
            std::vector<std::string> items;
            for (const ast::MetaValue& value : *list) items.push_back(MetaText(value));
            const bool words = std::none_of(items.begin(), items.end(), [](const auto& text) {
              return text.find_first_of("\"'[") != std::string::npos;
            });
            exprs_.WriteBracketed(out, items, words, indent);
          }};
}

void ItemFormat::Meta(Writer& out, const ast::Rule& rule) {
  if (rule.meta.empty() && !rule.meta_span.valid()) return;
  out.Line(2);
  if (rule.meta.empty()) return out.Put("meta {}");
  out.Put("meta {");
  std::vector<Row> rows;
  for (const ast::MetaItem& item : rule.meta) rows.push_back(MetaRow(item, 4));
  Rows(out, rows, 4);
  out.Line(2);
  out.Put("}");
}

void ItemFormat::On(Writer& out, const ast::Rule& rule) {
  for (const ast::OnClause& on : rule.on)
    Line(out, on.span,
         on.rules.empty() ? "on " + Joined(on.source, ".") : "on rule " + Joined(on.rules, ", "));
}

void ItemFormat::Params(Writer& out, const ast::Rule& rule) {
  size_t name = 0, type = 0, value = 0;
  for (const ast::Param& param : rule.params) {
    name = std::max(name, Writer::Width(param.name.text));
    type = std::max(type, Writer::Width(TypeText(param.type)));
    value = std::max(value, Writer::Width(exprs_.Flat(param.value)));
  }
  for (const ast::Param& param : rule.params) {
    std::string text = fmt::format("param {:{}} {:{}} = ", param.name.text + ":", name + 1,
                                   TypeText(param.type), type);
    const std::string flat = exprs_.Flat(param.value);
    if (param.help.empty())
      text += flat;
    else
      text += fmt::format("{:{}}  {}", flat, value, QuoteText(param.help));
    Line(out, param.span, text);
  }
}

void ItemFormat::GroupsAndWindows(Writer& out, const ast::Rule& rule) {
  const Span none;
  for (size_t i = 0; i < rule.group_by.size(); ++i)
    Line(out, i < rule.group_by_spans.size() ? rule.group_by_spans[i] : none,
         "group by " + exprs_.FlatList(rule.group_by[i]) +
             (rule.group_if_present ? " if present" : ""));
  for (const ast::Window& window : rule.windows) {
    static constexpr std::string_view kKinds[] = {"sliding", "tumbling", "session gap"};
    std::string text = fmt::format("window {} {}", kKinds[static_cast<size_t>(window.kind)],
                                   exprs_.Flat(window.length));
    if (window.max.valid()) text += " max " + exprs_.Flat(window.max);
    Line(out, window.span, text);
  }
}

void ItemFormat::Bindings(Writer& out, const ast::Rule& rule) {
  std::vector<Row> rows;
  for (const ast::Binding& binding : rule.bindings)
    rows.push_back({&binding.span, binding.name.text,
                    [this, &binding](Writer& line) { Value(line, binding.value, 2); }});
  Rows(out, rows, 2);
}

namespace {

std::string StepsText(const ast::SequenceAlternative& alternative) {
  std::string steps;
  for (const ast::SequenceStep& step : alternative.steps) {
    if (!steps.empty()) steps += alternative.any_order ? ", " : " -> ";
    if (step.negated) steps += "not ";
    steps += step.name.text;
    if (step.repeat != 1) steps += fmt::format(" * {}", step.repeat);
  }
  const uint32_t count = alternative.at_least;
  if (alternative.any_order) steps = fmt::format("({})", steps);
  if (!alternative.any_order && count == 0) return steps;
  return fmt::format("{} of {}", count > 0 ? std::to_string(count) : "all", steps);
}

}  // namespace

void ItemFormat::Sequences(Writer& out, const ast::Rule& rule) {
  for (const ast::Sequence& sequence : rule.sequences) {
    std::string any;
    for (const ast::SequenceAlternative& alternative : sequence.alternatives)
      any += (any.empty() ? "" : " or ") + StepsText(alternative);
    Line(out, sequence.span,
         fmt::format("sequence {} within {}", any, exprs_.Flat(sequence.within)));
  }
}

void ItemFormat::Conditions(Writer& out, const ast::Rule& rule) {
  const Span none;
  for (size_t i = 0; i < rule.conditions.size(); ++i) {
    out.Line(2);
    const Span& span = i < rule.condition_spans.size() ? rule.condition_spans[i] : none;
    WriteCommented(out, CommentsOf(span), [&] {
      out.Put("condition ");
      exprs_.Write(out, rule.conditions[i], 2, 4);
    });
  }
}

void ItemFormat::Alert(Writer& out, const ast::Rule& rule) {
  if (rule.alert.empty()) return;
  out.Line(2);
  out.Put("alert {");
  std::vector<Row> rows;
  for (const ast::AlertItem& item : rule.alert)
    rows.push_back({&item.span, item.key.text, [this, &item](Writer& line) {
                      const std::string by =
                          item.by.empty() ? "" : " by " + exprs_.FlatList(item.by);
                      Value(line, item.value, 4, Writer::Width(by));
                      line.Put(by);
                    }});
  Rows(out, rows, 4);
  out.Line(2);
  out.Put("}");
}

}  // namespace sigrun::format
