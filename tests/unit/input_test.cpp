// Files, folders, globs and pipes; plain, gzip and zstd.
#include "runtime/io/input.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/packing.h"
#include "tests/unit/decoder_testing.h"

namespace sigrun::io {
namespace {

namespace fs = std::filesystem;
using event::testing::Log;
using event::testing::Record;
using testing::Gzip;
using testing::Zstd;
using Names = std::vector<std::string>;

// A folder that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = fs::temp_directory_path() / "sigrun_input_XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string Write(const std::string& name, std::string_view bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  std::string At(const std::string& name) const { return path_ / name; }
  // The files found, relative to the folder.
  Names Relative(const InputSet& set) const {
    Names names;
    for (const InputFile& file : set.files) names.push_back(fs::relative(file.path, path_));
    return names;
  }

 private:
  fs::path path_;
};

// Lines of records that do not compress to nothing; their ids are numbers from `first`.
std::string Lines(int first, int count) {
  std::string text;
  uint64_t state = 88172645463325252u + static_cast<uint64_t>(first);
  for (int i = first; i < first + count; ++i) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    text += Record(fmt::format("{}", i), fmt::format(",\"x\":\"{:x}\"", state)) + "\n";
  }
  return text;
}

bool InOrder(const Names& ids) {
  for (size_t i = 0; i < ids.size(); ++i)
    if (ids[i] != fmt::format("{}", i)) return false;
  return true;
}

struct Outcome {
  Log log;
  std::string error;  // empty when all went well
  ReadStats stats;
};

Outcome Read(const std::string& path, FileReader& reader) {
  Outcome outcome;
  event::Decoder decoder({}, {}, outcome.log);
  const Status status = reader.Read({path, 0}, 3, decoder, outcome.stats);
  if (!status) outcome.error = status.error().message;
  return outcome;
}

Outcome Read(const std::string& path) {
  FileReader reader;
  return Read(path, reader);
}

TEST_CASE("folders are searched in order, without what is hidden") {
  Folder folder;
  for (const char* name : {"b/2.json.gz", "a.log", "b/1", "b/c/d/deep", ".hidden", "b/.git/x", "c"})
    folder.Write(name, "x");
  const InputSet set = FindInputs({folder.At("")});
  CHECK(folder.Relative(set) == Names{"a.log", "b/1", "b/2.json.gz", "b/c/d/deep", "c"});
  CHECK(set.errors.empty());
  CHECK(set.files[0].size == 1);
}

TEST_CASE("each file comes once, however often it is named") {
  Folder folder;
  const std::string a = folder.Write("a", "x"), b = folder.Write("b", "x");
  CHECK(folder.Relative(FindInputs({b, folder.At(""), a, folder.At("*")})) == Names{"b", "a"});
  CHECK(FindInputs({"-", "-"}).files.size() == 1);
  CHECK(FindInputs({a, a}).errors.empty());
}

TEST_CASE("globs are expanded, names that look like globs are taken first") {
  Folder folder;
  folder.Write("x1.json", "x");
  folder.Write("x2.json", "x");
  folder.Write("[y].json", "x");
  CHECK(folder.Relative(FindInputs({folder.At("x*.json")})) == Names{"x1.json", "x2.json"});
  CHECK(folder.Relative(FindInputs({folder.At("[y].json")})) == Names{"[y].json"});
  const InputSet none = FindInputs({folder.At("z*.json")});
  REQUIRE(none.errors.size() == 1);
  CHECK(none.errors[0].message.find("no file matches") != std::string::npos);
}

TEST_CASE("links that lead back do not lead round and round") {
  Folder folder;
  folder.Write("a/file", "x");
  fs::create_directory_symlink(folder.At("a"), folder.At("a/back"));
  fs::create_directory_symlink(folder.At(""), folder.At("a/up"));
  fs::create_symlink(folder.At("a/file"), folder.At("again"));
  fs::create_symlink(folder.At("nowhere"), folder.At("broken"));
  const InputSet set = FindInputs({folder.At("")});
  CHECK(set.files.size() == 1);
  REQUIRE(set.errors.size() == 1);
  CHECK(set.errors[0].message.find("broken") != std::string::npos);
}

