#include "compiler/sigma/config/fields.h"

#include "compiler/diag/codes/sigma.h"

namespace sigrun::sigma {
namespace {

constexpr size_t kMaxKeys = 32;  // the limit of the language

// `a.b` is two keys; an event may also have the single key "a.b". Dots at an end or in a row are
// part of a key.
std::vector<std::string> Keys(const std::string& field) {
  std::vector<std::string> keys;
  size_t begin = 0;
  for (size_t dot = field.find('.'); dot != std::string::npos; dot = field.find('.', begin)) {
    keys.push_back(field.substr(begin, dot - begin));
    begin = dot + 1;
  }
  keys.push_back(field.substr(begin));
  for (const std::string& key : keys)
    if (key.empty()) return {field};
  if (keys.size() > kMaxKeys) return {field};
  return keys;
}

}  // namespace

Fields::Fields(const stdlib::LogSource& source, FieldMapping mapping, diag::Sink& sink)
    : source_(source), mapping_(std::move(mapping)), sink_(sink) {}

std::vector<std::string> Fields::NamesOf(const std::string& field) const {
  const auto found = mapping_.names.find(field);
  if (found != mapping_.names.end() && !found->second.empty()) return found->second;
  // The row `a.b.*` applies to a.b.c, unless a row with a longer path does.
  for (size_t dot = field.rfind('.'); dot != std::string::npos && dot > 0;
       dot = field.rfind('.', dot - 1)) {
    const auto above = mapping_.names.find(field.substr(0, dot + 1) + "*");
    if (above == mapping_.names.end() || above->second.empty()) continue;
    std::vector<std::string> names = above->second;
    for (std::string& name : names)
      if (name.ends_with(".*")) name.replace(name.size() - 1, 1, field.substr(dot + 1));
    return names;
  }
  return {mapping_.prefix + field};
}

stdlib::Type Fields::TypeOf(const std::string& name, Span span) {
  const std::vector<std::string> keys = Keys(name);
  const std::vector<std::string_view> views(keys.begin(), keys.end());
  const stdlib::FieldLookup match = source_.schema.Lookup(views);
  if (match.kind == stdlib::LookupKind::kField) return match.field->type;
  if (match.kind == stdlib::LookupKind::kUnknown && !reported_[name]) {
    reported_[name] = true;
    auto diagnostic = sink_.Emit(diag::codes::SigmaUnknownField, span, source_.name(), name);
    const std::vector<std::string_view> similar = source_.schema.Similar(views);
    if (!similar.empty()) diagnostic.Help("did you mean `" + std::string(similar[0]) + "`?");
  }
  return stdlib::kAny;
}

ExprId Fields::Path(ExprBuilder& build, const std::string& name, Span span, bool untyped) {
  ast::Path path;
  const std::vector<std::string> keys = Keys(name);
  for (const std::string& key : keys) path.segments.push_back({key, {}, true, span});
  const std::vector<std::string_view> views(keys.begin(), keys.end());
  untyped |= source_.schema.Lookup(views).kind == stdlib::LookupKind::kUnknown;
  const ExprId made = build.Add(std::move(path), span);
  return untyped && !source_.schema.open() ? build.Call("untyped", {made}, span) : made;
}

ExprId Fields::Value(ExprBuilder& build, const std::string& field, Span span) {
  return AnyOf(build, NamesOf(field), span);
}

ExprId Fields::AnyOf(ExprBuilder& build, const std::vector<std::string>& names, Span span) {
  std::vector<ExprId> paths;
  for (const std::string& name : names) {
    TypeOf(name, span);
    paths.push_back(Path(build, name, span, false));
  }
  return paths.size() == 1 ? paths[0] : build.Call("coalesce", std::move(paths), span);
}

}  // namespace sigrun::sigma
