// Names: bindings, parameters, declarations, fields; and the quantifiers over bindings.
#include <algorithm>

#include "base/suggest.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr_checker.h"

namespace sigrun::sema {
namespace {

std::string Dotted(const std::vector<ast::PathSegment>& segments) {
  std::string text;
  for (const ast::PathSegment& segment : segments) text += (text.empty() ? "" : ".") + segment.name;
  return text;
}

}  // namespace

bool ExprChecker::HasIndex(const ast::Path& path) {
  for (const ast::PathSegment& segment : path.segments) {
    if (!segment.index) continue;
    cx_.sink.Emit(codes::IndexNotYet, segment.span)
        .Help("a path that crosses an array means any element; `all of …` means all of them");
    return true;
  }
  return false;
}

Typed ExprChecker::CheckNode(const ast::Path& path, Span span) {
  if (HasIndex(path)) return Error();
  const ast::PathSegment& first = path.segments.front();
  if (first.quoted) return CheckField(path, span);
  const std::vector<ast::PathSegment> members(path.segments.begin() + 1, path.segments.end());
  if (rule_ != nullptr) {
    size_t taken = 0;
    if (const auto bound = rule_->Binding(first.name, members, taken, span))
      return AddMembers(*bound, members, taken, span);
    if (const auto param = rule_->Param(first.name, span))
      return AddMembers(*param, members, 0, span);
  }
  if (const Declaration* declaration = cx_.Find(module_, first.name, first.span))
    return AddMembers(CheckDeclaration(*declaration, span), members, 0, span);
  return CheckField(path, span);
}

Typed ExprChecker::AddMembers(Typed object, const std::vector<ast::PathSegment>& members,
                              size_t from, Span span) {
  if (!object.valid() || from == members.size()) return object;
  if (object.type != stdlib::kAny || cx_.out.exprs[object.id].IsPredicate()) {
    cx_.sink.Emit(codes::NoMembers, span, members[from].name, Describe(object.type));
    return Error();
  }
  for (size_t i = from; i < members.size(); ++i)
    object = Add(ir::Member{object.id, members[i].name}, stdlib::kAny, span);
  return object;
}

Typed ExprChecker::CheckDeclaration(const Declaration& declaration, Span span) {
  if (declaration.let != nullptr) return CheckLet(declaration, span);
  if (declaration.table != nullptr || declaration.broken != nullptr) {
    cx_.Echo();  // reported at its declaration
    return Error();
  }
  cx_.sink.Emit(codes::ListAsValue, span, declaration.name().text)
      .Help(fmt::format("use a list after `in`: `field in {}`", declaration.name().text));
  return Error();
}

Typed ExprChecker::CheckLet(const Declaration& declaration, Span span) {
  static constexpr int kMaxLetDepth = 64;
  const auto key = std::make_pair(declaration.let, &schema_);
  if (const auto known = cx_.lets.find(key); known != cx_.lets.end()) {
    if (!known->second.done)
      cx_.sink.Emit(codes::CyclicName, span, declaration.let->name.text)
          .Note(declaration.let->name.span, "it is declared here");
    else if (!known->second.value.valid())
      cx_.Echo();
    return known->second.value;
  }
  if (cx_.let_depth >= kMaxLetDepth) {
    cx_.sink.Emit(codes::ExpressionTooLarge, span, kMaxLetDepth, kMaxLetDepth);
    return Error();
  }
  cx_.lets[key] = {};
  ++cx_.let_depth;
  ExprChecker checker(cx_, declaration.module, schema_, nullptr);
  const Typed value = checker.Check(declaration.let->value);
  --cx_.let_depth;
  cx_.lets[key].done = true;
  return cx_.lets[key].value = value;
}

Typed ExprChecker::CheckField(const ast::Path& path, Span span) {
  std::vector<std::string_view> keys;
  for (const ast::PathSegment& segment : path.segments) keys.push_back(segment.name);
  const stdlib::FieldLookup match = schema_.Lookup(keys);
  if (match.kind == stdlib::LookupKind::kUnknown) {
    ReportUnknownField(path, span);
    return Error();
  }
  const bool known = match.kind == stdlib::LookupKind::kField;
  return AddField(path, known ? match.field->type : stdlib::kAny, span);
}

Typed ExprChecker::AddField(const ast::Path& path, ir::Type type, Span span) {
  std::vector<std::string> names;
  for (const ast::PathSegment& segment : path.segments) names.push_back(segment.name);
  static constexpr size_t kMaxPath = 32;
  if (names.size() > kMaxPath) {
    cx_.sink.Emit(codes::ExpressionTooLarge, span, kMaxPath, kMaxPath);
    return Error();
  }
  return Add(ir::FieldRef{cx_.InternField(std::move(names), type)}, type, span);
}

void ExprChecker::ReportUnknownField(const ast::Path& path, Span span) {
  const std::string name = Dotted(path.segments);
  auto diagnostic = cx_.sink.Emit(codes::UnknownName, span, name, schema_.name());
  if (!cx_.MaySuggest()) return;
  std::vector<std::string> known = cx_.VisibleNames(module_);
  if (rule_ != nullptr)
    for (std::string& own : rule_->Names()) known.push_back(std::move(own));
  std::string near(path.segments.size() == 1 ? Suggest(name, known) : std::string_view());
  if (near.empty()) {
    std::vector<std::string_view> keys;
    for (const ast::PathSegment& segment : path.segments) keys.push_back(segment.name);
    const std::vector<std::string_view> similar = schema_.Similar(keys);
    if (!similar.empty()) near = similar.front();
  }
  if (AdviseOnName(path, span, !near.empty(), diagnostic)) return;
  if (!near.empty()) {
    diagnostic.Help(fmt::format("did you mean `{}`?", near)).FixWith(span, near);
  } else if (path.segments.front().quoted) {
    diagnostic.Help("backquotes enclose a field name; write text in double quotes");
  } else {
    diagnostic.Help(
        (path.segments.size() == 1 ? fmt::format("for text, write `\"{}\"`; otherwise, ", name)
                                   : std::string()) +
        "use a field of the log source, a binding or parameter of the rule, or a `let` of "
        "this file or of an import");
  }
}

Typed ExprChecker::CheckNode(const ast::Quantified& node, Span span) {
  if (rule_ == nullptr) {
    cx_.sink.Emit(codes::QuantifierOutsideRule, span)
        .Help("`any of …` counts the bindings of a rule: move it into a rule");
    return Error();
  }
  std::vector<ir::ExprId> operands;
  std::vector<ast::Name> patterns = node.patterns;
  if (node.them) patterns = {{"them", span}};
  for (const ast::Name& pattern : patterns) {
    const std::vector<ir::ExprId> found = rule_->Selections(pattern.text);
    if (found.empty()) {
      cx_.sink.Emit(codes::NoSuchSelection, pattern.span, pattern.text)
          .Help(
              "a pattern selects predicates bound in this rule: `filter_*` matches `filter_office "
              "= …`");
      return Error();
    }
    for (const ir::ExprId operand : found)
      if (std::find(operands.begin(), operands.end(), operand) == operands.end())
        operands.push_back(operand);
  }
  if (std::any_of(operands.begin(), operands.end(), [](ir::ExprId id) { return !id.valid(); }))
    return Error();
  const auto count = static_cast<uint32_t>(operands.size());
  if (node.at_least > count) {
    cx_.sink.Emit(codes::QuantifierTooLarge, span, node.at_least, count);
    return Error();
  }
  const uint32_t needed = node.at_least == 0 ? count : node.at_least;
  if (needed == count) return Add(ir::And{std::move(operands)}, stdlib::kBool, span);
  if (needed == 1) return Add(ir::Or{std::move(operands)}, stdlib::kBool, span);
  return Add(ir::AtLeast{needed, std::move(operands)}, stdlib::kBool, span);
}

}  // namespace sigrun::sema
