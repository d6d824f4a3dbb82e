#include "compiler/format/format.h"

#include <fmt/format.h>

#include "compiler/format/item_format.h"
#include "compiler/format/literal_text.h"

namespace sigrun::format {
namespace {

std::string Public(bool is_public) { return is_public ? "pub " : ""; }

// A list, chain or call can be broken; other expressions can only move to the next line as a whole.
bool BreaksByItself(const ast::File& file, ast::ExprId id) {
  const auto& node = file.exprs[id].node;
  if (const auto* test = std::get_if<ast::Test>(&node)) {
    const auto& right = file.exprs[test->right].node;
    return std::holds_alternative<ast::ListLiteral>(right);
  }
  if (const auto* negation = std::get_if<ast::Not>(&node))
    return BreaksByItself(file, negation->operand);
  return !std::holds_alternative<ast::Presence>(node) && !std::holds_alternative<ast::Path>(node) &&
         !std::holds_alternative<ast::Arithmetic>(node) &&
         !std::holds_alternative<ast::Quantified>(node);
}

// Whether it follows a similar item without an empty line.
bool IsOneLiner(const ast::Item& item, const std::string& text) {
  const bool kind = std::holds_alternative<ast::Import>(item) ||
                    std::holds_alternative<ast::Let>(item) ||
                    std::holds_alternative<ast::List>(item);
  return kind && text.find('\n') == std::string::npos;
}

}  // namespace

ItemFormat::ItemFormat(const ast::File& file, const Comments& comments)
    : file_(file), comments_(comments), exprs_(file, comments) {
  for (const ast::Item& item : file.items) {
    if (std::holds_alternative<ast::Import>(item)) global_.unknown = true;
    if (const auto* let = std::get_if<ast::Let>(&item)) global_.names.insert(let->name.text);
    if (const auto* list = std::get_if<ast::List>(&item)) global_.names.insert(list->name.text);
    if (const auto* table = std::get_if<ast::Table>(&item)) global_.names.insert(table->name.text);
  }
}

std::string ItemFormat::Text(const ast::Item& item) {
  Writer out;
  std::visit(
      [&](const auto& node) {
        exprs_.SetScope(global_);
        WriteCommented(out, CommentsOf(node.span), [&] { Write(out, node); });
      },
      item);
  return out.text();
}

void ItemFormat::CommentsAtEnd(Writer& out, const Span& span, size_t indent) const {
  for (const std::string& line : CommentsOf(span).at_end) {
    out.Line(indent);
    out.Put("//" + line);
  }
}

void ItemFormat::Value(Writer& out, ast::ExprId id, size_t indent, size_t tail) const {
  const bool fits = out.Fits(exprs_.Flat(id), tail);
  if (!fits && !BreaksByItself(file_, id)) {
    out.TrimLine();
    out.Line(indent + 2);
  }
  exprs_.Write(out, id, indent, indent + 2, tail);
}

void ItemFormat::Write(Writer& out, const ast::Import& item) {
  out.Put("import " + Joined(item.path, "."));
}

void ItemFormat::Write(Writer& out, const ast::Let& item) {
  out.Put(fmt::format("{}let {} = ", Public(item.is_public), item.name.text));
  Value(out, item.value, 0);
}

void ItemFormat::Write(Writer& out, const ast::List& item) {
  out.Put(fmt::format("{}list {}", Public(item.is_public), item.name.text));
  if (item.element_type) out.Put(": " + TypeText(*item.element_type));
  if (item.from_file) return out.Put(" from " + QuoteText(item.from_file->text));
  out.Put(" = ");
  exprs_.Write(out, item.items, 0, 2);
}

void ItemFormat::Write(Writer& out, const ast::Table& item) {
  out.Put(fmt::format("{}table {} from {} key {} {{", Public(item.is_public), item.name.text,
                      QuoteText(item.from_file.text), item.key.text));
  size_t width = 0;
  for (const ast::TableColumn& column : item.columns)
    width = std::max(width, Writer::Width(column.name.text));
  for (const ast::TableColumn& column : item.columns) {
    out.Line(2);
    WriteCommented(out, CommentsOf(column.name.span), [&] {
      out.Put(fmt::format("{:{}} {}", column.name.text + ":", width + 1, TypeText(column.type)));
    });
  }
  CommentsAtEnd(out, item.span, 2);
  out.Line(0);
  out.Put("}");
}

const ast::PathSegment* FindUnsayable(const ast::File& file) {
  for (const ast::Expr& expr : file.exprs) {
    const auto* path = std::get_if<ast::Path>(&expr.node);
    if (path == nullptr || path->segments.empty()) continue;
    const ast::PathSegment& first = path->segments.front();
    if (first.name.find_first_of("`\r\n") != std::string::npos) return &first;
  }
  return nullptr;
}

std::string Format(const ast::File& file, std::span<const Comment> all_comments) {
  const Comments comments(file, all_comments);
  ItemFormat items(file, comments);
  std::string text;
  const ast::Item* before = nullptr;
  bool before_is_one_liner = false;
  for (const ast::Item& item : file.items) {
    const std::string one = items.Text(item);
    const bool one_liner = IsOneLiner(item, one);
    const bool joined = one_liner && before_is_one_liner && before->index() == item.index();
    text += (before == nullptr || joined ? "" : "\n") + one + "\n";
    before = &item;
    before_is_one_liner = one_liner;
  }
  if (!comments.at_end().empty() && !text.empty()) text += "\n";
  for (const std::string& line : comments.at_end()) text += "//" + line + "\n";
  return text;
}

}  // namespace sigrun::format
