#include "compiler/format/comments.h"

#include <algorithm>

#include "base/overloaded.h"

namespace sigrun::format {
namespace {

// A comment of the rule language ends at either kind of line break: none may be inside one.
std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const size_t end = text.find_first_of("\r\n");
    std::string_view line = text.substr(0, end);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    const bool spaced = line.empty() || line.front() == ' ' || line.front() == '/';
    lines.push_back((spaced ? "" : " ") + std::string(line));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
}

void Append(std::vector<std::string>& to, std::vector<std::string> lines) {
  std::move(lines.begin(), lines.end(), std::back_inserter(to));
}

}  // namespace

Comments::Comments(const ast::File& file, std::span<const Comment> comments) : file_(file) {
  if (comments.empty()) return;
  for (const ast::Item& item : file.items) Declaration(item);
  std::stable_sort(parts_.begin(), parts_.end(),
                   [](const Part& a, const Part& b) { return a.span->begin < b.span->begin; });
  for (const Comment& comment : comments) Attach(comment);
}

const Comments::Attached& Comments::Of(const Span& part) const {
  static const Attached kNone;
  const auto found = attached_.find(&part);
  return found == attached_.end() ? kNone : found->second;
}

bool Comments::Within(ast::ExprId id) const {
  if (attached_.empty() || !id.valid()) return false;
  const auto part_has = [this](ast::ExprId part) {
    return attached_.count(&file_.exprs[part].span) > 0 || Within(part);
  };
  return std::visit(Overloaded{
                        [&](const ast::And& node) {
                          return std::any_of(node.operands.begin(), node.operands.end(), part_has);
                        },
                        [&](const ast::Or& node) {
                          return std::any_of(node.operands.begin(), node.operands.end(), part_has);
                        },
                        [&](const ast::ListLiteral& node) {
                          return std::any_of(node.items.begin(), node.items.end(), part_has);
                        },
                        [&](const ast::Test& node) { return Within(node.right); },
                        [&](const ast::Not& node) { return Within(node.operand); },
                        [](const auto&) { return false; },
                    },
                    file_.exprs[id].node);
}

void Comments::Meta(const std::vector<ast::MetaItem>& items) {
  for (const ast::MetaItem& item : items) Add(item.key.span);
}

void Comments::Declaration(const ast::Item& item) {
  const bool braces = !std::holds_alternative<ast::Let>(item) &&
                      !std::holds_alternative<ast::List>(item) &&
                      !std::holds_alternative<ast::Fixture>(item);
  std::visit([&](const auto& node) { Add(node.span, braces); }, item);
  if (const auto* rule = std::get_if<ast::Rule>(&item)) Rule(*rule);
  if (const auto* let = std::get_if<ast::Let>(&item)) Expr(let->value, &let->span);
  if (const auto* list = std::get_if<ast::List>(&item); list != nullptr && list->items.valid())
    Expr(list->items);
  if (const auto* table = std::get_if<ast::Table>(&item))
    for (const ast::TableColumn& column : table->columns) Add(column.name.span);
  if (const auto* exception = std::get_if<ast::Exception>(&item)) {
    for (const ast::ExprId when : exception->when) {
      Add(file_.exprs[when].span);
      Expr(when, &file_.exprs[when].span);
    }
    Meta(exception->items);
  }
  if (const auto* test = std::get_if<ast::RuleTest>(&item))
    for (const ast::Expectation& expectation : test->expectations) Add(expectation.span);
}

void Comments::Rule(const ast::Rule& rule) {
  Meta(rule.meta);
  for (const ast::OnClause& on : rule.on) Add(on.span);
  for (const ast::Param& param : rule.params) Add(param.span);
  for (const Span& span : rule.group_by_spans) Add(span);
  for (const ast::Window& window : rule.windows) Add(window.span);
  for (const ast::Binding& binding : rule.bindings) {
    Add(binding.span);
    Expr(binding.value, &binding.span);
  }
  for (const ast::Sequence& sequence : rule.sequences) Add(sequence.span);
  for (const Span& span : rule.condition_spans) Add(span);
  for (size_t i = 0; i < rule.conditions.size(); ++i)
    Expr(rule.conditions[i], i < rule.condition_spans.size() ? &rule.condition_spans[i] : nullptr);
  for (const ast::AlertItem& item : rule.alert) Add(item.span);
}

