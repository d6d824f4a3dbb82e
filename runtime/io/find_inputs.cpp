#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <unordered_set>

#include "base/text/suggest.h"
#include "runtime/io/input.h"
#include "runtime/io/stored_bytes.h"

namespace sigrun::io {
namespace {

namespace fs = std::filesystem;

// Of a path to an entry of a folder: its name, which is not empty.
std::string_view LastPart(std::string_view path) { return path.substr(path.rfind('/') + 1); }

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
  struct Identity {
    dev_t device;
    ino_t number;
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  struct IdentityHash {
    size_t operator()(const Identity& one) const {
      return (one.number ^ one.device << 48) * 0x9E3779B97F4A7C15u;
    }
  };

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
    const std::string prefix = path.ends_with('/') ? path : path + '/';
    for (const std::string& name : Names(path)) AddEntry(prefix + name);
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
      if (const std::string_view name = LastPart(entry->path().native()); name[0] != '.')
        names.emplace_back(name);
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
  std::unordered_set<Identity, IdentityHash> seen_;
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
