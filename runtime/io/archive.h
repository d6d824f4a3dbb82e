// Reads archives (tar, zip) and the rarer compression formats (xz, bzip2, lz4) with libarchive.
// Private to runtime/io.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/byte_source.h"

namespace sigrun::io {

// True for the header of a tar archive: its checksum is correct.
bool IsTar(std::string_view bytes);

class Archive {
 public:
  enum class Form : uint8_t { kTar, kZip, kPacked };  // kPacked: one unnamed member

  // `start`: the bytes of `packed` that were already read. Both must outlive the archive.
  Archive(Form form, std::string_view start, ByteSource& packed);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  // The path of the next member that is a file; nullopt at the end.
  Result<std::optional<std::string>> Next();
  // The contents of the member, like ByteSource::Read.
  Result<size_t> Read(std::span<char> into);
  // True after a failure after which no member can be found.
  bool broken() const { return broken_; }
  const ByteSource& packed() const { return packed_; }

 private:
  struct Handle;

  Error Failure(std::string_view what);

  ByteSource& packed_;
  const Form form_;
  std::unique_ptr<Handle> handle_;
  bool broken_ = false, ended_ = false;
};

// One member while it is read, or the contents of a compressed file.
class ArchiveMember final : public ByteSource {
 public:
  ArchiveMember(Archive& archive, std::string name) : archive_(archive), name_(std::move(name)) {}

  Result<size_t> Read(std::span<char> into) override {
    Result<size_t> count = archive_.Read(into);
    if (count) position_ += *count;
    return count;
  }
  const std::string& name() const override { return name_; }
  uint64_t position() const override { return position_; }
  bool slow() const override { return archive_.packed().slow(); }

 private:
  Archive& archive_;
  const std::string name_;
  uint64_t position_ = 0;
};

}  // namespace sigrun::io
