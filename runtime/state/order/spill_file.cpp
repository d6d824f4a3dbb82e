#include "runtime/state/order/spill_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace sigrun::state {
namespace {

constexpr size_t kWriteBuffer = 256 * 1024;
constexpr size_t kRecordHead =
    sizeof(EntryKey::time) + sizeof(EntryKey::id_start) + sizeof(EntryHead);

size_t Padded(size_t size) { return (size + 7) & ~size_t{7}; }

std::string ChooseFolder(std::string folder) {
  if (!folder.empty()) return folder;
  const char* chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != 0 ? chosen : "/tmp";
}

// An unnamed file, even if the file system cannot create one at once.
int OpenUnnamed(const std::string& folder) {
  const int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
  std::string name = folder + "/sigrun-XXXXXX";
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

void Append(const EntryKey& key, std::string& out) {
  const EntryHead& head = *key.head;
  out.append(reinterpret_cast<const char*>(&key.time), sizeof key.time);
  out.append(reinterpret_cast<const char*>(&key.id_start), sizeof key.id_start);
  out.append(reinterpret_cast<const char*>(&head), sizeof head);
  out.append(reinterpret_cast<const char*>(&head + 1), head.size);
  out.append(Padded(head.size) - head.size, '\0');
}

}  // namespace

SpillFile::SpillFile(std::string folder) : folder_(ChooseFolder(std::move(folder))) {}

SpillFile::~SpillFile() {
  if (file_ >= 0) close(file_);
}

Error SpillFile::Failure(std::string_view what, int error) const {
  return {fmt::format(
      "cannot {} a temporary file in {}: {}; events are sorted there when they exceed the "
      "memory for sorting: free some space, set TMPDIR to a folder with more, or allow more memory",
      what, folder_, std::strerror(error))};
}

Error SpillFile::Damaged() const { return Failure("read", EIO); }

Status SpillFile::Open() {
  if (file_ >= 0) return Ok();
  file_ = OpenUnnamed(folder_);
  if (file_ < 0) return Failure("create", errno);
  return Ok();
}

Status SpillFile::WriteAll(uint64_t offset, std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Failure("write to", written < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return Ok();
}

Result<SpillFile::Run> SpillFile::Write(const std::vector<EntryKey>& keys) {
  if (Status opened = Open(); !opened.ok()) return opened.error();
  Run run{size_, size_};
  std::string buffer;
  for (size_t i = 0; i < keys.size(); ++i) {
    Append(keys[i], buffer);
    if (buffer.size() < kWriteBuffer && i + 1 < keys.size()) continue;
    if (Status written = WriteAll(run.end, buffer); !written.ok()) return written.error();
    run.end += buffer.size();
    buffer.clear();
  }
  size_ = run.end;
  return run;
}

Status SpillFile::Read(uint64_t offset, char* buffer, size_t size) const {
  while (size > 0) {
    const ssize_t got = pread(file_, buffer, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Failure("read", got < 0 ? errno : EIO);
    buffer += got;
    size -= static_cast<size_t>(got);
    offset += static_cast<uint64_t>(got);
  }
  return Ok();
}

void SpillFile::Reset() {
  size_ = 0;
  if (file_ >= 0 && ftruncate(file_, 0) != 0) {
    close(file_);
    file_ = -1;
  }
}

RunReader::RunReader(const SpillFile& file, SpillFile::Run run, size_t buffer_bytes)
    : file_(file), run_(run), capacity_(std::max(Padded(buffer_bytes), kRecordHead)) {}

// Reads the next `size` bytes of the run into the buffer.
Status RunReader::Need(size_t size) {
  if (end_ - begin_ >= size) return Ok();
  if (!buffer_ || size > capacity_) {
    capacity_ = std::max(capacity_, size);
    std::unique_ptr<char[]> larger(new char[capacity_]);
    if (buffer_) std::memcpy(larger.get(), buffer_.get() + begin_, end_ - begin_);
    buffer_ = std::move(larger);
  } else {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
  }
  end_ -= begin_;
  begin_ = 0;
  const size_t wanted = std::min<uint64_t>(capacity_ - end_, run_.end - run_.begin);
  if (Status read = file_.Read(run_.begin, buffer_.get() + end_, wanted); !read.ok()) return read;
  run_.begin += wanted;
  end_ += wanted;
  return end_ >= size ? Ok() : Status(file_.Damaged());
}

Status RunReader::Advance(bool* more) {
  *more = begin_ != end_ || run_.begin != run_.end;
  if (!*more) return Ok();
  if (Status read = Need(kRecordHead); !read.ok()) return read;
  EntryHead head;
  std::memcpy(&head, buffer_.get() + begin_ + kRecordHead - sizeof head, sizeof head);
  const size_t size = kRecordHead + Padded(head.size);
  if (Status read = Need(size); !read.ok()) return read;
  const char* record = buffer_.get() + begin_;
  std::memcpy(&current_.time, record, sizeof current_.time);
  std::memcpy(&current_.id_start, record + sizeof current_.time, sizeof current_.id_start);
  current_.head = reinterpret_cast<const EntryHead*>(record + kRecordHead - sizeof head);
  begin_ += size;
  return Ok();
}

}  // namespace sigrun::state
