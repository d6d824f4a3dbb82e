// JSON that travels inside text: policy documents, inline parameters. Defined in stdlib/json.cpp,
// the only file that knows the JSON library.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"

namespace sigrun::stdlib::native {

// What is in deeper or longer text is not known: the arena counts it as refused.
inline constexpr size_t kMaxJsonDepth = 64;
inline constexpr size_t kMaxJsonSize = size_t{1} << 20;

// The value of a JSON text: an object as its JSON without white space, an array as a flat list, a
// scalar. Nothing when the text is not wholly valid JSON. The result lives in the arena.
std::optional<Value> ParseJson(std::string_view text, Arena& arena) noexcept;

// The member of an object, the last one where the key occurs twice; of a list, the members of its
// elements that have it. Absent otherwise.
Value JsonMember(const Value& object, std::string_view key, Arena& arena) noexcept;

// An IAM policy, whichever way CloudTrail carries it: an object, its JSON, or that URL-encoded.
std::optional<Value> PolicyDocument(const Value& value, Arena& arena) noexcept;

}  // namespace sigrun::stdlib::native
