#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "runtime/io/gzip.h"
#include "runtime/io/input.h"
#include "runtime/io/stored_bytes.h"
#include "runtime/io/zstd.h"

namespace sigrun::io {
namespace {

constexpr size_t kLongestMagic = 6;

// Forms that cannot be read but are better named than called broken JSON.
struct Foreign {
  std::string_view magic, name, advice;
};
constexpr Foreign kForeign[] = {
    {"\xFD"
     "7zXZ",
     "xz", "unpack it first: xz -dc"},
    {"BZh", "bzip2", "unpack it first: bzip2 -dc"},
    {"PK\x03\x04", "a zip archive", "unpack it first"},
    {"PAR1", "Parquet", "convert it to JSON lines first"},
    {"Obj\x01", "Avro", "convert it to JSON lines first"},
};

const Foreign* FindForeign(std::string_view start) {
  for (const Foreign& foreign : kForeign)
    if (start.starts_with(foreign.magic)) return &foreign;
  return nullptr;
}

}  // namespace

struct FileReader::Impl {
  StoredBytes stored;
  GzipReader gzip;
  ZstdReader zstd;
  std::vector<char> packed;  // the start of a compressed file

  Status ReadAll(event::Decoder& decoder, uint64_t& inflated);
  Status ReadPlain(event::Decoder& decoder, size_t first, uint64_t& inflated);
  // The compressed start moves out of the decoder's buffer, where the contents go.
  std::string_view Keep(std::string_view start) {
    packed.assign(start.begin(), start.end());
    return {packed.data(), packed.size()};
  }
};

FileReader::FileReader() : impl_(std::make_unique<Impl>()) {}
FileReader::~FileReader() = default;

// The first bytes go straight into the decoder's buffer: for plain text that is where they belong.
Status FileReader::Impl::ReadAll(event::Decoder& decoder, uint64_t& inflated) {
  const std::span<char> buffer = decoder.Buffer();
  size_t first = 0;
  while (first < std::min(kLongestMagic, buffer.size())) {
    const Result<size_t> count = stored.Read(buffer.subspan(first));
    if (!count) return count.error();
    if (*count == 0) break;
    first += *count;
  }
  const std::string_view start(buffer.data(), first);
  if (IsGzip(start)) return gzip.Read(Keep(start), stored, decoder, inflated);
  if (IsZstd(start)) return zstd.Read(Keep(start), stored, decoder, inflated);
  if (const Foreign* foreign = FindForeign(start))
    return Error{fmt::format("'{}' is {}, which cannot be read; {}", stored.path(), foreign->name,
                             foreign->advice)};
  return ReadPlain(decoder, first, inflated);
}

Status FileReader::Impl::ReadPlain(event::Decoder& decoder, size_t first, uint64_t& inflated) {
  for (size_t size = first; size > 0;) {
    const bool part = size < decoder.Buffer().size();
    decoder.Commit(size);
    inflated += size;
    if (part && stored.slow()) decoder.Flush();
    const Result<size_t> count = stored.Read(decoder.Buffer());
    if (!count) return count.error();
    size = *count;
  }
  return Ok();
}

Status FileReader::Read(const InputFile& file, uint32_t file_index, event::Decoder& decoder,
                        ReadStats& stats, const std::function<void(uint64_t)>& progress) {
  StoredBytes& stored = impl_->stored;
  Status opened = stored.Open(file.path, &progress);
  if (!opened) return opened;
  decoder.Begin(file_index);
  Status status = impl_->ReadAll(decoder, stats.bytes_inflated);
  decoder.End(status.ok());
  stats.bytes_read += stored.bytes_read();
  stored.Close();
  if (status.ok()) return status;
  return Error{fmt::format("{}; {} records before it were read; for the rest, fetch the file again",
                           status.error().message, decoder.records())};
}

}  // namespace sigrun::io
