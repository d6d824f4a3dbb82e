// The source of files for the compiler and the rule tests: the disk, or memory in tests.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sigrun::modules {

// The whole contents of a file, or why it cannot be read.
struct FileText {
  enum class Failure : uint8_t { kNone, kMissing, kUnreadable, kIrregular, kTooLarge, kOutside };
  std::string text;
  Failure failure = Failure::kNone;
  bool ok() const { return failure == Failure::kNone; }
};
// For example "it does not exist"; never anything from the file itself.
std::string_view Reason(FileText::Failure failure);

class FileSystem {
 public:
  static constexpr size_t kLimit = size_t{64} << 20;

  virtual ~FileSystem() = default;
  // A file that the user named.
  virtual FileText Read(const std::string& path) const = 0;
  // A file that rules name, or that was found next to them: it must be inside the folder `pack`,
  // also after all links were resolved. For a file outside, nothing is revealed, not even that it
  // exists.
  virtual FileText ReadInside(const std::string& pack, const std::string& path) const = 0;
};

// Reads only regular files of up to kLimit bytes.
class DiskFileSystem : public FileSystem {
 public:
  // With `allow_files`, rules may name any file.
  explicit DiskFileSystem(bool allow_files = false) : allow_files_(allow_files) {}
  FileText Read(const std::string& path) const override;
  FileText ReadInside(const std::string& pack, const std::string& path) const override;

 private:
  bool allow_files_;
};

class MemoryFileSystem : public FileSystem {
 public:
  std::map<std::string, std::string> files;
  FileText Read(const std::string& path) const override;
  FileText ReadInside(const std::string& pack, const std::string& path) const override;
};

// The location of `written`, a path in a file of `folder`, for ReadInside.
std::string PathFrom(const std::string& folder, const std::string& written);

}  // namespace sigrun::modules
