// Inflates gzip: small files at once with libdeflate, the rest as a stream with ISA-L. Private to
// runtime/io.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "runtime/io/byte_source.h"

namespace sigrun::io {

inline bool IsGzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

class GzipSource final : public ByteSource {
 public:
  GzipSource();
  ~GzipSource() override;

  // `start`: the bytes of `packed` that were already read. Both must outlive the reading.
  void Open(std::string_view start, ByteSource& packed);
  Result<size_t> Read(std::span<char> into) override;
  const std::string& name() const override { return packed_->name(); }
  uint64_t position() const override { return position_; }
  bool slow() const override { return packed_->slow(); }

 private:
  struct Whole;
  struct Stream;

  std::optional<size_t> ReadWhole(std::span<char> into);
  Result<size_t> ReadStream(std::span<char> into);
  Result<bool> NextMember();
  Error TrailingBytes(uint64_t offset) const;

  ByteSource* packed_ = nullptr;
  std::string_view rest_;  // of what is in memory; while `in_memory_`
  bool in_memory_ = false;
  std::optional<Error> failed_;
  uint64_t position_ = 0;
  std::unique_ptr<Whole> whole_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace sigrun::io
