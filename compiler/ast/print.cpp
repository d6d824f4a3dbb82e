#include "compiler/ast/print.h"

#include <fmt/format.h>

#include <string_view>

#include "base/text/number_text.h"
#include "base/time/duration.h"
#include "compiler/ast/print_form.h"

namespace sigrun::ast {
namespace {

std::string_view Text(ArithmeticOp op) {
  static constexpr std::string_view kText[] = {"+", "-", "*", "/", "%"};
  return kText[static_cast<size_t>(op)];
}

std::string_view Text(PresenceMode mode) {
  static constexpr std::string_view kText[] = {"exists", "is-null", "is-absent", "is-empty"};
  return kText[static_cast<size_t>(mode)];
}

std::string_view Text(WindowKind kind) {
  static constexpr std::string_view kText[] = {"sliding", "tumbling", "session"};
  return kText[static_cast<size_t>(kind)];
}

std::string PathText(const std::vector<PathSegment>& segments, bool after_call) {
  std::string text;
  for (const PathSegment& segment : segments) {
    if (segment.index) {
      text += fmt::format("[{}]", *segment.index);
      continue;
    }
    if (!text.empty() || after_call) text += '.';
    const bool first = &segment == &segments.front() && !after_call;
    text += !segment.quoted ? segment.name
            : first         ? fmt::format("`{}`", segment.name)
                            : QuoteText(segment.name);
  }
  return text;
}

struct LiteralText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return RealText(value); }
  std::string operator()(const std::string& value) const { return QuoteText(value); }
  std::string operator()(Duration value) const { return FormatDuration(value); }
  std::string operator()(Bytes value) const { return fmt::format("{}B", value.count); }
  std::string operator()(Timestamp value) const { return FormatTimestamp(value); }
  std::string operator()(const RegexText& value) const {
    return fmt::format("(regex {} {})", QuoteText(value.pattern), QuoteText(value.flags));
  }
  std::string operator()(NullLiteral) const { return "null"; }
};

std::string TypeText(const TypeName& type) {
  if (type.parameters.empty()) return type.name.text;
  return fmt::format("{}<{}>", type.name.text, TypeText(type.parameters[0]));
}

std::string Joined(const std::vector<Name>& names, std::string_view separator) {
  std::string text;
  for (const Name& name : names) text += (text.empty() ? "" : std::string(separator)) + name.text;
  return text;
}

class Printer {
 public:
  explicit Printer(const File& file) : file_(file) {}

  Form Of(ExprId id) const {
    if (!id.valid()) return Form("none");
    return std::visit([this](const auto& node) { return Of(node); }, file_.exprs[id].node);
  }
  Form Of(const Item& item) const {
    return std::visit([this](const auto& node) { return Of(node); }, item);
  }

 private:
  Form Of(const Literal& node) const { return Form(std::visit(LiteralText{}, node.value)); }
  Form Of(const Path& node) const { return Form(PathText(node.segments, false)); }
  Form Of(const Arithmetic& node) const {
    return Form::List(Text(node.op)).Add(Of(node.left)).Add(Of(node.right));
  }
  Form Of(const Negate& node) const { return Form::List("negate").Add(Of(node.operand)); }
  Form Of(const And& node) const { return All(Form::List("and"), node.operands); }
  Form Of(const Or& node) const { return All(Form::List("or"), node.operands); }
  Form Of(const Not& node) const { return Form::List("not").Add(Of(node.operand)); }
  Form Of(const If& node) const {
    return Form::List("if").Add(Of(node.condition)).Add(Of(node.then)).Add(Of(node.otherwise));
  }
  Form Of(const Test& node) const {
    std::string head = node.negated ? "not-" + node.op : node.op;
    if (node.cased) head += "/cased";
    if (node.of_right == Quantifier::kAny) head += "/any";
    if (node.of_right == Quantifier::kAll) head += "/all";
    Form left = Of(node.left);
    if (node.all_of_left) left = Form::List("all-of").Add(std::move(left));
    return Form::List(head).Add(std::move(left)).Add(Of(node.right));
  }
  Form Of(const Presence& node) const {
    Form form = Form::List(Text(node.mode)).Add(Of(node.operand));
    return node.negated ? Form::List("not").Add(std::move(form)) : form;
  }
  Form Of(const Quantified& node) const {
    Form form = Form::List(node.at_least == 0 ? std::string("all-of")
                                              : fmt::format("at-least {}", node.at_least));
    if (node.them) form.Add(Form("them"));
    for (const Name& pattern : node.patterns) form.Add(Form(pattern.text));
    return form;
  }
  Form Of(const ListLiteral& node) const { return All(Form::List("list"), node.items); }
  Form Of(const Call& node) const {
    Form form = All(Form::List("call " + node.name.text), node.arguments);
    if (node.where.valid()) form.Add(Form::List("where").Add(Of(node.where)));
    for (const CallOption& option : node.options)
      form.Add(All(Form::List("option " + option.name.text), option.values));
    if (node.members.empty()) return form;
    return Form::List("member").Add(std::move(form)).Add(Form(PathText(node.members, true)));
  }

