#include "compiler/modules/file_system.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>

namespace sigrun::modules {
namespace {

namespace fs = std::filesystem;
using Failure = FileText::Failure;

// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Opening a FIFO must not wait for its other end, and opening a terminal must not make it the
// controlling terminal.
constexpr int kOpenToRead = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

Failure FailureOf(int error) {
  if (error == ENOENT || error == ENOTDIR) return Failure::kMissing;
  if (error == EXDEV || error == ELOOP) return Failure::kOutside;
  return Failure::kUnreadable;
}

FileText ReadAll(int fd) {
  struct stat status{};
  if (fstat(fd, &status) != 0) return {{}, Failure::kUnreadable};
  if (!S_ISREG(status.st_mode)) return {{}, Failure::kIrregular};
  if (static_cast<uint64_t>(status.st_size) > FileSystem::kLimit) return {{}, Failure::kTooLarge};
  FileText file;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return {{}, Failure::kUnreadable};
    if (size == 0) return file;
    file.text.append(buffer, static_cast<size_t>(size));
    if (file.text.size() > FileSystem::kLimit)
      return {{}, Failure::kTooLarge};  // the file has grown
  }
}

// Opens `relative` below the folder and nowhere else, even if links change meanwhile; -1 and errno
// on failure. The kernel follows links that stay inside; without openat2, no link is followed.
int OpenBeneath(int folder, const std::string& relative) {
  struct open_how how{};
  how.flags = kOpenToRead;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long opened = syscall(SYS_openat2, folder, relative.c_str(), &how, sizeof how);
  if (opened >= 0) return static_cast<int>(opened);
  if (errno != ENOSYS && errno != EPERM) return -1;
  int at = dup(folder);
  for (size_t begin = 0; at >= 0;) {
    const size_t slash = relative.find('/', begin);
    const bool last = slash == std::string::npos;
    const std::string part = relative.substr(begin, last ? slash : slash - begin);
    const int flags = last ? kOpenToRead : O_PATH | O_DIRECTORY | O_CLOEXEC;
    const Descriptor parent(at);
    at = openat(parent.get(), part.c_str(), flags | O_NOFOLLOW);
    if (last) break;
    begin = slash + 1;
  }
  return at;
}

// The path relative to the pack's folder; nullopt if it is not below it. Both are as the user or a
// rule wrote them; links are not resolved.
std::optional<std::string> Below(const std::string& pack, const std::string& path) {
  const fs::path folder = fs::path(pack.empty() ? "." : pack).lexically_normal();
  const fs::path relative = fs::path(path).lexically_normal().lexically_relative(folder);
  if (relative.empty() || relative.is_absolute() || *relative.begin() == "..") return std::nullopt;
  return relative.string();
}

}  // namespace

std::string_view Reason(Failure failure) {
  switch (failure) {
    case Failure::kNone:
      return "it can be read";
    case Failure::kMissing:
      return "it does not exist";
    case Failure::kUnreadable:
      return "it is not readable: check its permissions";
    case Failure::kIrregular:
      return "it is not a regular file";
    case Failure::kTooLarge:
      return "it is larger than 64 MiB";
    case Failure::kOutside:
      return "it is outside the pack";
  }
  return "";
}

FileText DiskFileSystem::Read(const std::string& path) const {
  if (path.find('\0') != std::string::npos) return {{}, Failure::kMissing};
  const Descriptor file(open(path.c_str(), kOpenToRead));
  if (file.open()) return ReadAll(file.get());
  const Failure failure = FailureOf(errno);
  return {{}, failure == Failure::kOutside ? Failure::kUnreadable : failure};
}

FileText DiskFileSystem::ReadInside(const std::string& pack, const std::string& path) const {
  if (allow_files_) return Read(path);
  if (path.find('\0') != std::string::npos) return {{}, Failure::kMissing};
  const std::optional<std::string> relative = Below(pack, path);
  if (!relative) return {{}, Failure::kOutside};
  const char* const place = pack.empty() ? "." : pack.c_str();
  const Descriptor folder(open(place, O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.open()) return {{}, FailureOf(errno)};
  const Descriptor file(OpenBeneath(folder.get(), *relative));
  return file.open() ? ReadAll(file.get()) : FileText{{}, FailureOf(errno)};
}

FileText MemoryFileSystem::Read(const std::string& path) const {
  const auto found = files.find(path);
  if (found == files.end()) return {{}, Failure::kMissing};
  if (found->second.size() > kLimit) return {{}, Failure::kTooLarge};
  return {found->second, Failure::kNone};
}

FileText MemoryFileSystem::ReadInside(const std::string& pack, const std::string& path) const {
  if (!Below(pack, path)) return {{}, Failure::kOutside};
  return Read(path);
}

std::string PathFrom(const std::string& folder, const std::string& written) {
  return (fs::path(folder) / written).lexically_normal().string();
}

}  // namespace sigrun::modules
