// Files, folders, globs and pipes; plain, compressed and in archives.
#include "runtime/io/input.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/archives.h"
#include "tests/packing.h"
#include "tests/unit/decoder_testing.h"

namespace sigrun::io {
namespace {

namespace fs = std::filesystem;
using event::testing::Log;
using event::testing::Record;
using testing::Gzip;
using testing::Members;
using testing::Packed;
using testing::Tar;
using testing::Zip;
using testing::Zstd;
using Names = std::vector<std::string>;

// A folder that is removed with the test.
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

// Lines of poorly compressible records; their ids are numbers from `first`.
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

// The content read, as lines; the documents and the failures by name.
struct Outcome {
  Log log;
  Names documents, failures;
  std::string error;  // the first failure; empty when all went well
  ReadStats stats;
  std::string other_log;  // of the last document
};

class Collector final : public Documents, private Contents {
 public:
  explicit Collector(Outcome& outcome)
      : outcome_(outcome), decoder_(event::testing::Paths({}), {}, outcome.log) {}
  bool Wants(const std::string& name) override { return name.find("unwanted") == name.npos; }
  void Begin(const std::string& name, bool, const DocumentStart& start) override {
    outcome_.documents.push_back(name);
    outcome_.other_log = start.other_log;
    decoder_.Begin(3);
  }
  void End(bool) override { decoder_.End(); }
  void Stop() override { decoder_.Flush(); }
  void Fail(const Error& error) override {
    if (outcome_.failures.empty()) outcome_.error = error.message;
    outcome_.failures.push_back(error.message);
  }
  void Cut(const Error& error) override {
    Fail({error.message + "; " + std::to_string(decoder_.records()) +
          " records before it were read"});
  }
  Contents& contents() override { return *this; }

 private:
  std::span<char> Buffer() override { return decoder_.Buffer(); }
  void Commit(size_t size) override { decoder_.Commit(size); }
  void Flush() override { decoder_.Flush(); }