  Form Of(const Import& item) const { return Form::List("import " + Joined(item.path, ".")); }
  Form Of(const Let& item) const {
    return Form::List(Public(item.is_public) + "let " + item.name.text).Add(Of(item.value));
  }
  Form Of(const List& item) const {
    Form form = Form::List(Public(item.is_public) + "list " + item.name.text);
    if (item.element_type) form.Add(Form::List("of " + TypeText(*item.element_type)));
    if (item.items.valid()) form.Add(Of(item.items));
    if (item.from_file) form.Add(Form::List("from").Add(Form(QuoteText(item.from_file->text))));
    return form;
  }
  Form Of(const Table& item) const {
    Form form = Form::List(Public(item.is_public) + "table " + item.name.text);
    form.Add(Form::List("from").Add(Form(QuoteText(item.from_file.text))));
    form.Add(Form::List("key " + item.key.text));
    for (const TableColumn& column : item.columns)
      form.Add(Form::List("column " + column.name.text).Add(Form(TypeText(column.type))));
    return form;
  }
  Form Of(const Rule& rule) const {
    Form form = Form::List("rule " + rule.name.text);
    if (rule.meta_span.valid() || !rule.meta.empty()) form.Add(Meta("meta", rule.meta));
    for (const OnClause& on : rule.on) form.Add(Of(on));
    for (const Param& param : rule.params) form.Add(Of(param));
    for (const Binding& binding : rule.bindings)
      form.Add(Form::List("= " + binding.name.text).Add(Of(binding.value)));
    const std::string group_by = rule.group_if_present ? "group-by-if-present" : "group-by";
    for (const auto& group : rule.group_by) form.Add(All(Form::List(group_by), group));
    for (const Window& window : rule.windows) form.Add(Of(window));
    for (const Sequence& sequence : rule.sequences) form.Add(Of(sequence));
    for (const ExprId condition : rule.conditions)
      form.Add(Form::List("condition").Add(Of(condition)));
    if (rule.alert.empty()) return form;
    Form alert = Form::List("alert");
    for (const AlertItem& item : rule.alert) alert.Add(Of(item));
    return form.Add(std::move(alert));
  }
  Form Of(const OnClause& on) const {
    if (!on.rules.empty()) return Form::List("on rule " + Joined(on.rules, " "));
    return Form::List("on " + Joined(on.source, "."));
  }
  Form Of(const Param& param) const {
    Form form = Form::List("param " + param.name.text);
    form.Add(Form(TypeText(param.type))).Add(Of(param.value));
    if (!param.help.empty()) form.Add(Form(QuoteText(param.help)));
    return form;
  }
  Form Of(const Window& window) const {
    Form form = Form::List(fmt::format("window {}", Text(window.kind))).Add(Of(window.length));
    if (window.max.valid()) form.Add(Form::List("max").Add(Of(window.max)));
    return form;
  }
  Form Of(const Sequence& sequence) const {
    Form form = Form::List("sequence");
    for (const SequenceAlternative& alternative : sequence.alternatives) form.Add(Of(alternative));
    return form.Add(Form::List("within").Add(Of(sequence.within)));
  }
  Form Of(const SequenceAlternative& alternative) const {
    Form form = Form::List(alternative.any_order ? "any-order" : "in-order");
    if (alternative.at_least != 0)
      form.Add(Form::List("at-least").Add(Form(std::to_string(alternative.at_least))));
    for (const SequenceStep& step : alternative.steps) {
      Form one = step.repeat == 1
                     ? Form(step.name.text)
                     : Form(fmt::format("(repeat {} {})", step.name.text, step.repeat));
      form.Add(step.negated ? Form::List("not").Add(std::move(one)) : std::move(one));
    }
    return form;
  }
  Form Of(const AlertItem& item) const {
    Form form = Form::List("= " + item.key.text).Add(Of(item.value));
    if (!item.by.empty()) form.Add(All(Form::List("by"), item.by));
    return form;
  }
  Form Of(const Exception& item) const {
    Form form = Form::List("exception " + item.rule.text);
    for (const ExprId when : item.when) form.Add(Form::List("when").Add(Of(when)));
    for (const MetaItem& meta : item.items) form.Add(Of(meta));
    return form;
  }
  Form Of(const Fixture& item) const {
    Form form = Form::List("fixture " + item.name.text);
    if (item.json) form.Add(Json("json", *item.json));
    if (item.base) form.Add(Form::List("base " + item.base->text));
    if (item.overrides) form.Add(Json("with", *item.overrides));
    if (item.from_file) form.Add(Form::List("from").Add(Form(QuoteText(item.from_file->text))));
    return form;
  }
  Form Of(const RuleTest& item) const {
    Form form = Form::List("test " + item.rule.text);
    for (const Expectation& expectation : item.expectations) form.Add(Of(expectation));
    return form;
  }
  Form Of(const Expectation& item) const {
    Form form = Form::List(item.fires ? "fires" : "quiet");
    if (item.times) form.Add(Form::List(fmt::format("times {}", *item.times)));
    if (item.from_file) form.Add(Form::List("file").Add(Form(QuoteText(item.from_file->text))));
    for (const StreamStep& step : item.steps) form.Add(Of(step));
    if (item.level) form.Add(Form::List("level " + item.level->text));
    return form;
  }
  Form Of(const StreamStep& step) const {
    Form form = Form::List("on " + step.fixture.text);
    if (step.overrides) form.Add(Json("with", *step.overrides));
    if (step.repeat != 1) form.Add(Form::List(fmt::format("repeat {}", step.repeat)));
    if (step.every.valid()) form.Add(Form::List("every").Add(Of(step.every)));
    if (step.after.valid()) form.Add(Form::List("after").Add(Of(step.after)));
    return form;
  }
  Form Of(const MetaItem& item) const {
    return Form::List("= " + item.key.text).Add(Of(item.value));
  }
  Form Of(const MetaValue& value) const {
    if (const auto* items = std::get_if<std::vector<MetaValue>>(&value.value)) {
      Form form = Form::List("list");
      for (const MetaValue& item : *items) form.Add(Of(item));
      return form;
    }
    if (const auto* text = std::get_if<MetaValue::Text>(&value.value))
      return Form(text->quoted ? QuoteText(text->text) : text->text);
    if (const auto* time = std::get_if<Timestamp>(&value.value))
      return Form(FormatTimestamp(*time));
    if (const auto* flag = std::get_if<bool>(&value.value)) return Form(*flag ? "true" : "false");
    if (const auto* real = std::get_if<double>(&value.value)) return Form(RealText(*real));
    return Form(fmt::format("{}", std::get<int64_t>(value.value)));
  }

  Form Meta(std::string_view head, const std::vector<MetaItem>& items) const {
    Form form = Form::List(head);
    for (const MetaItem& item : items) form.Add(Of(item));
    return form;
  }
  Form Json(std::string_view head, const JsonText& json) const {
    return Form::List(head).Add(Form(QuoteText(json.text)));
  }
  Form All(Form form, const std::vector<ExprId>& ids) const {
    for (const ExprId id : ids) form.Add(Of(id));
    return form;
  }
  static std::string Public(bool is_public) { return is_public ? "pub " : ""; }

  const File& file_;
};

}  // namespace

std::string Print(const File& file) {
  const Printer printer(file);
  std::string text;
  for (const Item& item : file.items) text += printer.Of(item).Render() + "\n";
  return text;
}

std::string Print(const File& file, ExprId expr) { return Printer(file).Of(expr).Render(); }

}  // namespace sigrun::ast
