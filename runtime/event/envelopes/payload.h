// Decodes payloads in carriers: base64 text, possibly compressed. Private to runtime/event.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sigrun::event {

class PayloadDecoder {
 public:
  PayloadDecoder();
  ~PayloadDecoder();

  enum class Status : uint8_t { kOk, kNotBase64, kBadGzip, kTooLarge };
  // Base64 (with or without padding; also its URL alphabet), then gzip if its magic says so. `out`
  // gets at most `limit` bytes.
  Status Decode(std::string_view base64, size_t limit, std::string& out);

 private:
  Status Inflate(size_t limit, std::string& out);

  struct Inflater;
  std::unique_ptr<Inflater> inflater_;
  std::string packed_;
};

}  // namespace sigrun::event
