#include "cli/output/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/text/visible.h"
#include "base/write_file.h"
#include "cli/output/exit_code.h"

namespace sigrun::cli {
namespace {

constexpr size_t kBuffer = size_t{64} << 10;
constexpr std::chrono::seconds kLongestWait{1};

bool WantsColor() {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return std::getenv("NO_COLOR") == nullptr && !dumb;
}

// The length in bytes of the colour code that the text begins with, or 0: ESC [ digits and
// semicolons m.
size_t ColorCode(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const size_t end = text.find_first_not_of("0123456789;", 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

// Like VisibleLines, but keeps colour codes, which are ours.
std::string VisibleColored(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t code = ColorCode(text);
    out += text.substr(0, code);
    text.remove_prefix(code);
    const size_t plain = text.empty() ? 0 : std::min(text.find('\x1b', code == 0), text.size());
    out += VisibleLines(text.substr(0, plain));
    text.remove_prefix(plain);
  }
  return out;
}

}  // namespace

OutputStream::OutputStream(int descriptor, std::string name)
    : descriptor_(descriptor),
      name_(std::move(name)),
      terminal_(isatty(descriptor) == 1),
      color_(terminal_ && WantsColor()) {}

void OutputStream::Text(std::string_view text) {
  Append(commands_.Pass(color_ ? VisibleColored(text) : VisibleLines(text)));
}

void OutputStream::Json(std::string_view json) { Append(VisibleJson(json) + "\n"); }

void OutputStream::Data(std::string_view bytes) {
  Append(terminal_ ? VisibleLines(bytes) : std::string(bytes));
}

void OutputStream::Append(std::string_view bytes) {
  buffer_ += bytes;
  if (terminal_ || descriptor_ == STDERR_FILENO || buffer_.size() >= kBuffer) Flush();
}

void OutputStream::Flush() {
  flushed_ = std::chrono::steady_clock::now();
  if (descriptor_ == STDERR_FILENO) Out().Flush();
  if (error_ == 0) error_ = WriteAll(descriptor_, buffer_);
  buffer_.clear();
}

void OutputStream::FlushInTime() {
  if (!buffer_.empty() && std::chrono::steady_clock::now() - flushed_ >= kLongestWait) Flush();
}

std::string OutputStream::Close() {
  Flush();
  if (close(descriptor_) != 0 && error_ == 0 && errno != EBADF) error_ = errno;
  if (error_ == 0) return {};
  return fmt::format("cannot write to {}: {}: the output is incomplete", name_,
                     error_ == EPIPE ? "the reader closed the pipe" : std::strerror(error_));
}

OutputStream& Out() {
  static OutputStream stream(STDOUT_FILENO, "standard output");
  return stream;
}

OutputStream& Err() {
  static OutputStream stream(STDERR_FILENO, "standard error");
  return stream;
}

void GuardDescriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    // open() returns the lowest free descriptor.
    const int mode = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", mode) < 0 && open("/", O_PATH) < 0) std::abort();
  }
}

int FinishOutput(int code) {
  const std::string lost = Out().Close();
  if (!lost.empty()) Complain("{}", lost);
  const bool said = Err().Close().empty();
  const bool all_written = lost.empty() && said;
  return all_written || code > kBadInput ? code : kBadInput;
}

}  // namespace sigrun::cli
