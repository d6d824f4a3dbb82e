// Universally unique identifiers in their usual form: 8-4-4-4-12 hexadecimal digits.
#pragma once

#include <optional>
#include <string_view>

#include "base/hash.h"

namespace sigrun {

// The 128 bits; nullopt for any other text.
std::optional<Hash128> ParseUuid(std::string_view text);

}  // namespace sigrun