  Outcome& outcome_;
  event::Decoder decoder_;
};

Outcome Read(const std::string& path, FileReader& reader) {
  Outcome outcome;
  Collector collector(outcome);
  reader.Read({path, 0}, collector, outcome.stats);
  return outcome;
}

Outcome Read(const std::string& path, const ReadLimits& limits = {}) {
  FileReader reader(limits);
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

TEST_CASE("rarer compressions are read") {
  Folder folder;
  for (const auto& empty :
       {Packed(archive_write_add_filter_xz, ""), Packed(archive_write_add_filter_bzip2, "")}) {
    const Outcome outcome = Read(folder.Write("empty", empty));
    CHECK(outcome.error == "");
    CHECK(outcome.documents.size() == 1);
    CHECK(outcome.log.lines.empty());
  }
  for (const int count : {1, 50, 20000}) {
    const std::string text = Lines(0, count);
    for (const std::string& bytes :
         {Packed(archive_write_add_filter_xz, text), Packed(archive_write_add_filter_bzip2, text),
          Packed(archive_write_add_filter_lz4, text)}) {
      const Outcome outcome = Read(folder.Write("x", bytes));
      CHECK(outcome.error == "");
      CHECK(outcome.log.ids.size() == static_cast<size_t>(count));
      CHECK(InOrder(outcome.log.ids));
      const Outcome cut = Read(folder.Write("cut", bytes.substr(0, bytes.size() * 2 / 3)));
      CHECK(cut.error.find("cut'") != std::string::npos);
      CHECK(InOrder(cut.log.ids));
    }
  }
}

TEST_CASE("what is packed several times is unpacked, to a depth") {
  Folder folder;
  const std::string text = Lines(0, 3000);
  const Outcome twice = Read(folder.Write("twice.gz", Gzip(Gzip(text))));
  CHECK(twice.error == "");
  CHECK(InOrder(twice.log.ids));
  CHECK(twice.log.ids.size() == 3000);
  CHECK(twice.documents == Names{folder.At("twice.gz")});
  CHECK(twice.stats.bytes_inflated == text.size());
  CHECK(Read(folder.Write("x", Zstd(Gzip(Zstd(Gzip(text)))))).log.ids.size() == 3000);
  const Outcome deep = Read(folder.Write("deep", Gzip(Zstd(Gzip(Zstd(Gzip(text)))))));
  CHECK(deep.log.lines.empty());
  CHECK(deep.error.find("more than 4 deep") != std::string::npos);
}

TEST_CASE("the members of archives are read, each under its own name") {
  Folder folder;
  const Members members = {{"logs/", ""},
                           {"logs/a.json", Lines(0, 3)},
                           {"./b.json.gz", Gzip(Lines(3, 2000))},
                           {".hidden/x", "{"},
                           {"logs/._a.json", "{"},
                           {"unwanted.json", "{"},
                           {"empty.json", ""},
                           {"l\xC3\xB6g.zst", Zstd(Lines(2003, 2))}};
  for (const std::string& bytes :
       {Tar(members), Zip(members), Gzip(Tar(members)), Zstd(Tar(members)), Gzip(Zip(members))}) {
    const std::string path = folder.Write("x", bytes);
    const Outcome outcome = Read(path);
    CHECK(outcome.error == "");
    CHECK(outcome.documents == Names{path + "!/logs/a.json", path + "!/b.json.gz",
                                     path + "!/empty.json", path + "!/l\xC3\xB6g.zst"});
    CHECK(outcome.log.ids.size() == 2005);
    CHECK(InOrder(outcome.log.ids));
    CHECK(outcome.log.rejects.empty());
  }
  const Outcome nested =
      Read(folder.Write("n.zip", Zip({{"in/a.tar.gz", Gzip(Tar({{"b.json", Lines(0, 2)}}))}})));
  CHECK(nested.error == "");
  CHECK(nested.documents == Names{folder.At("n.zip") + "!/in/a.tar.gz!/b.json"});
  CHECK(nested.log.ids.size() == 2);
  CHECK(Read(folder.Write("e.zip", Zip({{"folder/", ""}}))).error.find("no files in the archive") !=
        std::string::npos);
}

TEST_CASE("a damaged archive gives the members before the damage") {
  Folder folder;
  Members members;
  for (int i = 0; i < 40; ++i) members.emplace_back(fmt::format("{}.json", i), Lines(i * 50, 50));
  for (const std::string& whole : {Tar(members), Gzip(Tar(members)), Zip(members)}) {
    const Outcome cut = Read(folder.Write("cut", whole.substr(0, whole.size() / 2)));
    CAPTURE(cut.error);
    CHECK(cut.failures.size() == 1);
    CHECK(cut.error.find("cut") != std::string::npos);
    CHECK(cut.log.ids.size() >= 500);
    CHECK(cut.log.ids.size() < 2000);
    CHECK(InOrder(cut.log.ids));
  }
}

TEST_CASE("an archive may not be made to fill the disk") {
  Folder folder;
  const std::string zeros(20'000'000, ' ');
  ReadLimits limits;
  limits.free_bytes = 1'000'000;
  limits.ratio = 100;
  Members members(50, {"x.json", zeros});
  for (const std::string& bytes :
       {Gzip(Gzip(zeros)), Zip(members), Gzip(Tar({{"x.json", zeros}}))}) {
    const Outcome outcome = Read(folder.Write("bomb", bytes), limits);
    CHECK(outcome.failures.size() == 1);
    CHECK(outcome.error.find("bomb' inflates to more than 976.6 KiB and 100 times its size") !=
          std::string::npos);
    CHECK(outcome.stats.bytes_inflated <= limits.free_bytes + limits.ratio * bytes.size());
  }
  limits = {};
  limits.members = 10;
  const Outcome many =
      Read(folder.Write("many", Zip(Members(50, {"x.json", Lines(0, 1)}))), limits);
  CHECK(many.log.ids.size() == 10);
  CHECK(many.failures.size() == 1);
  CHECK(many.error.find("more than 10 members") != std::string::npos);
}

TEST_CASE("what is no JSON by its first bytes is named") {
  Folder folder;
  const auto error = [&](std::string_view bytes) {
    const Outcome outcome = Read(folder.Write("x", bytes));
    CHECK(outcome.log.lines.empty());
    CHECK(outcome.documents.empty());
    return outcome.error;
  };
  CHECK(error("PAR1....").find("is Parquet, which cannot be read; convert it") !=
        std::string::npos);
  CHECK(error(std::string("\xFF\xFE{\0", 4)).find("is UTF-16") != std::string::npos);
  CHECK(error(std::string("{\0\"\0", 4)).find("is UTF-16") != std::string::npos);
  CHECK(error(std::string("\0{\0\"", 4)).find("iconv") != std::string::npos);
  CHECK(error("7z\xBC\xAF\x27\x1C....").find("a 7z archive") != std::string::npos);
}

TEST_CASE("what looks like something else is described") {
  const auto looks = [](std::string_view start) { return DescribeUnreadable(start); };
  CHECK(looks("\n<!DOCTYPE html><html>").find("HTML; perhaps an error page") != std::string::npos);
  CHECK(looks("<?xml version='1.0'?><Events>").find("XML") != std::string::npos);
  CHECK(looks("time,user,action\n1,2,3\n").find("CSV") != std::string::npos);
  CHECK(looks("time;user;action\r\n").find("CSV") != std::string::npos);
  CHECK(looks("Jan  5 10:00:00 host sshd: x\n").find("text that is not JSON") != std::string::npos);
  CHECK(looks(std::string("a\0b", 3)).find("binary") != std::string::npos);
  CHECK(looks("{\"a\":").find("JSON that cannot be read") != std::string::npos);
}

TEST_CASE("logs that lie beside CloudTrail are known") {
  Folder folder;
  const auto kind = [&](const std::string& text) {
    return Read(folder.Write("x", text)).other_log;
  };
  CHECK(kind("2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.000073 "
             "0.001048 0.000057 200 200 0 29 \"GET http://www.example.com:80/ HTTP/1.1\" "
             "\"curl/7.38.0\" - -\n") == "ELB access log");
  CHECK(kind("https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 "
             "192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 \"GET /\"\n") ==
        "ALB access log");
  CHECK(kind("tls 2.0 2018-12-20T02:59:40 net/my-network-loadbalancer/c6e77e28c25b2234 "
             "g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246\n") ==
        "NLB access log");
  CHECK(kind("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets "
             "bytes start end action log-status\n") == "VPC flow log");
  CHECK(kind("2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 "
             "1418530010 1418530070 ACCEPT OK\n") == "VPC flow log");
  CHECK(kind(std::string(64, 'a') +
             " DOC-EXAMPLE-BUCKET1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE "
             "REST.GET.VERSIONING - \"GET /x HTTP/1.1\" 200 - 113 - 7 -\n") == "S3 access log");
  CHECK(kind("#Version: 1.0\n#Fields: date time x-edge-location\n") == "CloudFront access log");
  CHECK(kind(R"({"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[]})") ==
        "AWS Config");
  CHECK(kind(R"({"awsAccountId":"123456789012","digestStartTime":"2026-01-01T00:00:00Z"})") ==
        "CloudTrail digest");
  CHECK(kind(R"({"timestamp":1576280412771,"formatVersion":1,"webaclId":"arn:aws:wafv2:x"})") ==
        "WAF log");
  CHECK(kind(Lines(0, 2)) == "");
  CHECK(kind("2026-01-05T10:00:00Z host app[1]: some text of other programs a b c d e f g h\n") ==
        "");
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
  Outcome outcome;
  Collector collector(outcome);
  FileReader reader;
  uint64_t told = 0;
  ReadHooks hooks;
  hooks.progress = [&](uint64_t bytes) { told += bytes; };
  reader.Read({path, 0}, collector, outcome.stats, hooks);
  CHECK(outcome.error == "");
  CHECK(told == outcome.stats.bytes_read);
  CHECK(told == fs::file_size(path));
}

}  // namespace
}  // namespace sigrun::io
