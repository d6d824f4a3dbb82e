// The folder in which runs leave their state: a file, and one that locks it. Readable by its owner
// only: the state holds parts of records.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sigrun::engine {

class StateFolder {
 public:
  // Makes the folder where there is none, and locks it until the object is gone. Refused while
  // another run has it; the message names that one.
  static Result<StateFolder> Open(const std::string& path);
  StateFolder(StateFolder&& other) noexcept;
  StateFolder& operator=(StateFolder&&) = delete;
  ~StateFolder();

  // What the last run left; nullopt if there was none.
  Result<std::optional<std::string>> Read() const;
  // Replaces it: after a failure the old one is still there.
  Status Write(std::string_view bytes) const;

  std::string file() const { return path_ + "/state"; }

 private:
  StateFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;
};

}  // namespace sigrun::engine
