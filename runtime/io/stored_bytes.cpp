#include "runtime/io/stored_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
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

Status StoredBytes::Open(const std::string& path, const ReadHooks& hooks) {
  Close();
  path_ = path;
  hooks_ = &hooks;
  stopped_ = false;
  read_ = 0;
  // Opening a FIFO must not wait for its writer; Wait does, and can be interrupted.
  descriptor_ = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) return SystemError("open", path);
  struct stat status;
  if (fstat(descriptor_, &status) != 0) return SystemError("inspect", path);
  if (S_ISDIR(status.st_mode)) return Error{fmt::format("'{}' is a folder, not a file", path)};
  regular_ = S_ISREG(status.st_mode);
  size_ = static_cast<uint64_t>(status.st_size);
  return Ok();
}

void StoredBytes::Close() {
  if (descriptor_ > STDIN_FILENO) close(descriptor_);
  descriptor_ = -1;
}

bool StoredBytes::Waits() const {
  pollfd data{descriptor_, POLLIN, 0};
  return slow() && poll(&data, 1, 0) == 0;
}

void StoredBytes::Wait() const {
  pollfd either[] = {{descriptor_, POLLIN, 0}, {hooks_->wake, POLLIN, 0}};
  poll(either, 2, -1);
}

Result<size_t> StoredBytes::Read(std::span<char> into) {
  if (at_end()) return size_t{0};
  ssize_t count = -1;
  for (errno = EINTR; count < 0 && (errno == EINTR || errno == EAGAIN);) {
    if (slow()) {
      if (hooks_->pause && Waits()) hooks_->pause();
      Wait();
    }
    stopped_ = hooks_->stop && hooks_->stop();
    if (stopped_) return Error{fmt::format("'{}' was not read to its end", path_)};
    count = read(descriptor_, into.data(), into.size());
  }
  if (count < 0)
    return Error{
        fmt::format("cannot read '{}' at byte {}: {}", path_, read_, std::strerror(errno))};
  read_ += static_cast<uint64_t>(count);
  if (hooks_->progress && count > 0) hooks_->progress(static_cast<uint64_t>(count));
  return static_cast<size_t>(count);
}

}  // namespace sigrun::io
