// A compiled rule set as one file (.sgc): the same bytes on every machine for the same rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "runtime/program/program.h"

namespace sigrun::program {

inline constexpr uint32_t kImageVersion = 6;

std::string WriteImage(const Program& program);

// Rejects, with the reason, bytes that are not an image, images of another version, damaged ones
// (checksum), and ones that fail verification. Reads untrusted bytes: never crashes, never
// allocates more than the size of the image justifies.
Result<Program> ReadImage(std::string_view bytes);

// True if the bytes begin like an image.
bool LooksLikeImage(std::string_view bytes);

}  // namespace sigrun::program
