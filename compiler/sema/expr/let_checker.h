// The value of a `let`, checked once for each schema.
#pragma once

#include "base/source_map.h"
#include "compiler/sema/context/context.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sema {

// `span` is the use. Invalid after an error.
Typed CheckLet(Context& context, const Declaration& declaration, const stdlib::Schema& schema,
               Span span);

}  // namespace sigrun::sema
