// All files are written through this class. The replacement of a file is created next to it, under
// an unpredictable name, and renamed when it is complete: a reader sees the old file or the new
// one, with the mode and the owner of the old one. FIFOs and devices are written directly. A link
// to a file is refused: otherwise anyone able to place links in the folder could choose what is
// overwritten. Every write and close is checked, and
// the bytes are on the disk before the name is.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sigrun {

enum class IfExists {
  kReplace,
  kRefuse,  // whatever it is, including a dangling link
};

// Who may read a new file.
enum class Readers {
  kUsual,  // as the process creates files (umask)
  kOwner,
};

class OutputFile {
 public:
  static Result<OutputFile> Open(const std::string& path, IfExists exists = IfExists::kReplace,
                                 Readers readers = Readers::kUsual);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  // Without Commit, the replacement is discarded.
  ~OutputFile();

  // The first failure is kept: further writes do nothing, and Commit returns it.
  void Write(std::string_view bytes);
  bool failed() const;
  Status Commit();

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Writes everything at once.
Status WriteFile(const std::string& path, std::string_view bytes,
                 IfExists exists = IfExists::kReplace, Readers readers = Readers::kUsual);

// Writes all bytes to a descriptor, however slowly it accepts them; returns 0 or the errno of the
// failure.
int WriteAll(int descriptor, std::string_view bytes);

// The descriptor that a path such as /dev/stdout or /dev/fd/3 names, or -1.
int DescriptorNamed(const std::string& path);

}  // namespace sigrun
