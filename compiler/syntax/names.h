// Which text can be a name, for code that writes rules.
#pragma once

#include <string_view>

namespace sigrun::syntax {

// The name of a declaration or binding, or the first key of a path.
bool MayBeName(std::string_view text);
// A key after the dot of a path, without quotes.
bool MayBeKey(std::string_view text);

}  // namespace sigrun::syntax