TEST_CASE("paths that cannot be read are reported and the rest is kept") {
  Folder folder;
  folder.Write("trail.json", "x");
  const InputSet set = FindInputs({folder.At("trial.json"), folder.At("trail.json")});
  CHECK(set.files.size() == 1);
  REQUIRE(set.errors.size() == 1);
  CHECK(set.errors[0].message.find("no such file or folder") != std::string::npos);
  CHECK(set.errors[0].message.find("did you mean") != std::string::npos);
  CHECK(set.errors[0].message.find("trail.json'") != std::string::npos);
  fs::create_directory(folder.At("empty"));
  CHECK(FindInputs({folder.At("empty")}).errors.size() == 1);
  if (geteuid() == 0) {
    MESSAGE("skipped: nothing is unreadable to root");
    return;
  }
  folder.Write("closed/x", "x");
  chmod(folder.At("closed").c_str(), 0);
  const InputSet closed = FindInputs({folder.At("")});
  CHECK(closed.files.size() == 1);
  CHECK(closed.errors.size() == 1);
  chmod(folder.At("closed").c_str(), 0700);
}

TEST_CASE("plain, gzip and zstd are told apart by their bytes") {
  Folder folder;
  const std::string text = Lines(0, 5);
  FileReader reader;
  for (const std::string& bytes : {text, Gzip(text), Zstd(text)}) {
    for (const char* name : {"x", "x.gz", "x.zst", "x.json"}) {
      const Outcome outcome = Read(folder.Write(name, bytes), reader);
      CHECK(outcome.error.empty());
      CHECK(outcome.log.ids.size() == 5);
      CHECK(InOrder(outcome.log.ids));
      CHECK(outcome.log.last.origin.file == 3);
      CHECK(outcome.stats.bytes_read == bytes.size());
      CHECK(outcome.stats.bytes_inflated == text.size());
    }
  }
  const Outcome empty = Read(folder.Write("empty", ""));
  CHECK(empty.error.empty());
  CHECK(empty.log.lines.empty());
}

TEST_CASE("large files are streamed") {
  Folder folder;
  const std::string text = Lines(0, 20000);
  for (const std::string& bytes : {text, Gzip(text), Zstd(text)}) {
    const Outcome outcome = Read(folder.Write("large", bytes));
    CHECK(outcome.error.empty());
    CHECK(outcome.log.ids.size() == 20000);
    CHECK(InOrder(outcome.log.ids));
    CHECK(outcome.stats.bytes_inflated == text.size());
  }
}

TEST_CASE("members and frames may follow each other") {
  Folder folder;
  const std::string small = Lines(0, 3), more = Lines(3, 3), large = Lines(6, 8000);
  for (const std::string& bytes :
       {Gzip(small) + Gzip(more) + Gzip(large), Gzip(small) + Gzip("") + Gzip(more) + Gzip(large),
        Zstd(small) + Zstd(more) + Zstd(large)}) {
    const Outcome outcome = Read(folder.Write("members", bytes));
    CHECK(outcome.error.empty());
    CHECK(outcome.log.ids.size() == 8006);
    CHECK(InOrder(outcome.log.ids));
  }
  CHECK(Read(folder.Write("padded", Gzip(small) + std::string(512, '\0'))).error.empty());
  const Outcome trailing = Read(folder.Write("trailing", Gzip(small) + "garbage"));
  CHECK(trailing.log.ids.size() == 3);
  CHECK(trailing.error.find("is not gzip") != std::string::npos);
  const Outcome late = Read(folder.Write("late", Gzip(Lines(0, 9000)) + "garbage"));
  CHECK(late.log.ids.size() == 9000);
  CHECK(late.error.find("is not gzip") != std::string::npos);
}

