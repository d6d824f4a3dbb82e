// Words by which other languages call our operators.
#pragma once

#include <string_view>

namespace sigrun::syntax {

// Our word for one of theirs, or for one of ours in capitals; empty when it is neither.
std::string_view WordFor(std::string_view written);

}  // namespace sigrun::syntax
