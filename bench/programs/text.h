// A file in memory, as simdjson wants it.
#pragma once

#include <simdjson.h>

#include <fstream>
#include <stdexcept>
#include <string>

namespace sigrun::bench {

// SIMDJSON_PADDING bytes behind the text are readable.
inline std::string PaddedText(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  const auto size = static_cast<size_t>(file.tellg());
  std::string text;
  text.reserve(size + simdjson::SIMDJSON_PADDING);
  text.resize(size);
  file.seekg(0);
  if (!file.read(text.data(), static_cast<std::streamsize>(size)))
    throw std::runtime_error("cannot read " + path);
  return text;
}

}  // namespace sigrun::bench
