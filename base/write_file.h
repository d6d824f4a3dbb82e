// The one way in which files are written. What replaces a file is made beside it, under a name that
// nobody can foresee, and renamed when it is complete: a reader sees the old file or the new one,
// with the mode and the owner of the old. A FIFO or a device is written into and stays what it is.
// A link to a file is refused: whoever may place links in the folder would choose what is written
// over. Every write and close is checked.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sigrun {

enum class IfExists {
  kReplace,
  kRefuse,  // whatever it is, also a link to nothing
};

class OutputFile {
 public:
  static Result<OutputFile> Open(const std::string& path, IfExists exists = IfExists::kReplace);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  // Without Commit what was written goes away again, where it was to replace a file.
  ~OutputFile();

  // The first failure is kept: further writes do nothing, and Commit tells it.
  void Write(std::string_view bytes);
  bool failed() const;
  Status Commit();

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// All at once.
Status WriteFile(const std::string& path, std::string_view bytes,
                 IfExists exists = IfExists::kReplace);

// Writes all bytes to a descriptor, however slowly they are taken; 0 or the errno of what failed.
int WriteAll(int descriptor, std::string_view bytes);

// The descriptor that a path such as /dev/stdout or /dev/fd/3 stands for, or -1.
int DescriptorNamed(const std::string& path);

}  // namespace sigrun
