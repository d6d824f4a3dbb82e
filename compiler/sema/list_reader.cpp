#include "compiler/sema/list_reader.h"

#include <filesystem>

#include "base/number_text.h"
#include "compiler/sema/constant_text.h"

namespace sigrun::sema {
namespace {

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\v\f");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\v\f") - begin + 1);
}

// One item a line; blank lines and what follows ` #` are left out.
std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = Trim(text.substr(0, end));
    if (const size_t comment = line.find(" #"); comment != std::string_view::npos)
      line = Trim(line.substr(0, comment));
    if (!line.empty() && line.front() != '#') items.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

bool ReadFile(Context& cx, const Declaration& list, std::vector<std::string>& items) {
  const ast::Name& written = *list.list->from_file;
  const std::string& folder = cx.modules.modules[list.module].folder;
  const std::string path =
      (std::filesystem::path(folder) / written.text).lexically_normal().string();
  const auto text = cx.files.Read(path);
  if (!text) {
    cx.sink.Emit(Code::UnreadableListFile, written.span, path)
        .Help("the path starts from the folder of this rule file; one item a line");
    return false;
  }
  items = SplitLines(*text);
  return true;
}

std::string ItemText(const ast::LiteralValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value)) return NumberText(*number);
  return {};
}

bool ReadLiterals(Context& cx, const Declaration& list, bool numbers,
                  std::vector<std::string>& items) {
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
      continue;
    }
    if (const ast::Call* call = numbers ? nullptr : ConstantCall(file, id)) {
      auto computed = TextComputer(cx, file, report).Compute(*call, item.span);
      if (computed) items.insert(items.end(), computed->texts.begin(), computed->texts.end());
      ok &= computed.has_value();
      continue;
    }
    cx.sink.Emit(Code::BadListItem, item.span, numbers ? "a number" : "text in quotes");
    ok = false;
  }
  return ok;
}

bool CheckItems(Context& cx, const Declaration& list, ir::Type element,
                const std::vector<std::string>& items) {
  const bool networks = element == stdlib::kCidr || element == stdlib::kIp;
  if (!networks && !element.IsNumber()) return true;
  const auto kind = networks ? stdlib::PreparedKind::kCidrSet : stdlib::PreparedKind::kNumberSet;
  for (const std::string& item : items) {
    const auto prepared = stdlib::Prepare({kind, {item}, {}});
    if (prepared.ok()) continue;
    cx.sink.Emit(Code::BadPattern, list.name().span, prepared.error().message);
    return false;
  }
  return true;
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
      cx.sink.Emit(Code::UnknownType, type->name.span, type->name.text)
          .Help("lists hold string, ip, cidr, int or float");
    ok = known;
  }
  std::vector<std::string> items;
  if (ok)
    ok = list.list->from_file ? ReadFile(cx, list, items)
                              : ReadLiterals(cx, list, element.IsNumber(), items);
  if (ok) ok = CheckItems(cx, list, element, items);
  auto& place = cx.list_items[list.list];
  if (ok) place = std::move(items);
  return place ? &*place : nullptr;
}

}  // namespace sigrun::sema
