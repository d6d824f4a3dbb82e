// The items of a declared list, from the rule file or from a separate file.
#pragma once

#include <string>
#include <vector>

#include "compiler/sema/context/context.h"

namespace sigrun::sema {

// Read once and kept. Null after an error, which is reported once.
const std::vector<std::string>* ReadListItems(Context& context, const Declaration& list);

}  // namespace sigrun::sema
