// A file is written completely or not at all, and it only replaces a file.
#include "base/write_file.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <set>

#include "tests/golden_file.h"

namespace sigrun {
namespace {

namespace fs = std::filesystem;

class WriteFileFolder {
 public:
  WriteFileFolder() {
    std::string name = (fs::temp_directory_path() / "sigrun-write-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    root_ = name;
  }
  ~WriteFileFolder() { fs::remove_all(root_); }
  std::string operator/(const std::string& name) const { return (root_ / name).string(); }
  std::set<std::string> Names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(root_)) names.insert(entry.path().filename());
    return names;
  }

 private:
  fs::path root_;
};

mode_t ModeOf(const std::string& path) {
  struct stat status{};
  REQUIRE(lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

TEST_CASE("write file: a new one has the mode that the umask leaves") {
  const WriteFileFolder folder;
  const mode_t before = umask(027);
  CHECK(WriteFile(folder / "new", "x").ok());
  umask(before);
  CHECK(ReadText(folder / "new") == "x");
  CHECK(ModeOf(folder / "new") == 0640);
  CHECK(folder.Names() == std::set<std::string>{"new"});
}

TEST_CASE("write file: what is replaced keeps its mode and owner") {
  const WriteFileFolder folder;
  REQUIRE(WriteFile(folder / "f", "old").ok());
  REQUIRE(chmod((folder / "f").c_str(), 0604) == 0);
  const bool root = geteuid() == 0;
  if (root) REQUIRE(chown((folder / "f").c_str(), 65534, 65534) == 0);
  CHECK(WriteFile(folder / "f", "new").ok());
  CHECK(ReadText(folder / "f") == "new");
  CHECK(ModeOf(folder / "f") == 0604);
  struct stat status{};
  REQUIRE(stat((folder / "f").c_str(), &status) == 0);
  if (root) CHECK(status.st_uid == 65534);
}

TEST_CASE("write file: a link is refused and named, and so is one to nothing") {
  const WriteFileFolder folder;
  REQUIRE(WriteFile(folder / "victim", "old").ok());
  fs::create_symlink("victim", folder / "link");
  fs::create_symlink("nowhere", folder / "dangling");
  for (const char* name : {"link", "dangling"}) {
    const Status status = WriteFile(folder / name, "new");
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message.find("it is a link to `") != std::string::npos);
    CHECK_FALSE(WriteFile(folder / name, "new", IfExists::kRefuse).ok());
  }
  CHECK(ReadText(folder / "victim") == "old");
  CHECK(folder.Names() == std::set<std::string>{"victim", "link", "dangling"});
}

TEST_CASE("write file: a FIFO is written into and stays one") {
  const WriteFileFolder folder;
  const std::string path = folder / "pipe";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  CHECK(WriteFile(path, "bytes").ok());
  std::array<char, 16> got{};
  CHECK(read(reader, got.data(), got.size()) == 5);
  close(reader);
  CHECK(std::string(got.data()) == "bytes");
  CHECK(fs::is_fifo(path));
}

TEST_CASE("write file: a device is written into and stays one") {
  const WriteFileFolder folder;
  const std::string path = folder / "null";
  if (mknod(path.c_str(), S_IFCHR | 0600, makedev(1, 3)) != 0 || !WriteFile(path, "x").ok()) {
    MESSAGE("skipped: no device node can be made or used here");
    return;
  }
  CHECK(fs::is_character_file(path));
  CHECK(folder.Names() == std::set<std::string>{"null"});
}

TEST_CASE("write file: what cannot be written is said, and nothing is left behind") {
  const WriteFileFolder folder;
  CHECK(WriteFile(folder / "no/such", "x").error().message.find("create the folder first") !=
        std::string::npos);
  fs::create_directory(folder / "folder");
  CHECK_FALSE(WriteFile(folder / "folder", "x").ok());
  REQUIRE(WriteFile(folder / "there", "old").ok());
  CHECK_FALSE(WriteFile(folder / "there", "new", IfExists::kRefuse).ok());
  CHECK(ReadText(folder / "there") == "old");
  CHECK(folder.Names() == std::set<std::string>{"folder", "there"});
}

TEST_CASE("write file: what is not committed goes away again") {
  const WriteFileFolder folder;
  REQUIRE(WriteFile(folder / "f", "old").ok());
  {
    auto file = OutputFile::Open(folder / "f");
    REQUIRE(file.ok());
    file->Write(std::string(1'000'000, 'x'));
    CHECK(folder.Names().size() == 2);
  }
  CHECK(ReadText(folder / "f") == "old");
  CHECK(folder.Names() == std::set<std::string>{"f"});
}

TEST_CASE("write file: descriptors by their names") {
  CHECK(DescriptorNamed("/dev/stdout") == 1);
  CHECK(DescriptorNamed("/dev/fd/63") == 63);
  CHECK(DescriptorNamed("/proc/self/fd/2") == 2);
  CHECK(DescriptorNamed("/dev/fd/") == -1);
  CHECK(DescriptorNamed("/dev/fd/1x") == -1);
  CHECK(DescriptorNamed("stdout") == -1);
}

}  // namespace
}  // namespace sigrun
