#include "engine/carry/state_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text/visible.h"
#include "base/write_file.h"

namespace sigrun::engine {
namespace {

Error Failed(const std::string& what, const std::string& path, int number) {
  return {fmt::format("cannot {} `{}`: {}", what, Visible(path), std::strerror(number))};
}

// The process that has the lock, as it wrote it; empty if it did not.
std::string HolderOf(int lock) {
  char text[32];
  const ssize_t size = pread(lock, text, sizeof text, 0);
  const std::string_view read(text, size > 0 ? static_cast<size_t>(size) : 0);
  const std::string_view digits = read.substr(0, read.find_first_not_of("0123456789"));
  return digits.empty() ? std::string() : fmt::format(" (process {})", digits);
}

// For messages only: the lock is what counts.
void WriteHolder(int lock) {
  const std::string text = fmt::format("{}\n", getpid());
  if (ftruncate(lock, 0) == 0) WriteAll(lock, text);
}

}  // namespace

Result<StateFolder> StateFolder::Open(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return Failed("create the folder", path, errno);
  const std::string name = path + "/lock";
  const int lock = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return Failed("lock", name, errno);
  StateFolder folder(path, lock);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Failed("lock", name, errno);
    return Error{
        fmt::format("`{}` is in use by another run{}: wait for its end, or use another folder",
                    Visible(path), HolderOf(lock))};
  }
  WriteHolder(lock);
  return folder;
}

StateFolder::StateFolder(StateFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}
StateFolder::~StateFolder() {
  if (lock_ >= 0) close(lock_);
}

Result<std::optional<std::string>> StateFolder::Read() const {
  const std::string path = file();
  const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (from < 0 && errno == ENOENT) return std::optional<std::string>();
  if (from < 0) return Failed("read", path, errno);
  struct stat about{};
  std::string bytes;
  int failure = fstat(from, &about) == 0 ? 0 : errno;
  if (failure == 0 && !S_ISREG(about.st_mode)) failure = EINVAL;
  if (failure == 0) bytes.resize(static_cast<size_t>(about.st_size));
  for (size_t done = 0; failure == 0 && done < bytes.size();) {
    const ssize_t size = read(from, bytes.data() + done, bytes.size() - done);
    if (size > 0) done += static_cast<size_t>(size);
    if (size == 0) bytes.resize(done);
    if (size < 0 && errno != EINTR) failure = errno;
  }
  close(from);
  if (failure != 0) return Failed("read", path, failure);
  return std::optional<std::string>(std::move(bytes));
}

Status StateFolder::Write(std::string_view bytes) const {
  return WriteFile(file(), bytes, IfExists::kReplace, Readers::kOwner);
}

}  // namespace sigrun::engine
