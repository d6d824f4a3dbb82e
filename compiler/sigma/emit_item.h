// Translates an item of a selection to an equivalent predicate. Private to sigma.
#pragma once

#include "compiler/sigma/fields.h"
#include "compiler/sigma/item.h"

namespace sigrun::sigma {

ExprId EmitItem(const Item& item, Fields& fields, ExprBuilder& build);

}  // namespace sigrun::sigma
