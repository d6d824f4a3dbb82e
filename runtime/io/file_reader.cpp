#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/time/duration.h"
#include "runtime/io/archive.h"
#include "runtime/io/content.h"
#include "runtime/io/gzip.h"
#include "runtime/io/input.h"
#include "runtime/io/stored_bytes.h"
#include "runtime/io/zstd.h"

namespace sigrun::io {
namespace {

// The remaining limit on the unpacked size of a file: a small file may be crafted to fill any disk.
struct Budget {
  const ReadLimits& limits;
  const ByteSource& stored;
  uint64_t inflated = 0;
  bool spent = false;

  Status Take(uint64_t bytes) {
    inflated += bytes;
    if (inflated <= limits.free_bytes || inflated / limits.ratio <= stored.position()) return Ok();
    spent = true;
    return Error{fmt::format(
        "'{}' inflates to more than {} and {} times its size; if it is a log, unpack it first",
        stored.name(), FormatBytes(static_cast<int64_t>(limits.free_bytes)), limits.ratio)};
  }
};

// Counts the bytes that are unpacked.
class Metered final : public ByteSource {
 public:
  Metered(ByteSource& source, Budget& budget) : source_(source), budget_(budget) {}

  Result<size_t> Read(std::span<char> into) override {
    if (const Status status = budget_.Take(0); !status) return status.error();
    Result<size_t> count = source_.Read(into);
    if (count)
      if (const Status status = budget_.Take(*count); !status) return status.error();
    return count;
  }
  const std::string& name() const override { return source_.name(); }
  uint64_t position() const override { return source_.position(); }
  bool slow() const override { return source_.slow(); }

 private:
  ByteSource& source_;
  Budget& budget_;
};

bool BeginsAsJson(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  const size_t begin = start.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (start[begin] == '{' || start[begin] == '[');
}

// As in folders: names that begin with a dot are skipped.
bool IsHidden(std::string_view path) {
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.size() > 1 && part[0] == '.' && part != "..") return true;
    path.remove_prefix(std::min(part.size() + 1, path.size()));
  }
  return false;
}

}  // namespace

struct FileReader::Impl {
  // The packed sources at one depth; the readers are reused from file to file.
  struct Level {
    std::vector<char> start;
    GzipSource gzip;
    ZstdSource zstd;
    std::string_view Keep(std::string_view bytes) {
      start.assign(bytes.begin(), bytes.end());
      return {start.data(), start.size()};
    }
  };

  explicit Impl(const ReadLimits& of) : limits(of) {}

  void ReadSource(ByteSource& source, uint32_t depth, bool member);
  void ReadPacked(Packing packing, ByteSource& source, std::string_view start, uint32_t depth,
                  bool member);
  void ReadInner(ByteSource& source, uint32_t depth, bool member);
  void ReadArchive(Archive& archive, uint32_t depth);
  void ReadMember(Archive& archive, std::string name, uint32_t depth);
  void ReadDocument(ByteSource& source, std::string_view start, bool member);
  Status Feed(ByteSource& source, size_t first);
  // A failure caused by stopping is not a failure.
  void Fail(const Error& error) {
    if (!stored.stopped()) documents->Fail(error);
  }
  Result<size_t> ReadStart(ByteSource& source, std::span<char> into);
  Level& LevelAt(uint32_t depth) {
    while (levels.size() <= depth) levels.push_back(std::make_unique<Level>());
    return *levels[depth];
  }

  const ReadLimits limits;
  StoredBytes stored;
  std::vector<std::unique_ptr<Level>> levels;

  // While a file is read.
  Documents* documents = nullptr;
  ReadStats* stats = nullptr;
  Budget* budget = nullptr;
  uint64_t members = 0;
};

FileReader::FileReader(const ReadLimits& limits) : impl_(std::make_unique<Impl>(limits)) {}
FileReader::~FileReader() = default;

bool FileReader::stopped() const { return impl_->stored.stopped(); }

// Reads as much as is needed to recognise the format. If more may take long to arrive, a JSON start
// means JSON, and a packed start means packed.
Result<size_t> FileReader::Impl::ReadStart(ByteSource& source, std::span<char> into) {
  size_t size = 0;
  while (size < std::min(kLongestStart, into.size())) {
    Result<size_t> count = source.Read(into.subspan(size));
    if (!count) {
      if (size > 0) break;  // the next read fails again
      return count;
    }
    if (*count == 0) break;
    size += *count;
    const std::string_view start(into.data(), size);
    if (source.slow() && (BeginsAsJson(start) || PackingOf(start) != Packing::kNone)) break;
  }
  return size;
}

