#include "compiler/sigma_export/item.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/number_text.h"
#include "compiler/sigma_export/yaml_text.h"

namespace sigrun::sigma_export {
namespace {

using stdlib::PreparedSpec;

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class ItemReader {
 public:
  ItemReader(Context& cx, ir::ExprId id) : cx_(cx), span_(cx[id].span) {}

  std::optional<Item> Read(const ir::Presence& node) {
    item_.field = cx_.FieldOf(node.operand);
    if (item_.field.empty()) return std::nullopt;
    switch (node.mode) {
      case ir::PresenceMode::kExists:  // null in Sigma: null or absent
        item_.negated = true;
        item_.values = {"null"};
        return item_;
      case ir::PresenceMode::kAbsent:
        item_.modifiers = {"exists"};
        item_.values = {"false"};
        return item_;
      case ir::PresenceMode::kEmpty:
        return Empty();
      case ir::PresenceMode::kNull:
        break;
    }
    return Refuse("`is null`: in Sigma, null means null or absent; use `not exists` for that");
  }

  std::optional<Item> Read(const ir::Test& test) {
    const stdlib::Kernel& kernel = stdlib::Kernels()[test.kernel];
    if (test.all_elements)
      return Refuse("`all of`: a Sigma test holds when one element of an array passes");
    if (kernel.op == "is_true") return Boolean(test.arguments[0], "true");
    if (kernel.op == "is empty") {
      item_.field = cx_.FieldOf(test.arguments[0]);
      return item_.field.empty() ? std::nullopt : Empty();
    }
    if (test.arguments.size() != 2) return Refuse(fmt::format("test `{}`", kernel.op));
    return Binary(kernel, test.arguments[0], test.arguments[1]);
  }

 private:
  std::optional<Item> Refuse(std::string text) {
    cx_.Refuse(span_, std::move(text));
    return std::nullopt;
  }

  std::optional<Item> Empty() {
    cx_.Note(span_,
             "`is empty` becomes a test for the empty string: an empty object no longer passes");
    item_.values = {"''"};
    return item_;
  }

  std::optional<Item> Boolean(ir::ExprId operand, const char* value) {
    item_.field = cx_.FieldOf(operand);
    item_.values = {value};
    return item_.field.empty() ? std::nullopt : std::optional(item_);
  }

  std::optional<Item> Binary(const stdlib::Kernel& kernel, ir::ExprId left, ir::ExprId right) {
    std::string op(kernel.op);
    const program::Constant* constant = cx_.ConstantOf(right);
    if (constant == nullptr && IsOneOf(op, {"==", "<", "<=", ">", ">="})) {
      if (const program::Constant* mirrored = cx_.ConstantOf(left); mirrored != nullptr) {
        constant = mirrored;
        std::swap(left, right);
        op = op == "==" ? "==" : (op[0] == '<' ? ">" : "<") + op.substr(1);
      }
    }
    if (constant == nullptr) return Reference(kernel, left, right);
    if (IsAnywhere(left)) return Keyword(op, kernel.cased, *constant);
    if (const Part* part = TimePart(left)) return PartOfTime(*part, op, *constant);
    item_.field = cx_.FieldOf(left);
    if (item_.field.empty()) return std::nullopt;
    return WithConstant(op, kernel.cased, *constant);
  }

  // field == other field
  std::optional<Item> Reference(const stdlib::Kernel& kernel, ir::ExprId left, ir::ExprId right) {
    item_.field = cx_.FieldOf(left);
    const std::string other = cx_.FieldOf(right);
    if (item_.field.empty() || other.empty()) return std::nullopt;
    if (kernel.cased || !IsOneOf(kernel.op, {"==", "contains", "startswith", "endswith"}))
      return Refuse(
          fmt::format("`{}{}` between two fields: Sigma's fieldref supports ==, contains, "
                      "startswith and endswith without `cased`",
                      kernel.cased ? "cased " : "", kernel.op));
    item_.modifiers = {"fieldref"};
    if (kernel.op != "==") item_.modifiers.emplace_back(kernel.op);
    item_.values = {Plain(other)};
    return item_;
  }

  bool IsAnywhere(ir::ExprId id) const {
    const auto* field = std::get_if<ir::FieldRef>(&cx_[id].node);
    return field != nullptr && cx_.rules.fields[field->field].path.empty();
  }

  // A search in every value of the event.
  std::optional<Item> Keyword(const std::string& op, bool cased, const program::Constant& value) {
    const auto texts = TextsOf(value);
    const std::string word = op.substr(0, op.find(' '));
    if (cased || !IsOneOf(word, {"contains", "like"}) || !texts) return RefuseKeyword();
    for (const std::string& text : *texts) {
      const auto keyword = word == "like" ? Inside(text) : WithoutWildcards(text);
      if (!keyword) return RefuseKeyword();
      item_.values.push_back(Quoted(*keyword));
    }
    return item_;
  }

  std::optional<Item> RefuseKeyword() {
    return Refuse("`anywhere()` with a test other than `contains` with text, or `like \"*…*\"`");
  }

  // The text between the stars of a pattern; nullopt if it does not begin and end with one. A
  // pattern of stars only is reduced to one: any value.
  static std::optional<std::string> Inside(std::string pattern) {
    if (!pattern.empty() && pattern.find_first_not_of('*') == std::string::npos) return "*";
    if (pattern.size() < 3 || pattern.front() != '*' || pattern.back() != '*') return std::nullopt;
    pattern = pattern.substr(1, pattern.size() - 2);
    size_t escapes = 0;
    while (escapes < pattern.size() && pattern[pattern.size() - 1 - escapes] == '\\') ++escapes;
    return escapes % 2 == 0 ? std::optional(pattern) : std::nullopt;
  }

  struct Part {
    std::string_view name;
    int64_t least, most;
  };
  // hour(field) and the like: sets field and modifier.
  const Part* TimePart(ir::ExprId id) {
    static constexpr Part kParts[] = {{"minute", 0, 59}, {"hour", 0, 23},  {"day", 1, 31},
                                      {"week", 1, 53},   {"month", 1, 12}, {"year", 0, 0}};
    const auto* call = std::get_if<ir::Call>(&cx_[id].node);
    if (call == nullptr) return nullptr;
    const std::string_view op = stdlib::Kernels()[call->kernel].op;
    const auto* part = std::find_if(std::begin(kParts), std::end(kParts),
                                    [&](const Part& row) { return row.name == op; });
    if (part == std::end(kParts)) return nullptr;
    ir::ExprId time = call->arguments[0];
    if (const auto* inner = std::get_if<ir::Call>(&cx_[time].node);
        inner != nullptr && stdlib::Kernels()[inner->kernel].op == "timestamp")
      time = inner->arguments[0];
    item_.field = cx_.FieldIfAny(time);
    item_.modifiers = {std::string(op)};
    return item_.field.empty() ? nullptr : part;
  }

  // Sigma compares parts of a time only with `==`: for an order, all matching values are listed.
  std::optional<Item> PartOfTime(const Part& part, const std::string& op,
                                 const program::Constant& constant) {
    if (op == "in") return In(std::get<PreparedSpec>(constant));
    const auto number = NumberText(constant);
    if (!number) return Refuse("a part of a time compared with a value that is not a number");
    if (op == "==") {
      item_.values = {*number};
      return item_;
    }
    const auto* limit = std::get_if<int64_t>(&constant);
    if (limit == nullptr || part.most == 0 || !IsOneOf(op, {"<", "<=", ">", ">="}))
      return Refuse(fmt::format("`{}` with `{}`: Sigma lists the values", op, part.name));
    for (int64_t value = part.least; value <= part.most; ++value) {
      const bool less = op[0] == '<' ? value < *limit : value > *limit;
      if (less || (op.size() > 1 && value == *limit))
        item_.values.push_back(fmt::format("{}", value));
    }
    if (item_.values.empty()) return Refuse("a part of a time that never has this value");
    return item_;
  }

  static std::optional<std::string> NumberText(const program::Constant& constant) {
    if (const auto* whole = std::get_if<int64_t>(&constant)) return fmt::format("{}", *whole);
    if (const auto* real = std::get_if<double>(&constant)) return sigrun::NumberText(*real);
    return std::nullopt;
  }

  static std::optional<std::vector<std::string>> TextsOf(const program::Constant& constant) {
    if (const auto* text = std::get_if<std::string>(&constant)) return std::vector{*text};
    if (const auto* spec = std::get_if<PreparedSpec>(&constant)) return spec->items;
    return std::nullopt;
  }

  std::optional<Item> WithConstant(const std::string& op, bool cased,
                                   const program::Constant& constant) {
    if (IsOneOf(op, {"<", "<=", ">", ">="})) return Compared(op, constant);
    if (op == "matches") return Regex(constant);
    if (cased) item_.modifiers.emplace_back("cased");
    if (op == "==") return Equal(constant);
    const auto texts = TextsOf(constant);
    if (!texts) return Refuse(fmt::format("`{}` with this value", op));
    if (op == "in") return In(std::get<PreparedSpec>(constant));
    const std::string word = op.substr(0, op.find(' '));
    if (!IsOneOf(word, {"contains", "startswith", "endswith", "like"}))
      return Refuse(fmt::format("test `{}`", op));
    // A `like` pattern is written the same way.
    if (word != "like") item_.modifiers.push_back(word);
    for (const std::string& text : *texts)
      item_.values.push_back(Quoted(word == "like" ? text : WithoutWildcards(text)));
    return item_;
  }

  std::optional<Item> Compared(const std::string& op, const program::Constant& constant) {
    const auto number = NumberText(constant);
    if (!number) return Refuse(fmt::format("`{}` with a value that is not a number", op));
    item_.modifiers = {std::string(op[0] == '<' ? "lt" : "gt") + (op.size() > 1 ? "e" : "")};
    item_.values = {*number};
    return item_;
  }

  std::optional<Item> Equal(const program::Constant& constant) {
    if (const auto* text = std::get_if<std::string>(&constant))
      item_.values = {Quoted(WithoutWildcards(*text))};
    else if (const auto* flag = std::get_if<bool>(&constant))
      item_.values = {*flag ? "true" : "false"};
    else if (const auto number = NumberText(constant))
      item_.values = {*number};
    else
      return Refuse("a comparison with a point in time or a duration");
    return item_;
  }

  std::optional<Item> In(const PreparedSpec& spec) {
    if (spec.kind == stdlib::PreparedKind::kMixedSet ||
        spec.kind == stdlib::PreparedKind::kMixedSetCased)
      return Refuse(
          "`in` with a list of networks and other strings: write two tests joined by `or`");
    const bool networks = spec.kind == stdlib::PreparedKind::kCidrSet;
    const bool numbers = spec.kind == stdlib::PreparedKind::kNumberSet;
    if (networks) item_.modifiers.emplace_back("cidr");
    for (const std::string& text : spec.items)
      item_.values.push_back(numbers    ? text
                             : networks ? Quoted(text)
                                        : Quoted(WithoutWildcards(text)));
    if (item_.values.empty()) return Refuse("`in` with an empty list, which never holds");
    return item_;
  }

  std::optional<Item> Regex(const program::Constant& constant) {
    const auto* spec = std::get_if<PreparedSpec>(&constant);
    if (spec == nullptr || spec->kind != stdlib::PreparedKind::kRegex)
      return Refuse("`matches` with this value");
    item_.modifiers.emplace_back("re");
    for (const char flag : spec->flags) item_.modifiers.emplace_back(1, flag);
    for (const std::string& pattern : spec->items) item_.values.push_back(Quoted(pattern));
    return item_;
  }

  Context& cx_;
  Span span_;
  Item item_;
};

}  // namespace

std::string Item::Key() const {
  std::string key = field;
  for (const std::string& modifier : modifiers) key += "|" + modifier;
  return key;
}

std::optional<Item> ReadItem(Context& cx, ir::ExprId id) {
  const ir::Node& node = cx[id].node;
  if (const auto* negation = std::get_if<ir::Not>(&node)) {
    auto item = ReadItem(cx, negation->operand);
    if (item) item->negated = !item->negated;
    return item;
  }
  if (const auto* presence = std::get_if<ir::Presence>(&node))
    return ItemReader(cx, id).Read(*presence);
  if (const auto* test = std::get_if<ir::Test>(&node)) return ItemReader(cx, id).Read(*test);
  return std::nullopt;
}

}  // namespace sigrun::sigma_export
