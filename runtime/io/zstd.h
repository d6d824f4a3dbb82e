// Decompresses Zstandard, as a stream of frames. Private to runtime/io.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "runtime/io/byte_source.h"

namespace sigrun::io {

bool IsZstd(std::string_view bytes);

class ZstdSource final : public ByteSource {
 public:
  ZstdSource();
  ~ZstdSource() override;

  // Like GzipSource::Open.
  void Open(std::string_view start, ByteSource& packed);
  Result<size_t> Read(std::span<char> into) override;
  const std::string& name() const override { return packed_->name(); }
  uint64_t position() const override { return position_; }
  bool slow() const override { return packed_->slow(); }

 private:
  struct Stream;

  ByteSource* packed_ = nullptr;
  std::optional<Error> failed_;
  uint64_t position_ = 0;
  std::unique_ptr<Stream> stream_;
};

}  // namespace sigrun::io
