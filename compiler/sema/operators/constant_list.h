// The items of a list if all of them are constants of one type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"

namespace sigrun::sema {

struct ConstantItems {
  std::vector<std::string> texts;
  ir::Type element;  // string, or float for any number
};

// Nullopt if an item is not a constant string or number, or if there are both.
std::optional<ConstantItems> ConstantList(const ExprMaker& make, const std::vector<Typed>& items);

}  // namespace sigrun::sema
