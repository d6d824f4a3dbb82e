// What may stand as a name, for whoever writes rule text instead of reading it.
#pragma once

#include <string_view>

namespace sigrun::syntax {

// Of a declaration or binding, and at the beginning of a path.
bool MayBeName(std::string_view text);
// Behind the dot of a path, without quotes.
bool MayBeKey(std::string_view text);

}  // namespace sigrun::syntax
