// Translates an item of a selection to an equivalent predicate.
#pragma once

#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/detection/item.h"

namespace sigrun::sigma {

ExprId EmitItem(const Item& item, Fields& fields, ExprBuilder& build);

}  // namespace sigrun::sigma
