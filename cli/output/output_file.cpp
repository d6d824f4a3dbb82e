#include "cli/output/output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text/visible.h"
#include "base/write_file.h"
#include "cli/output/output.h"

namespace sigrun::cli {
namespace {

bool IsSame(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

}  // namespace

bool MayWrite(const std::string& path, const std::vector<std::string>& read) {
  struct stat target{}, other{};
  if (path.empty() || path == "-" || stat(path.c_str(), &target) != 0 || !S_ISREG(target.st_mode))
    return true;
  const auto is_target = [&](const std::string& file) {
    return stat(file.c_str(), &other) == 0 && IsSame(other, target);
  };
  if (std::any_of(read.begin(), read.end(), is_target)) {
    Complain("`{}` is an input of this run and would be overwritten: choose another file",
             Visible(path));
    return false;
  }
  if (DescriptorNamed(path) < 0 && fstat(STDOUT_FILENO, &other) == 0 && IsSame(other, target)) {
    Complain("`{}` is also where standard output goes: choose another file, or write `-`",
             Visible(path));
    return false;
  }
  return true;
}

bool WriteOutput(const std::string& path, std::string_view bytes) {
  if (path == "-") {
    Out().Data(bytes);
    return true;  // a failure there is reported at the end
  }
  const Status written = WriteFile(path, bytes);
  if (!written) Complain("{}", Visible(written.error().message));
  return written.ok();
}

}  // namespace sigrun::cli
