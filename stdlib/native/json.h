// JSON that travels inside text: policy documents, inline parameters. Defined in
// stdlib/native/json.cpp, the only file that knows the JSON library.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"

namespace sigrun::stdlib::native {

// The content of text that is nested deeper or longer is unknown: the arena counts a refusal.
inline constexpr size_t kMaxJsonDepth = 64;
inline constexpr size_t kMaxJsonSize = size_t{1} << 20;

// The value of JSON text: an object as its JSON without white space, an array as a flat list, a
// scalar. Nullopt if the text is not entirely valid JSON. The result lives in the arena.
std::optional<Value> ParseJson(std::string_view text, Arena& arena) noexcept;

// The member of an object, the last one if the key occurs twice; of a list, the members of its
// elements that have it. Absent otherwise.
Value JsonMember(const Value& object, std::string_view key, Arena& arena) noexcept;

// An IAM policy in any form that CloudTrail uses: an object, its JSON, or URL-encoded JSON.
std::optional<Value> PolicyDocument(const Value& value, Arena& arena) noexcept;

}  // namespace sigrun::stdlib::native