// The parts of an expression that get lines of their own if it is broken.
void Comments::Expr(ast::ExprId id, const Span* item) {
  if (!id.valid()) return;
  const ast::Expr& expr = file_.exprs[id];
  const auto each = [this](const std::vector<ast::ExprId>& parts, const Span* leads) {
    for (const ast::ExprId part : parts) {
      Add(file_.exprs[part].span);
      if (leads != nullptr && file_.exprs[part].span.valid()) parts_.back().leads = leads;
      Expr(part);
      leads = nullptr;
    }
  };
  const auto* all = std::get_if<ast::And>(&expr.node);
  const auto* any = std::get_if<ast::Or>(&expr.node);
  if (item != nullptr && item != &expr.span && all == nullptr && any == nullptr &&
      expr.span.valid())
    parts_.push_back({&expr.span, false, item, true});
  if (all != nullptr) each(all->operands, item);
  if (any != nullptr) each(any->operands, item);
  if (const auto* list = std::get_if<ast::ListLiteral>(&expr.node)) {
    const size_t first = parts_.size();
    each(list->items, nullptr);
    for (size_t i = first; i < parts_.size() && list->items.size() > 1; ++i)
      parts_[i].in_list = true;
  }
  if (const auto* test = std::get_if<ast::Test>(&expr.node)) Expr(test->right);
  if (const auto* negation = std::get_if<ast::Not>(&expr.node)) Expr(negation->operand);
}

void Comments::PassParts(uint32_t offset) {
  while (next_ < parts_.size() && parts_[next_].span->begin < offset)
    around_.push_back(&parts_[next_++]);
  while (!around_.empty() && around_.back()->span->end <= offset) around_.pop_back();
}

void Comments::Attach(const Comment& comment) {
  std::vector<std::string> lines = LinesOf(comment.text);
  PassParts(comment.offset);
  if (!comment.own_line) return AttachBehind(std::move(lines));
  const Part* next = next_ == parts_.size() ? nullptr : &parts_[next_];
  if (next != nullptr && next->leads != nullptr) {
    // The part that begins at the same place may have its own line.
    const Part* inner = next;
    const Part* end = parts_.data() + parts_.size();
    while (inner != end && inner->leads != nullptr && inner->span->begin == next->span->begin)
      ++inner;
    const bool own = inner != end && inner->span->begin == next->span->begin;
    return Append(attached_[own ? inner->span : next->leads].before, std::move(lines));
  }
  // After everything in its declaration or item, it stays with that.
  const Part* around = around_.empty() ? nullptr : around_.back();
  if (around != nullptr && (next == nullptr || next->span->begin >= around->span->end)) {
    Attached& to = attached_[around->target()];
    return Append(around->whole ? to.at_end : to.before, std::move(lines));
  }
  if (next == nullptr) return Append(at_end_, std::move(lines));
  Append(attached_[next->span].before, std::move(lines));
}

void Comments::AttachBehind(std::vector<std::string> lines) {
  if (next_ == 0) {
    if (parts_.empty()) return Append(at_end_, std::move(lines));
    return Append(attached_[parts_[0].span].before, std::move(lines));
  }
  // The outermost of the parts that begin there, so that the comment is also printed if the part
  // stays on one line; items of a list get their own lines.
  const Part* last = &parts_[next_ - 1];
  while (!last->in_list && last != parts_.data() && !(last - 1)->whole &&
         (last - 1)->span->begin == last->span->begin)
    --last;
  Attached& to = attached_[last->target()];
  Append(last->whole ? to.before : to.behind, std::move(lines));
}

}  // namespace sigrun::format
