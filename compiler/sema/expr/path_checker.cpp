#include "compiler/sema/expr/path_checker.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "base/text/suggest.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr/let_checker.h"
#include "compiler/sema/expr/name_advice.h"
#include "stdlib/schema/schema.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

std::string Dotted(const std::vector<ast::PathSegment>& segments) {
  std::string text;
  for (const ast::PathSegment& segment : segments) text += (text.empty() ? "" : ".") + segment.name;
  return text;
}

}  // namespace

bool PathChecker::HasIndex(const ast::Path& path) {
  for (const ast::PathSegment& segment : path.segments) {
    if (!segment.index) continue;
    cx_.sink.Emit(codes::IndexNotYet, segment.span)
        .Help("a path that crosses an array means any element; `all of …` means all of them");
    return true;
  }
  return false;
}

Typed PathChecker::Check(const ast::Path& path, Span span) {
  if (HasIndex(path)) return {};
  const ast::PathSegment& first = path.segments.front();
  if (first.quoted) return CheckField(path, span);
  const std::vector<ast::PathSegment> members(path.segments.begin() + 1, path.segments.end());
  if (scope_.rule != nullptr) {
    size_t taken = 0;
    if (const auto bound = scope_.rule->Binding(first.name, members, taken, span))
      return AddMembers(*bound, members, taken, span);
    if (const auto param = scope_.rule->Param(first.name, span))
      return AddMembers(*param, members, 0, span);
  }
  if (const Declaration* declaration = cx_.Find(scope_.module, first.name, first.span))
    return AddMembers(CheckDeclaration(*declaration, span), members, 0, span);
  return CheckField(path, span);
}

Typed PathChecker::CheckUntyped(const ast::Path& path, Span span) {
  if (HasIndex(path)) return {};
  return AddField(path, stdlib::kAny, span);
}

Typed PathChecker::AddMembers(Typed object, const std::vector<ast::PathSegment>& members,
                              size_t from, Span span) {
  if (!object.valid() || from == members.size()) return object;
  if (object.type != stdlib::kAny || cx_.out.exprs[object.id].IsPredicate()) {
    cx_.sink.Emit(codes::NoMembers, span, members[from].name, Describe(object.type));
    return {};
  }
  for (size_t i = from; i < members.size(); ++i)
    object = make_.Add(ir::Member{object.id, members[i].name}, stdlib::kAny, span);
  return object;
}

Typed PathChecker::CheckDeclaration(const Declaration& declaration, Span span) {
  if (declaration.let != nullptr) return CheckLet(cx_, declaration, scope_.schema, span);
  if (declaration.table != nullptr || declaration.broken != nullptr) {
    cx_.Echo();  // reported at its declaration
    return {};
  }
  cx_.sink.Emit(codes::ListAsValue, span, declaration.name().text)
      .Help(fmt::format("use a list after `in`: `field in {}`", declaration.name().text));
  return {};
}

Typed PathChecker::CheckField(const ast::Path& path, Span span) {
  std::vector<std::string_view> keys;
  for (const ast::PathSegment& segment : path.segments) keys.push_back(segment.name);
  const stdlib::FieldLookup match = scope_.schema.Lookup(keys);
  if (match.kind == stdlib::LookupKind::kUnknown) {
    ReportUnknownField(path, span);
    return {};
  }
  const bool known = match.kind == stdlib::LookupKind::kField;
  return AddField(path, known ? match.field->type : stdlib::kAny, span);
}

Typed PathChecker::AddField(const ast::Path& path, ir::Type type, Span span) {
  std::vector<std::string> names;
  for (const ast::PathSegment& segment : path.segments) names.push_back(segment.name);
  static constexpr size_t kMaxPath = 32;
  if (names.size() > kMaxPath) {
    cx_.sink.Emit(codes::ExpressionTooLarge, span, kMaxPath, kMaxPath);
    return {};
  }
  return make_.Add(ir::FieldRef{cx_.InternField(std::move(names), type)}, type, span);
}

void PathChecker::ReportUnknownField(const ast::Path& path, Span span) {
  const std::string name = Dotted(path.segments);
  auto diagnostic = cx_.sink.Emit(codes::UnknownName, span, name, scope_.schema.name());
  if (!cx_.MaySuggest()) return;
  std::vector<std::string> known = cx_.VisibleNames(scope_.module);
  if (scope_.rule != nullptr)
    for (std::string& own : scope_.rule->Names()) known.push_back(std::move(own));
  std::string near(path.segments.size() == 1 ? Suggest(name, known) : std::string_view());
  if (near.empty()) {
    std::vector<std::string_view> keys;
    for (const ast::PathSegment& segment : path.segments) keys.push_back(segment.name);
    const std::vector<std::string_view> similar = scope_.schema.Similar(keys);
    if (!similar.empty()) near = similar.front();
  }
  if (NameAdvice(scope_).Give(path, span, !near.empty(), diagnostic)) return;
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

}  // namespace sigrun::sema
