#include "compiler/format/expr_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text/ascii.h"
#include "compiler/format/literal_text.h"
#include "compiler/syntax/names.h"

namespace sigrun::format {
namespace {

// An operand that binds tighter needs no parentheses. kBracket: after an opening bracket, a comma
// or `=`, where a regular expression needs none either.
enum Level { kBracket, kIf, kOr, kAnd, kNot, kTest, kSum, kProduct, kUnary, kPrimary };

bool IsSum(ast::ArithmeticOp op) {
  return op == ast::ArithmeticOp::kAdd || op == ast::ArithmeticOp::kSubtract;
}

std::string_view Sign(ast::ArithmeticOp op) {
  static constexpr std::string_view kSigns[] = {"+", "-", "*", "/", "%"};
  return kSigns[static_cast<size_t>(op)];
}

bool IsIdentifier(std::string_view text) {
  const auto inner = [](char c) { return IsAsciiAlnum(c) || c == '_'; };
  return !text.empty() && (text[0] < '0' || text[0] > '9') &&
         std::all_of(text.begin(), text.end(), inner);
}

}  // namespace

// ---- on one line

int ExprFormat::LevelOf(ast::ExprId id) const {
  return std::visit(
      Overloaded{
          [](const ast::If&) { return kIf; },
          [](const ast::Or&) { return kOr; },
          [](const ast::And&) { return kAnd; },
          [](const ast::Not&) { return kNot; },
          [](const ast::Test&) { return kTest; },
          [](const ast::Presence& node) {
            const bool word = node.mode == ast::PresenceMode::kExists && node.negated;
            return word ? kNot : kTest;
          },
          [](const ast::Quantified&) { return kTest; },
          [](const ast::Arithmetic& node) { return IsSum(node.op) ? kSum : kProduct; },
          [](const ast::Negate&) { return kUnary; },
          [](const ast::Literal& node) {
            return LiteralText(node.value).starts_with('-') ? kUnary : kPrimary;
          },
          [](const auto&) { return kPrimary; },
      },
      file_.exprs[id].node);
}

std::string ExprFormat::Flat(ast::ExprId id) const { return Flat(id, kBracket); }

std::string ExprFormat::Flat(ast::ExprId id, int level) const {
  const bool regex = level > kBracket && [&] {
    const auto* literal = std::get_if<ast::Literal>(&file_.exprs[id].node);
    return literal != nullptr && std::holds_alternative<ast::RegexText>(literal->value);
  }();  // a slash would be read as a division
  return regex || LevelOf(id) < level ? "(" + FlatNode(id) + ")" : FlatNode(id);
}

std::string ExprFormat::FlatList(const std::vector<ast::ExprId>& ids) const {
  return FlatChain(ids, ", ");
}

std::string ExprFormat::FlatChain(const std::vector<ast::ExprId>& operands,
                                  std::string_view joint) const {
  const int level = joint == ", " ? kBracket : kNot;
  std::string text;
  for (const ast::ExprId operand : operands) {
    if (!text.empty()) text += joint;
    text += Flat(operand, level);
  }
  return text;
}

std::string ExprFormat::FlatNode(ast::ExprId id) const {
  return std::visit(
      Overloaded{
          [](const ast::Literal& node) { return LiteralText(node.value); },
          [&](const ast::Path& node) { return PathText(node.segments, false); },
          [&](const ast::Arithmetic& node) {
            const int level = IsSum(node.op) ? kSum : kProduct;
            return fmt::format("{} {} {}", Flat(node.left, level), Sign(node.op),
                               Flat(node.right, level + 1));
          },
          // A number also needs parentheses: otherwise it would be one number with its sign.
          [&](const ast::Negate& node) {
            const bool number =
                std::holds_alternative<ast::Literal>(file_.exprs[node.operand].node);
            return number ? fmt::format("-({})", FlatNode(node.operand))
                          : "-" + Flat(node.operand, kPrimary);
          },
          [&](const ast::And& node) { return FlatChain(node.operands, " and "); },
          [&](const ast::Or& node) { return FlatChain(node.operands, " or "); },
          [&](const ast::Not& node) {
            const bool test = std::holds_alternative<ast::Test>(file_.exprs[node.operand].node);
            return "not " + Flat(node.operand, test ? kPrimary : kNot);
          },
          [&](const ast::If& node) {
            return fmt::format("if {} then {} else {}", Flat(node.condition, kOr),
                               Flat(node.then, kOr),
                               Flat(node.otherwise, LevelOf(node.otherwise) == kIf ? kIf : kOr));
          },
          [&](const ast::Test& node) {
            return fmt::format("{}{} {} {}", node.all_of_left ? "all of " : "",
                               Flat(node.left, kSum), TestOperator(node), Pattern(node));
          },
          [&](const ast::Presence& node) -> std::string {
            if (node.mode == ast::PresenceMode::kExists)
              return fmt::format("{}exists {}", node.negated ? "not " : "",
                                 Flat(node.operand, kUnary));
            static constexpr std::string_view kWords[] = {"", "null", "absent", "empty"};
            return fmt::format("{} is {}{}", Flat(node.operand, kSum), node.negated ? "not " : "",
                               kWords[static_cast<size_t>(node.mode)]);
          },
          [](const ast::Quantified& node) {
            const std::string count = node.at_least == 0   ? "all"
                                      : node.at_least == 1 ? "any"
                                                           : std::to_string(node.at_least);
            const std::string names = node.them ? "them" : Joined(node.patterns, ", ");
            return count + " of " + (node.patterns.size() > 1 ? "(" + names + ")" : names);
          },
          [&](const ast::ListLiteral& node) { return "[" + FlatList(node.items) + "]"; },
          [&](const ast::Call& node) {
            std::string inside = FlatList(node.arguments);
            if (node.where.valid())
              inside += (inside.empty() ? "where " : " where ") + Flat(node.where, kIf);
            for (const ast::CallOption& option : node.options)
              inside += (&option == &node.options.front() ? "; " : ", ") + OptionText(option);
            return fmt::format("{}({}){}", node.name.text, inside, PathText(node.members, true));
          },
      },
      file_.exprs[id].node);
}

std::string ExprFormat::PathText(const std::vector<ast::PathSegment>& segments,
                                 bool after_call) const {
  std::string text;
  for (const ast::PathSegment& segment : segments) {
    const bool first = &segment == &segments.front() && !after_call;
    if (!first && !segment.index) text += '.';
    text += SegmentText(segment, first);
  }
  return text;
}

std::string ExprFormat::SegmentText(const ast::PathSegment& segment, bool first) const {
  if (segment.index) return fmt::format("[{}]", *segment.index);
  if (first) {
    const bool name = IsIdentifier(segment.name) && syntax::MayBeName(segment.name);
    const bool taken = segment.quoted && scope_.MayMean(segment.name);
    return name && !taken ? segment.name : fmt::format("`{}`", segment.name);
  }
  const bool key =
      IsIdentifier(segment.name) || (!segment.quoted && syntax::MayBeKey(segment.name));
  if (key) return segment.name;
  const bool raw = segment.name.find_first_of("\"\\") != std::string::npos &&
                   segment.name.find_first_of("`\r\n") == std::string::npos;
  return raw ? fmt::format("`{}`", segment.name) : QuoteWithEscapes(segment.name);
}

// not cased contains any
std::string ExprFormat::TestOperator(const ast::Test& test) const {
  std::string text = test.negated ? "not " : "";
  if (test.cased) text += "cased ";
  text += test.op;
  if (test.of_right == ast::Quantifier::kAny) text += " any";
  if (test.of_right == ast::Quantifier::kAll) text += " all";
  return text;
}

// The right side of a test: after some operators, a slash begins a regular expression.
std::string ExprFormat::Pattern(const ast::Test& test) const {
  const auto* literal = std::get_if<ast::Literal>(&file_.exprs[test.right].node);
  const bool regex = test.op == "matches" || test.of_right != ast::Quantifier::kNone;
  return literal != nullptr && regex ? LiteralText(literal->value) : Flat(test.right, kSum);
}

std::string ExprFormat::OptionText(const ast::CallOption& option) const {
  const bool amount = option.values.size() == 1 &&
                      std::visit(Overloaded{
                                     [](const ast::Path&) { return true; },
                                     [](const ast::Literal& node) {
                                       return node.value.index() == 1 || node.value.index() == 2 ||
                                              std::holds_alternative<Duration>(node.value) ||
                                              std::holds_alternative<ast::Bytes>(node.value);
                                     },
                                     [](const auto&) { return false; },
                                 },
                                 file_.exprs[option.values[0]].node);
  const std::string values = FlatList(option.values);
  return option.name.text + " " + (amount ? values : "(" + values + ")");
}

// ---- on several lines

void ExprFormat::Write(Writer& out, ast::ExprId id, size_t indent, size_t hang, size_t tail) const {
  Write(out, id, kBracket, indent, hang, tail);
}

void ExprFormat::Write(Writer& out, ast::ExprId id, int level, size_t indent, size_t hang,
                       size_t tail) const {
  if (const std::string flat = Flat(id, level); !MustBreak(id) && out.Fits(flat, tail))
    return out.Put(flat);
  if (LevelOf(id) >= level) return Break(out, id, indent, hang, tail);
  out.Put("(");
  out.Line(indent + 2);
  Write(out, id, kBracket, indent + 2, indent + 2, 0);
  out.Line(indent);
  out.Put(")");
}

void ExprFormat::Break(Writer& out, ast::ExprId id, size_t indent, size_t hang, size_t tail) const {
  std::visit(
      Overloaded{
          [&](const ast::And& node) { BreakChain(out, node.operands, "and ", indent, hang, tail); },
          [&](const ast::Or& node) { BreakChain(out, node.operands, "or ", indent, hang, tail); },
          [&](const ast::Not& node) {
            out.Put("not ");
            const bool test = std::holds_alternative<ast::Test>(file_.exprs[node.operand].node);
            Write(out, node.operand, test ? kPrimary : kNot, indent, hang, tail);
          },
          [&](const ast::Test& node) { BreakTest(out, node, indent, hang, tail); },
          [&](const ast::ListLiteral& node) { BreakList(out, node, indent); },
          [&](const ast::Call& node) { BreakCall(out, node, indent); },
          [&](const ast::If& node) { BreakIf(out, node, hang, tail); },
          [&](const ast::Arithmetic&) { BreakArithmetic(out, id, hang, tail); },
          [&](const auto&) { out.Put(FlatNode(id)); },
      },
      file_.exprs[id].node);
}

void ExprFormat::BreakChain(Writer& out, const std::vector<ast::ExprId>& operands,
                            std::string_view joint, size_t indent, size_t hang, size_t tail) const {
  if (HugLast(out, operands, joint, indent)) return;
  for (const ast::ExprId operand : operands) {
    const bool first = operand == operands.front(), last = operand == operands.back();
    const Comments::Attached& comments = comments_.Of(file_.exprs[operand].span);
    if (!first) out.Line(hang);
    WriteCommented(out, comments, [&] {
      if (!first) out.Put(joint);
      Write(out, operand, kNot, hang, hang + 2, last ? tail : 0);
    });
  }
}

// a and (…) with only the parentheses on several lines: what precedes them is short.
bool ExprFormat::HugLast(Writer& out, const std::vector<ast::ExprId>& operands,
                         std::string_view joint, size_t indent) const {
  const ast::ExprId last = operands.back();
  const bool group =
      LevelOf(last) < kNot && !std::holds_alternative<ast::If>(file_.exprs[last].node);
  if (!group) return false;
  std::string before;
  for (const ast::ExprId operand : operands) {
    const bool has_comment = MustBreak(operand) ||
                             !comments_.Of(file_.exprs[operand].span).before.empty() ||
                             !comments_.Of(file_.exprs[operand].span).behind.empty();
    if (operand == last) continue;
    if (has_comment) return false;
    before += Flat(operand, kNot) + " " + std::string(joint);
  }
  const Comments::Attached& comments = comments_.Of(file_.exprs[last].span);
  if (!comments.before.empty() || !comments.behind.empty() || !out.Fits(before, 1)) return false;
  out.Put(before);
  Write(out, last, kNot, indent, indent + 2, 0);
  return true;
}

// A sum or product, with each sign on its own line.
void ExprFormat::BreakArithmetic(Writer& out, ast::ExprId id, size_t hang, size_t tail) const {
  const auto& node = std::get<ast::Arithmetic>(file_.exprs[id].node);
  const auto level = IsSum(node.op) ? kSum : kProduct;
  if (LevelOf(node.left) == level)
    BreakArithmetic(out, node.left, hang, 0);
  else
    Write(out, node.left, level, hang, hang + 2, 0);
  out.Line(hang);
  out.Put(fmt::format("{} ", Sign(node.op)));
  Write(out, node.right, level + 1, hang, hang + 2, tail);
}

void ExprFormat::BreakTest(Writer& out, const ast::Test& test, size_t indent, size_t hang,
                           size_t tail) const {
  if (test.all_of_left) out.Put("all of ");
  Write(out, test.left, kSum, indent, hang, 0);
  out.Put(" " + TestOperator(test) + " ");
  const std::string pattern = Pattern(test);
  if (!MustBreak(test.right) && out.Fits(pattern, tail)) return out.Put(pattern);
  if (std::holds_alternative<ast::Literal>(file_.exprs[test.right].node)) return out.Put(pattern);
  Write(out, test.right, kSum, indent, hang, tail);
}

bool ExprFormat::IsWord(ast::ExprId id) const {
  return std::holds_alternative<ast::Path>(file_.exprs[id].node);
}

void ExprFormat::BreakList(Writer& out, const ast::ListLiteral& list, size_t indent) const {
  const bool words = std::all_of(list.items.begin(), list.items.end(),
                                 [this](ast::ExprId id) { return IsWord(id); });
  if (words) {
    std::vector<std::string> items;
    for (const ast::ExprId item : list.items) items.push_back(Flat(item));
    return WriteBracketed(out, items, true, indent);
  }
  out.Put("[");
  for (const ast::ExprId item : list.items) {
    out.Line(indent + 2);
    WriteCommented(out, comments_.Of(file_.exprs[item].span), [&] {
      const bool last = item == list.items.back();
      Write(out, item, indent + 2, indent + 4, 1);
      if (!last) out.Put(",");
    });
  }
  out.Line(indent);
  out.Put("]");
}

void ExprFormat::WriteBracketed(Writer& out, const std::vector<std::string>& items, bool fill,
                                size_t indent) const {
  out.Put("[");
  for (const std::string& item : items) {
    const bool first = &item == &items.front(), last = &item == &items.back();
    if (first || !fill || !out.Fits(" " + item, last ? 0 : 1))
      out.Line(indent + 2);
    else
      out.Put(" ");
    out.Put(last ? item : item + ",");
  }
  out.Line(indent);
  out.Put("]");
}

// Arguments, `where` and options on separate lines.
void ExprFormat::BreakCall(Writer& out, const ast::Call& call, size_t indent) const {
  out.Put(call.name.text + "(");
  const std::string arguments = FlatList(call.arguments);
  std::string options;
  for (const ast::CallOption& option : call.options)
    options += (options.empty() ? "; " : ", ") + OptionText(option);
  const bool together = call.where.valid() && indent + 2 + Writer::Width(arguments) < kWidth;
  for (const ast::ExprId argument : call.arguments) {
    const bool last = argument == call.arguments.back();
    if (!together || argument == call.arguments.front()) out.Line(indent + 2);
    if (together)
      out.Put(Flat(argument) + (last ? "" : ", "));
    else
      Write(out, argument, indent + 2, indent + 4, 1), out.Put(last ? "" : ",");
  }
  if (call.where.valid()) {
    out.Line(indent + 2);
    out.Put("where ");
    Write(out, call.where, kIf, indent + 2, indent + 4, Writer::Width(options));
  }
  out.Put(options);
  out.Line(indent);
  out.Put(")" + PathText(call.members, true));
}

void ExprFormat::BreakIf(Writer& out, const ast::If& node, size_t hang, size_t tail) const {
  out.Put("if ");
  Write(out, node.condition, kOr, hang, hang + 2, 0);
  out.Line(hang);
  out.Put("then ");
  Write(out, node.then, kOr, hang, hang + 2, 0);
  out.Line(hang);
  out.Put("else ");
  if (const auto* next = std::get_if<ast::If>(&file_.exprs[node.otherwise].node))
    BreakIf(out, *next, hang, tail);
  else
    Write(out, node.otherwise, kIf, hang, hang + 2, tail);
}

// ---- comments

void WriteCommented(Writer& out, const Comments::Attached& comments,
                    const std::function<void()>& body) {
  const size_t begin = out.text().size();
  body();
  std::vector<std::string> above = comments.before;
  const bool one_line = out.text().find('\n', begin) == std::string::npos;
  if (one_line && comments.behind.size() == 1)
    out.Put("  //" + comments.behind[0]);
  else
    above.insert(above.end(), comments.behind.begin(), comments.behind.end());
  if (!above.empty()) out.InsertAbove(begin, above);
}

}  // namespace sigrun::format
