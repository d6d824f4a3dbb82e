#include "compiler/sema/operators/constant_list.h"

#include <fmt/format.h>

#include <cstdint>
#include <variant>

#include "base/text/number_text.h"
#include "stdlib/type.h"

namespace sigrun::sema {

std::optional<ConstantItems> ConstantList(const ExprMaker& make, const std::vector<Typed>& items) {
  ConstantItems result;
  bool first = true;
  for (const Typed& item : items) {
    const program::Constant* constant = make.ConstantOf(item);
    if (constant == nullptr) return std::nullopt;
    const bool text = std::holds_alternative<std::string>(*constant);
    if (!text && !item.type.IsNumber()) return std::nullopt;
    const ir::Type type = text ? stdlib::kString : stdlib::kFloat;
    if (!first && type != result.element) return std::nullopt;
    result.element = type;
    first = false;
    result.texts.push_back(text ? std::get<std::string>(*constant)
                           : std::holds_alternative<int64_t>(*constant)
                               ? fmt::format("{}", std::get<int64_t>(*constant))
                               : NumberText(std::get<double>(*constant)));
  }
  if (first) result.element = stdlib::kString;
  return result;
}

}  // namespace sigrun::sema
