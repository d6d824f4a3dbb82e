// JSON as alerts and statistics write it: numbers by base/number_text.h, so that no library's
// version decides a byte; bytes that are no UTF-8 are replaced.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace sigrun::alert {

// In one line, or, with an indent, one value a line.
std::string JsonText(const nlohmann::ordered_json& json, size_t indent = 0);

}  // namespace sigrun::alert
