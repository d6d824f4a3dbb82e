#include "compiler/sema/context/list_reader.h"

#include <algorithm>

#include "base/text/invisible.h"
#include "base/text/number_text.h"
#include "compiler/diag/codes/modules.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/diag/codes/types.h"
#include "compiler/diag/invisible.h"
#include "compiler/sema/context/constant_text.h"
#include "compiler/sema/context/networks.h"

namespace sigrun::sema {
namespace {

using Items = std::vector<std::string>;

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\v\f");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\v\f") - begin + 1);
}

// The item of a line, without the comment that ` #` begins; empty if there is none.
std::string_view ItemOf(std::string_view line) {
  line = Trim(line);
  if (const size_t comment = line.find(" #"); comment != std::string_view::npos)
    line = Trim(line.substr(0, comment));
  return line.starts_with('#') ? std::string_view() : line;
}

// Checks each item and reports errors at its location.
class ItemChecker {
 public:
  ItemChecker(Context& cx, const ast::List& list, ir::Type element)
      : cx_(cx), list_(list), element_(element) {}

  // `line` of the list's file; 0 for an item in the rule file.
  void Check(const std::string& item, Span span, size_t line) {
    if (line > 0) CheckVisible(item, span, line);
    const std::string fault = FaultOf(item);
    if (fault.empty()) return;
    ++faults_;
    if (faults_ > kMostTold) return;
    cx_.sink.Emit(codes::BadPattern, span, At(line) + fault).Help(HelpFor());
  }
  bool ok() const { return faults_ == 0; }
  // Reports only some of many invalid items.
  void Finish() {
    if (faults_ > kMostTold)
      cx_.sink.Emit(codes::BadPattern, list_.name.span,
                    fmt::format("{} more invalid items", faults_ - kMostTold));
  }

 private:
  static constexpr size_t kMostTold = 10;

  std::string At(size_t line) const {
    return line == 0 ? "" : fmt::format("line {} of `{}`: ", line, list_.from_file->text);
  }

  bool IsUntyped() const { return !list_.element_type; }

  std::string FaultOf(const std::string& item) const {
    if (IsUntyped()) return FormOf(item).fault;
    const bool networks = element_ == stdlib::kCidr || element_ == stdlib::kIp;
    if (!networks && !element_.IsNumber()) return "";
    const NetworkForm form = networks ? FormOf(item) : NetworkForm();
    if (!form.fault.empty()) return form.fault;
    const auto prepared = stdlib::Prepare(
        {networks ? stdlib::PreparedKind::kCidrSet : stdlib::PreparedKind::kNumberSet, {item}, {}});
    return prepared.ok() ? "" : prepared.error().message;
  }

  std::string HelpFor() const {
    return IsUntyped() ? fmt::format(
                             "fix the network, or write `list {}: string` where text "
                             "is meant",
                             list_.name.text)
                       : "fix the item, or remove it from the list";
  }

  void CheckVisible(const std::string& item, Span span, size_t line) {
    const auto invisible = diag::FindInvisible(item);
    if (!invisible || invisible_) return;
    invisible_ = true;
    cx_.sink.Emit(codes::InvisibleCharacter, span, At(line) + invisible->name)
        .Help("remove it; such characters often come from web pages and documents");
  }

  Context& cx_;
  const ast::List& list_;
  const ir::Type element_;
  size_t faults_ = 0;
  bool invisible_ = false;
};

bool ReadFile(Context& cx, const Declaration& list, ItemChecker& checker, Items& items) {
  const ast::Name& written = *list.list->from_file;
  const modules::Module& module = cx.modules.modules[list.module];
  const modules::FileText file =
      cx.files.ReadInside(module.pack, modules::PathFrom(module.folder, written.text));
  if (!file.ok()) {
    ReportUnreadable(cx, module, written, file.failure);
    return false;
  }
  std::string_view text = WithoutByteOrderMark(file.text);
  for (size_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view item = ItemOf(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.empty()) continue;
    if (items.size() == stdlib::kMaxListItems) {
      cx.sink.Emit(codes::ListTooLong, written.span, written.text, stdlib::kMaxListItems);
      return false;
    }
    items.emplace_back(item);
    checker.Check(items.back(), written.span, line);
  }
  return true;
}

std::string ItemText(const ast::LiteralValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value)) return NumberText(*number);
  return {};
}

bool ReadLiterals(Context& cx, const Declaration& list, bool numbers, ItemChecker& checker,
                  Items& items) {
  const ast::File& file = cx.modules.modules[list.module].file;
  if (!list.list->items.valid()) return false;
  const auto report = [&](ast::ExprId argument) {
    return ReportNotConstant(cx, file.exprs[argument].span);
  };
  bool ok = true;
  for (const ast::ExprId id : std::get<ast::ListLiteral>(file.exprs[list.list->items].node).items) {
    const ast::Expr& item = file.exprs[id];
    const auto* literal = std::get_if<ast::Literal>(&item.node);
    const bool number = literal && (std::holds_alternative<int64_t>(literal->value) ||
                                    std::holds_alternative<double>(literal->value));
    const bool text = literal && std::holds_alternative<std::string>(literal->value);
    if (numbers ? number : text) {
      items.push_back(ItemText(literal->value));
      checker.Check(items.back(), item.span, 0);
      continue;
    }
    if (const ast::Call* call = numbers ? nullptr : ConstantCall(file, id)) {
      auto computed = TextComputer(cx, file, report).Compute(*call, item.span);
      if (computed) items.insert(items.end(), computed->texts.begin(), computed->texts.end());
      ok &= computed.has_value();
      continue;
    }
    cx.sink.Emit(codes::BadListItem, item.span, numbers ? "a number" : "quoted text");
    ok = false;
  }
  return ok;
}

}  // namespace

const std::vector<std::string>* ReadListItems(Context& cx, const Declaration& list) {
  if (const auto known = cx.list_items.find(list.list); known != cx.list_items.end()) {
    if (!known->second) cx.Echo();
    return known->second ? &*known->second : nullptr;
  }
  ir::Type element = stdlib::kString;
  bool ok = true;
  if (const auto& type = list.list->element_type) {
    const bool known = stdlib::ParseTypeName(type->name.text, element) &&
                       (element.IsText() || element.IsNumber() || element == stdlib::kCidr);
    if (!known)
      cx.sink.Emit(codes::UnknownType, type->name.span, type->name.text)
          .Help("lists hold string, ip, cidr, int or float");
    ok = known;
  }
  Items items;
  ItemChecker checker(cx, *list.list, element);
  if (ok)
    ok = list.list->from_file ? ReadFile(cx, list, checker, items)
                              : ReadLiterals(cx, list, element.IsNumber(), checker, items);
  checker.Finish();
  ok &= checker.ok();
  auto& place = cx.list_items[list.list];
  if (ok) place = std::move(items);
  return place ? &*place : nullptr;
}

}  // namespace sigrun::sema