// The first bytes go directly to where plain text goes.
void FileReader::Impl::ReadSource(ByteSource& source, uint32_t depth, bool member) {
  const std::span<char> buffer = documents->contents().Buffer();
  const Result<size_t> size = ReadStart(source, buffer);
  if (!size) return Fail({fmt::format("{}; 0 records before it were read", size.error().message)});
  const std::string_view start(buffer.data(), *size);
  const Packing packing = PackingOf(start);
  if (packing == Packing::kNone) return ReadDocument(source, start, member);
  if (depth == limits.depth)
    return Fail(
        {fmt::format("'{}': archives and compression are nested more than {} deep; unpack it first",
                     source.name(), limits.depth)});
  ReadPacked(packing, source, LevelAt(depth).Keep(start), depth, member);
}

void FileReader::Impl::ReadPacked(Packing packing, ByteSource& source, std::string_view start,
                                  uint32_t depth, bool member) {
  Level& level = LevelAt(depth);
  switch (packing) {
    case Packing::kNone:
      break;
    case Packing::kGzip:
      level.gzip.Open(start, source);
      return ReadInner(level.gzip, depth + 1, member);
    case Packing::kZstd:
      level.zstd.Open(start, source);
      return ReadInner(level.zstd, depth + 1, member);
    case Packing::kOtherCompression: {
      Archive archive(Archive::Form::kPacked, start, source);
      if (const auto opened = archive.Next(); !opened) return Fail(opened.error());
      ArchiveMember contents(archive, source.name());
      return ReadInner(contents, depth + 1, member);
    }
    case Packing::kTar: {
      Archive archive(Archive::Form::kTar, start, source);
      return ReadArchive(archive, depth);
    }
    case Packing::kZip: {
      Archive archive(Archive::Form::kZip, start, source);
      return ReadArchive(archive, depth);
    }
  }
}

void FileReader::Impl::ReadInner(ByteSource& source, uint32_t depth, bool member) {
  Metered metered(source, *budget);
  ReadSource(metered, depth, member);
}

void FileReader::Impl::ReadArchive(Archive& archive, uint32_t depth) {
  const std::string& name = archive.packed().name();
  for (uint64_t files = 0;; ++files) {
    const auto path = archive.Next();
    if (!path)
      return Fail({fmt::format("{}; {} of its members were read", path.error().message, files)});
    if (!*path) {
      if (files == 0) Fail({fmt::format("no files in the archive '{}'", name)});
      return;
    }
    if (++members > limits.members)
      return Fail(
          {fmt::format("'{}' has more than {} members; the rest was not read; unpack it first",
                       name, limits.members)});
    const std::string member = name + "!/" + **path;
    if (IsHidden(**path) || !documents->Wants(member)) continue;
    ReadMember(archive, member, depth + 1);
    if (archive.broken() || budget->spent || stored.stopped()) return;
  }
}

void FileReader::Impl::ReadMember(Archive& archive, std::string name, uint32_t depth) {
  ArchiveMember contents(archive, std::move(name));
  ReadInner(contents, depth, true);
}

void FileReader::Impl::ReadDocument(ByteSource& source, std::string_view start, bool member) {
  if (const Foreign* foreign = FindForeign(start))
    return Fail({fmt::format("'{}' is {}, which cannot be read; {}", source.name(), foreign->name,
                             foreign->advice)});
  const std::string_view first = start.substr(0, kLongestStart);
  const DocumentStart begin{std::string(first), OtherLogOf(first)};
  documents->Begin(source.name(), member, begin);
  const Status status = Feed(source, start.size());
  if (stored.stopped()) return documents->Stop();
  documents->End(status.ok());
  if (status) return;
  documents->Cut(status.error());
}

Status FileReader::Impl::Feed(ByteSource& source, size_t first) {
  Contents& contents = documents->contents();
  for (size_t size = first; size > 0;) {
    const bool part = size < contents.Buffer().size();
    contents.Commit(size);
    stats->bytes_inflated += size;
    if (source.slow() && (part || stored.Waits())) contents.Flush();
    const Result<size_t> count = source.Read(contents.Buffer());
    if (!count) return count.error();
    size = *count;
  }
  return Ok();
}

void FileReader::Read(const InputFile& file, Documents& documents, ReadStats& stats,
                      const ReadHooks& hooks) {
  StoredBytes& stored = impl_->stored;
  if (const Status opened = stored.Open(file.path, hooks); !opened)
    return documents.Fail(opened.error());
  Budget budget{impl_->limits, stored};
  impl_->documents = &documents;
  impl_->stats = &stats;
  impl_->budget = &budget;
  impl_->members = 0;
  impl_->ReadSource(stored, 0, false);
  stats.bytes_read += stored.position();
  stored.Close();
}

std::string DescribeUnreadable(std::string_view start) {
  const Foreign& foreign = GuessForeign(start);
  return fmt::format("it looks like {}; {}", foreign.name, foreign.advice);
}

}  // namespace sigrun::io
