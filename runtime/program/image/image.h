// A compiled rule set as one file (.sgc): the same bytes on every machine for the same rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "runtime/program/program.h"

namespace sigrun::program {

inline constexpr uint32_t kImageVersion = 5;

std::string WriteImage(const Program& program);

// Refuses, with the reason, what is no image, is of another version, is damaged (checksum), or does
// not verify. Reads untrusted bytes: never crashes, never allocates more than the image's size
// justifies.
Result<Program> ReadImage(std::string_view bytes);

// True if the bytes begin as an image does.
bool LooksLikeImage(std::string_view bytes);

}  // namespace sigrun::program
