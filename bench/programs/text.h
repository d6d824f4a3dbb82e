// A file in memory, as simdjson wants it.
#pragma once

#include <simdjson.h>

#include <fstream>
#include <string>

namespace sigrun::bench {

// SIMDJSON_PADDING bytes behind the text are readable.
inline std::string PaddedText(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<size_t>(file.tellg());
  std::string text;
  text.reserve(size + simdjson::SIMDJSON_PADDING);
  text.resize(size);
  file.seekg(0);
  file.read(text.data(), static_cast<std::streamsize>(size));
  return text;
}

}  // namespace sigrun::bench
