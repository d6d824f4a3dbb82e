// Where the compiler reads rule files and list files from: the disk, or memory in tests.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace sigrun::modules {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // The whole file, or nullopt when it cannot be read.
  virtual std::optional<std::string> Read(const std::string& path) const = 0;
};

// Reads files of up to `limit` bytes from the disk.
class DiskFileSystem : public FileSystem {
 public:
  static constexpr size_t kLimit = size_t{64} << 20;
  std::optional<std::string> Read(const std::string& path) const override;
};

class MemoryFileSystem : public FileSystem {
 public:
  std::map<std::string, std::string> files;
  std::optional<std::string> Read(const std::string& path) const override;
};

}  // namespace sigrun::modules