TEST_CASE("a truncated file gives what is before its end, and says where that is") {
  Folder folder;
  for (const int count : {50, 20000}) {
    const std::string text = Lines(0, count);
    for (const std::string& whole : {Gzip(text), Zstd(text)}) {
      const std::string path = folder.Write("cut", whole.substr(0, whole.size() * 2 / 3));
      const Outcome outcome = Read(path);
      CAPTURE(outcome.error);
      CHECK(outcome.error.find("truncated") != std::string::npos);
      CHECK(outcome.error.find(path) != std::string::npos);
      CHECK(outcome.error.find(fmt::format("byte {}", whole.size() * 2 / 3)) != std::string::npos);
      CHECK(InOrder(outcome.log.ids));
      CHECK(outcome.log.ids.size() < static_cast<size_t>(count));
      CHECK(outcome.error.find(fmt::format("{} records", outcome.log.ids.size())) !=
            std::string::npos);
    }
  }
}

TEST_CASE("damaged compression is an error with its place") {
  Folder folder;
  for (const int count : {50, 20000}) {
    for (std::string bytes : {Gzip(Lines(0, count)), Zstd(Lines(0, count))}) {
      for (size_t i = bytes.size() / 2; i < bytes.size() / 2 + 40; ++i) bytes[i] ^= 0x55;
      const Outcome outcome = Read(folder.Write("damaged", bytes));
      CHECK(outcome.error.find("damaged") != std::string::npos);
      CHECK(outcome.error.find("byte") != std::string::npos);
    }
  }
  std::string checksum = Gzip(Lines(0, 5));
  checksum[checksum.size() - 6] ^= 1;
  CHECK(Read(folder.Write("checksum", checksum)).error.find("damaged") != std::string::npos);
}

TEST_CASE("a small file that inflates to a large one stays within the buffer") {
  Folder folder;
  const std::string bomb = Gzip(std::string(200'000'000, '{'));
  const Outcome outcome = Read(folder.Write("bomb", bomb));
  CHECK(outcome.stats.bytes_inflated == 200'000'000);
  CHECK(outcome.log.Kinds() == "reject");
}

TEST_CASE("other compressions are named") {
  Folder folder;
  CHECK(Read(folder.Write("x", "BZh91AY&SY")).error.find("bzip2") != std::string::npos);
  CHECK(Read(folder.Write("x",
                          "\xFD"
                          "7zXZ\x01"))
            .error.find("xz") != std::string::npos);
  CHECK(Read(folder.Write("x", "PAR1....")).error.find("Parquet") != std::string::npos);
}

TEST_CASE("what is no file is an error") {
  Folder folder;
  CHECK(Read(folder.At("")).error.find("is a folder") != std::string::npos);
  CHECK(Read(folder.At("missing")).error.find("cannot open") != std::string::npos);
}

TEST_CASE("pipes are read as they come") {
  Folder folder;
  const std::string path = folder.At("pipe");
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  for (const std::string& bytes : {Lines(0, 2000), Gzip(Lines(0, 2000)), Zstd(Lines(0, 2000))}) {
    std::thread writer([&] {
      const int pipe = open(path.c_str(), O_WRONLY);
      size_t at = 0;
      for (size_t size = 1; at < bytes.size(); size = size * 3 + 1) {
        const ssize_t count = write(pipe, bytes.data() + at, std::min(size, bytes.size() - at));
        if (count <= 0) break;
        at += static_cast<size_t>(count);
      }
      close(pipe);
    });
    const Outcome outcome = Read(path);
    writer.join();
    CHECK(outcome.error.empty());
    CHECK(outcome.log.ids.size() == 2000);
    CHECK(InOrder(outcome.log.ids));
  }
  CHECK(FindInputs({path}).files.size() == 1);
}

TEST_CASE("progress is told in stored bytes") {
  Folder folder;
  const std::string path = folder.Write("x", Lines(0, 20000));
  Log log;
  event::Decoder decoder({}, {}, log);
  FileReader reader;
  ReadStats stats;
  uint64_t told = 0;
  const Status status =
      reader.Read({path, 0}, 0, decoder, stats, [&](uint64_t bytes) { told += bytes; });
  CHECK(status.ok());
  CHECK(told == stats.bytes_read);
  CHECK(told == fs::file_size(path));
}

}  // namespace
}  // namespace sigrun::io
