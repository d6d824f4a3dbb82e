#include "base/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "base/text/parse_number.h"
#include "base/text/visible.h"

namespace sigrun {
namespace {

constexpr size_t kBuffer = size_t{64} << 10;

Error CannotWrite(const std::string& path, int number) {
  std::string_view advice;
  if (number == EACCES || number == EPERM) advice = ": check its permissions and its folder's";
  if (number == ENOENT || number == ENOTDIR)
    advice = ": create the folder first, or check the path";
  return {fmt::format("cannot write `{}`: {}{}", Visible(path), std::strerror(number), advice)};
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

// The target of a link; only for the message.
std::string Destination(const std::string& link) {
  char text[PATH_MAX];
  const ssize_t size = readlink(link.c_str(), text, sizeof text);
  return size > 0 ? std::string(text, static_cast<size_t>(size)) : "another place";
}

// Whether the path is written directly, because it must not be replaced.
bool IsNoFile(const std::string& path) {
  struct stat target{};
  return DescriptorNamed(path) >= 0 ||
         (stat(path.c_str(), &target) == 0 && !S_ISREG(target.st_mode));
}

// Delays signals that would end the program until the temporary file is renamed or removed.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  ~SignalsWait() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_{};
};

mode_t NewFileMode(Readers readers) {
  if (readers == Readers::kOwner) return 0600;
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

int WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<size_t>(count));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd room{descriptor, POLLOUT, 0};
      if (poll(&room, 1, -1) < 0 && errno != EINTR) return errno;
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

int DescriptorNamed(const std::string& path) {
  if (path == "/dev/stdin") return STDIN_FILENO;
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view number = std::string_view(path).substr(folder.size());
    if (const auto descriptor = ParseNumber<int>(number)) return *descriptor;
  }
  return -1;
}

struct OutputFile::State {
  std::string path;
  std::string part;  // the temporary file next to it; empty if there is nothing to rename
  int descriptor = -1;
  int error = 0;  // errno of the first failure
  std::string buffer;
  bool replace = true;
  Readers readers = Readers::kUsual;

  ~State() {
    if (descriptor >= 0) close(descriptor);
    if (!part.empty()) unlink(part.c_str());
  }

  void Keep(int number) {
    if (error == 0) error = number;
  }
  void Flush() {
    if (error == 0) Keep(WriteAll(descriptor, buffer));
    buffer.clear();
  }
  Status OpenInPlace();
  Status OpenBeside(const struct stat* old);
  // Renames the temporary file to its target.
  int Rename() const;
};

// FIFOs, devices, and descriptors of the process.
Status OutputFile::State::OpenInPlace() {
  const int named = DescriptorNamed(path);
  descriptor = named >= 0 ? fcntl(named, F_DUPFD_CLOEXEC, 3)
                          : open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return CannotWrite(path, errno);
  return Ok();
}

// `old` is the file that will be replaced, or null.
Status OutputFile::State::OpenBeside(const struct stat* old) {
  uint64_t random[2];
  if (getrandom(random, sizeof random, 0) != sizeof random) return CannotWrite(path, errno);
  const std::string name =
      fmt::format("{}.sigrun-{:016x}{:016x}", FolderOf(path), random[0], random[1]);
  descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotWrite(path, errno);
  part = name;
  // Change the owner first: that clears special bits of the mode.
  if (old != nullptr && (old->st_uid != geteuid() || old->st_gid != getegid()) &&
      fchown(descriptor, old->st_uid, old->st_gid) != 0)
    return Error{
        fmt::format("cannot write `{}`: it would change its owner: "
                    "choose another file, or remove it first",
                    Visible(path))};
  const mode_t mode = old != nullptr ? old->st_mode & 07777 : NewFileMode(readers);
  if (fchmod(descriptor, mode) != 0) return CannotWrite(path, errno);
  return Ok();
}

int OutputFile::State::Rename() const {
  if (!replace && renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  // Some file systems cannot guarantee this; the target was checked before.
  if (!replace && errno != EINVAL && errno != ENOSYS) return errno;
  return rename(part.c_str(), path.c_str()) == 0 ? 0 : errno;
}

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

Result<OutputFile> OutputFile::Open(const std::string& path, IfExists exists, Readers readers) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->replace = exists == IfExists::kReplace;
  state->readers = readers;
  struct stat itself{}, target{};
  const bool there = lstat(path.c_str(), &itself) == 0;
  if (!there && errno != ENOENT) return CannotWrite(path, errno);
  if (there && exists == IfExists::kRefuse) return CannotWrite(path, EEXIST);
  if (there && stat(path.c_str(), &target) == 0 && S_ISDIR(target.st_mode))
    return CannotWrite(path, EISDIR);
  const bool in_place = IsNoFile(path);
  if (there && S_ISLNK(itself.st_mode) && !in_place)
    return Error{fmt::format("cannot write `{}`: it is a link to `{}`: name the file itself",
                             Visible(path), Visible(Destination(path)))};
  if (there && !in_place && faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
    return CannotWrite(path, errno);
  const Status opened =
      in_place ? state->OpenInPlace() : state->OpenBeside(there ? &itself : nullptr);
  if (!opened) return opened.error();
  return OutputFile(std::move(state));
}

void OutputFile::Write(std::string_view bytes) {
  if (bytes.size() < kBuffer) {
    state_->buffer += bytes;
    if (state_->buffer.size() >= kBuffer) state_->Flush();
    return;
  }
  state_->Flush();
  if (state_->error == 0) state_->Keep(WriteAll(state_->descriptor, bytes));
}

bool OutputFile::failed() const { return state_->error != 0; }

Status OutputFile::Commit() {
  State& state = *state_;
  state.Flush();
  // Without it, a machine that stops at the wrong moment is left with the name and no bytes.
  if (state.error == 0 && !state.part.empty() && fsync(state.descriptor) != 0) state.Keep(errno);
  if (close(state.descriptor) != 0) state.Keep(errno);
  state.descriptor = -1;
  if (state.error == 0 && !state.part.empty()) state.Keep(state.Rename());
  if (state.error != 0) return CannotWrite(state.path, state.error);
  state.part.clear();
  return Ok();
}

Status WriteFile(const std::string& path, std::string_view bytes, IfExists exists,
                 Readers readers) {
  std::optional<SignalsWait> until_done;
  if (!IsNoFile(path)) until_done.emplace();
  Result<OutputFile> file = OutputFile::Open(path, exists, readers);
  if (!file) return file.error();
  file->Write(bytes);
  return file->Commit();
}

}  // namespace sigrun
