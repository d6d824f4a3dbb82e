#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>

#include "base/text/suggest.h"
#include "runtime/io/input.h"
#include "runtime/io/stored_bytes.h"

namespace sigrun::io {
namespace {

namespace fs = std::filesystem;

class Finder {
 public:
  void Add(const std::string& path) {
    struct stat status;
    if (path == "-") {
      if (!stdin_added_) set_.files.push_back({"-", 0, true});
      stdin_added_ = true;
    } else if (stat(path.c_str(), &status) == 0) {
      AddExisting(path, status);
    } else if (errno == ENOENT && path.find_first_of("*?[") != std::string::npos) {
      AddGlob(path);
    } else if (errno == ENOENT || errno == ENOTDIR) {
      set_.errors.push_back(Missing(path));
    } else {
      set_.errors.push_back(SystemError("read", path));
    }
  }
  InputSet Take() { return std::move(set_); }

 private:
  // Identifies a file or folder, whatever its name.
  using Identity = std::pair<dev_t, ino_t>;

  void AddExisting(const std::string& path, const struct stat& status) {
    if (S_ISDIR(status.st_mode)) {
      const size_t before = set_.files.size() + set_.errors.size() + repeated_;
      AddFolder(path, status);
      if (set_.files.size() + set_.errors.size() + repeated_ == before)
        set_.errors.push_back(
            {fmt::format("no files in folder '{}': check the path; subfolders are searched, "
                         "hidden files are not read",
                         path)});
    } else {
      AddFile(path, status);
    }
  }

  void AddFile(const std::string& path, const struct stat& status) {
    const bool regular = S_ISREG(status.st_mode);
    if (regular && !seen_.insert({status.st_dev, status.st_ino}).second) {
      ++repeated_;
      return;
    }
    const uint64_t size = regular ? static_cast<uint64_t>(status.st_size) : 0;
    set_.files.push_back({path, size, !regular && !S_ISBLK(status.st_mode)});
  }

  // A folder is only searched once: links may lead back to it.
  void AddFolder(const std::string& path, const struct stat& status) {
    if (!seen_.insert({status.st_dev, status.st_ino}).second) {
      ++repeated_;
      return;
    }
    for (const std::string& name : Names(path)) AddEntry(fs::path(path) / name);
  }

  void AddEntry(const std::string& path) {
    struct stat status;
    if (stat(path.c_str(), &status) != 0) {
      set_.errors.push_back(SystemError("read", path));
    } else if (S_ISDIR(status.st_mode)) {
      AddFolder(path, status);
    } else if (S_ISREG(status.st_mode)) {
      AddFile(path, status);
    }
  }

  // The entries of a folder that are not hidden, sorted.
  std::vector<std::string> Names(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
      if (std::string name = entry->path().filename(); name[0] != '.')
        names.push_back(std::move(name));
    if (error)
      set_.errors.push_back({fmt::format("cannot read folder '{}': {}: check its permissions",
                                         folder, error.message())});
    std::sort(names.begin(), names.end());
    return names;
  }

  void AddGlob(const std::string& pattern) {
    glob_t matches{};
    if (glob(pattern.c_str(), GLOB_TILDE, nullptr, &matches) != 0 || matches.gl_pathc == 0)
      set_.errors.push_back(
          {fmt::format("no file matches '{}': check the path and the pattern", pattern)});
    for (size_t i = 0; i < matches.gl_pathc; ++i) {
      struct stat status;
      if (stat(matches.gl_pathv[i], &status) == 0) {
        AddExisting(matches.gl_pathv[i], status);
      } else {
        set_.errors.push_back(SystemError("read", matches.gl_pathv[i]));
      }
    }
    globfree(&matches);
  }

  // Suggests a similar name, or names the first missing folder of the path.
  static Error Missing(const std::string& path) {
    fs::path missing = path;
    std::error_code error;
    while (missing.has_parent_path() && missing.has_relative_path() &&
           !fs::exists(missing.parent_path(), error) && missing.parent_path() != missing)
      missing = missing.parent_path();
    const fs::path folder = missing.has_parent_path() ? missing.parent_path() : fs::path(".");
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
      names.push_back(entry->path().filename());
    std::sort(names.begin(), names.end());
    std::string message = fmt::format("no such file or folder: '{}'", path);
    const std::string_view similar = Suggest(missing.filename().string(), names);
    if (!similar.empty())
      message += fmt::format("; did you mean '{}'?", (missing.parent_path() / similar).string());
    else if (missing != fs::path(path))
      message += fmt::format(" ('{}' does not exist); check the path", missing.string());
    else
      message += "; check the path";
    return {message};
  }

  InputSet set_;
  std::set<Identity> seen_;
  size_t repeated_ = 0;
  bool stdin_added_ = false;
};

}  // namespace

InputSet FindInputs(const std::vector<std::string>& paths) {
  Finder finder;
  for (const std::string& path : paths) finder.Add(path);
  return finder.Take();
}

}  // namespace sigrun::io
