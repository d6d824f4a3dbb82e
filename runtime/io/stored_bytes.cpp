#include "runtime/io/stored_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sigrun::io {

Error SystemError(std::string_view what, std::string_view path) {
  const int number = errno;
  const bool forbidden = number == EACCES || number == EPERM;
  return {fmt::format("cannot {} '{}': {}{}", what, path, std::strerror(number),
                      forbidden ? ": check its permissions" : "")};
}

Status StoredBytes::Open(const std::string& path, const std::function<void(uint64_t)>* progress) {
  Close();
  path_ = path;
  progress_ = progress;
  read_ = 0;
  descriptor_ = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) return SystemError("open", path);
  struct stat status;
  if (fstat(descriptor_, &status) != 0) return SystemError("look at", path);
  if (S_ISDIR(status.st_mode)) return Error{fmt::format("'{}' is a folder, not a file", path)};
  regular_ = S_ISREG(status.st_mode);
  size_ = static_cast<uint64_t>(status.st_size);
  return Ok();
}

void StoredBytes::Close() {
  if (descriptor_ > STDIN_FILENO) close(descriptor_);
  descriptor_ = -1;
}

Result<size_t> StoredBytes::Read(std::span<char> into) {
  if (at_end()) return size_t{0};
  ssize_t count;
  do {
    count = read(descriptor_, into.data(), into.size());
  } while (count < 0 && errno == EINTR);
  if (count < 0)
    return Error{
        fmt::format("cannot read '{}' at byte {}: {}", path_, read_, std::strerror(errno))};
  read_ += static_cast<uint64_t>(count);
  if (progress_ != nullptr && *progress_ && count > 0) (*progress_)(static_cast<uint64_t>(count));
  return static_cast<size_t>(count);
}

Result<size_t> StoredBytes::ReadFully(std::span<char> into) {
  size_t total = 0;
  while (total < into.size()) {
    Result<size_t> count = Read(into.subspan(total));
    if (!count) return count;
    if (*count == 0) break;
    total += *count;
  }
  return total;
}

}  // namespace sigrun::io
