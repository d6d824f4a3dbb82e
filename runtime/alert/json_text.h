// JSON for alerts and statistics: base/text/number_text.h formats numbers, so that no library
// version decides a byte; bytes that are not UTF-8 are replaced.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace sigrun::alert {

// On one line or, with an indent, one value per line.
std::string JsonText(const nlohmann::ordered_json& json, size_t indent = 0);

}  // namespace sigrun::alert
