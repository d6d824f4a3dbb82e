// Output is written, or its failure is reported: full disks, closed descriptors, closed pipes, and
// which files may be overwritten.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

size_t CountLines(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

Folder& WithLogs(Folder& folder) {
  return folder.Write("reads.sgr", kReads).Write("day.ndjson", Lines(1, 40));
}

// Every command that writes to standard output.
const std::vector<std::string> kWriters = {
    "scan -q --rules reads.sgr day.ndjson",
    "scan -q --format table --rules reads.sgr day.ndjson",
    "scan -q --format ocsf --rules reads.sgr day.ndjson",
    "scan -q --stats - --rules reads.sgr none.ndjson",
    "check reads.sgr",
    "check --json warns.sgr",
    "test reads.sgr",
    "test --junit - reads.sgr",
    "compile reads.sgr -o pack.sgc",
    "compile reads.sgr -o -",
    "dump reads.sgr",
    "convert reads.sgr",
    "explain",
    "explain E0201",
    "gen -o - --events 100",
    "gen -o g.ndjson --events 100 --truth -",
    "help",
    "scan --help",
    "version",
    "--version",
};

Folder& ForWriters(Folder& folder) {
  return WithLogs(folder)
      .Write("none.ndjson", "")
      .Write("warns.sgr", "rule warns {\n  on json\n  unused = y == 2\n  condition x == 1\n}\n");
}

TEST_CASE("output: a full disk is exit code 4 and one line, for every command") {
  Folder folder;
  ForWriters(folder);
  for (const std::string& writer : kWriters) {
    CAPTURE(writer);
    const Outcome outcome = folder.Script("sigrun " + writer + " > /dev/full");
    CAPTURE(outcome.err);
    CHECK(outcome.code == 4);
    CHECK(outcome.Says("sigrun: cannot write to standard output: No space left on device"));
  }
  const Outcome outcome = folder.Script("sigrun " + kWriters[0] + " > /dev/full");
  CHECK(CountLines(outcome.err) == 1);
}

TEST_CASE("output: a closed standard output is exit code 4 and one line, for every command") {
  Folder folder;
  ForWriters(folder);
  for (const std::string& writer : kWriters) {
    CAPTURE(writer);
    const Outcome outcome = folder.Script("sigrun " + writer + " >&-");
    CHECK(outcome.code == 4);
    CHECK(outcome.Says("sigrun: cannot write to standard output: Bad file descriptor"));
  }
}

TEST_CASE("output: a reader that goes away ends the program with 4 and one line") {
  Folder folder;
  WithLogs(folder).Write("many.ndjson", Lines(1, 30'000));
  const Outcome outcome = folder.Script(
      "sigrun scan -q --keep-duplicates --rules reads.sgr many.ndjson | head -1 | wc -l; "
      "exit ${PIPESTATUS[0]}");
  CHECK(outcome.code == 4);
  CHECK(outcome.out == "1\n");
  CHECK(outcome.err ==
        "sigrun: cannot write to standard output: the reader closed the pipe: the output is "
        "incomplete\n");
  const Outcome gen =
      folder.Script("sigrun gen -o - --size 10GiB | head -1 | wc -l; exit ${PIPESTATUS[0]}");
  CHECK(gen.code == 4);
  CHECK(CountLines(gen.err) == 1);
}

TEST_CASE("output: standard error that is full or closed is not taken for success") {
  Folder folder;
  WithLogs(folder);
  CHECK(folder.Script("sigrun scan --rules reads.sgr day.ndjson 2> /dev/full").code == 4);
  CHECK(folder.Script("sigrun scan --rules reads.sgr day.ndjson 2>&-").code == 4);
  // If there is nothing to print, nothing is lost.
  CHECK(folder.Script("sigrun scan -q --rules reads.sgr day.ndjson 2>&-").code == 0);
}

TEST_CASE("output: a file that is opened does not become a closed descriptor") {
  Folder folder;
  WithLogs(folder);
  const std::string log = folder.Read("day.ndjson");
  folder.Script("sigrun scan --rules reads.sgr day.ndjson <&- >&- 2>&-");
  CHECK(folder.Read("day.ndjson") == log);
  const Outcome closed = folder.Script("sigrun scan -q --rules reads.sgr - <&-");
  CHECK(closed.code == 4);
  CHECK(closed.Says("cannot read '-'"));
}

// The names in the folder.
std::set<std::string> Names(const Folder& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.Path("")))
    names.insert(entry.path().filename());
  return names;
}

TEST_CASE("output: files on a full disk") {
  Folder folder;
  WithLogs(folder);
  // A limit on the file size simulates a full disk.
  for (const std::string command :
       {"compile reads.sgr -o new", "gen -o new --events 10", "test --junit new reads.sgr",
        "scan -q --min-level critical --rules reads.sgr --stats new day.ndjson"}) {
    CAPTURE(command);
    const Outcome outcome =
        folder.Script("(ulimit -f 0; sigrun " + command + ") 2>&1 | cat; exit ${PIPESTATUS[0]}");
    CHECK(outcome.code == 4);
    CHECK(outcome.out.find("cannot write `new`: File too large") != std::string::npos);
    CHECK(Names(folder) == std::set<std::string>{"reads.sgr", "day.ndjson"});
  }
}

TEST_CASE("output: nothing that a run reads is written over") {
  Folder folder;
  WithLogs(folder).Write("lib/names.txt", "GetObject\n");
  folder.Write("lists.sgr",
               "list names: string from \"lib/names.txt\"\n"
               "rule lists { on aws.cloudtrail condition eventName in names }\n");
  fs::create_hard_link(folder.Path("day.ndjson"), folder.Path("same.ndjson"));
  struct Attempt {
    std::string command, file;
  };
  for (const Attempt& attempt : {
           Attempt{"compile reads.sgr -o reads.sgr", "reads.sgr"},
           Attempt{"compile lists.sgr -o lib/names.txt", "lib/names.txt"},
           Attempt{"scan --rules reads.sgr --stats day.ndjson day.ndjson", "day.ndjson"},
           Attempt{"scan --rules reads.sgr --stats ./same.ndjson day.ndjson", "day.ndjson"},
           Attempt{"scan --rules reads.sgr --stats reads.sgr day.ndjson", "reads.sgr"},
           Attempt{"test --junit reads.sgr reads.sgr", "reads.sgr"},
       }) {
    CAPTURE(attempt.command);
    const std::string before = folder.Read(attempt.file);
    const Outcome outcome = folder.Script("sigrun " + attempt.command);
    CHECK(outcome.code == 2);
    CHECK(outcome.Says("is an input of this run and would be overwritten"));
    CHECK(outcome.out.empty());
    CHECK(folder.Read(attempt.file) == before);
  }
  CHECK(folder.Script("sigrun scan --rules reads.sgr --stats both day.ndjson > both").code == 2);
  CHECK(folder.Script("sigrun gen -o both --truth both").code == 2);
}

TEST_CASE("output: the file that the alerts go into is not read as a log") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("logs/day.ndjson", Lines(1, 40));
  const Outcome outcome = folder.Script("sigrun scan --rules reads.sgr logs > logs/alerts.jsonl");
  CHECK(outcome.code == 0);
  CHECK(outcome.Says("`logs/alerts.jsonl` is skipped: standard output is written to it"));
  CHECK(JsonLines(folder.Read("logs/alerts.jsonl")).size() == 40);
  CHECK(folder.Script("sigrun scan -q --rules reads.sgr only > only").code == 4);
}

TEST_CASE("output: a name beside the target that was planted is not used") {
  Folder folder;
  WithLogs(folder).Write("victim.txt", "mine");
  fs::create_symlink("victim.txt", folder.Path("pack.sgc.part"));
  CHECK(folder.Script("sigrun compile reads.sgr -o pack.sgc").code == 0);
  CHECK(folder.Read("victim.txt") == "mine");
  CHECK(fs::is_regular_file(fs::symlink_status(folder.Path("pack.sgc"))));
  CHECK(Names(folder) == std::set<std::string>{"reads.sgr", "day.ndjson", "victim.txt",
                                               "pack.sgc.part", "pack.sgc"});
}

TEST_CASE("output: links are refused, also by convert without --force") {
  Folder folder;
  WithLogs(folder).Write("victim.txt", "mine");
  fs::create_symlink("victim.txt", folder.Path("link"));
  fs::create_directory(folder.Path("out"));
  fs::create_symlink("../outside.yml", folder.Path("out/reads.yml"));
  for (const std::string command :
       {"compile reads.sgr -o link", "scan -q --rules reads.sgr --stats link day.ndjson",
        "test --junit link reads.sgr", "gen -o link --events 10"}) {
    CAPTURE(command);
    const Outcome outcome = folder.Script("sigrun " + command);
    CHECK(outcome.code == 4);
    CHECK(outcome.Says("cannot write `link`: it is a link to `victim.txt`"));
  }
  CHECK(folder.Script("sigrun convert reads.sgr -o out").code == 4);
  CHECK(folder.Script("sigrun convert --force reads.sgr -o out").code == 4);
  CHECK(folder.Read("victim.txt") == "mine");
  CHECK_FALSE(fs::exists(folder.Path("outside.yml")));
  folder.Write("rules/sub/reads.sgr", kReads);
  fs::create_directory(folder.Path("elsewhere"));
  fs::create_directory(folder.Path("to"));
  fs::create_directory_symlink("../elsewhere", folder.Path("to/sub"));
  const Outcome led_out = folder.Script("sigrun convert rules -o to");
  CHECK(led_out.code == 4);
  CHECK(led_out.Says("a folder on the way is a link"));
  CHECK(fs::is_empty(folder.Path("elsewhere")));
}

TEST_CASE("output: FIFOs and devices are written into and stay what they are") {
  Folder folder;
  WithLogs(folder);
  REQUIRE(mkfifo(folder.Path("pipe").c_str(), 0600) == 0);
  for (const std::string command :
       {"compile reads.sgr -o pipe", "scan -q --rules reads.sgr --stats pipe day.ndjson",
        "test --junit pipe reads.sgr", "gen -o pipe --events 10"}) {
    CAPTURE(command);
    const Outcome outcome = folder.Script("timeout 60 cat pipe > got & sigrun " + command +
                                          "; code=$?; wait; exit $code");
    CHECK(outcome.code == 0);
    CHECK(folder.Read("got").size() > 100);
    CHECK(fs::is_fifo(folder.Path("pipe")));
  }
  if (mknod(folder.Path("null").c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0) {
    folder.Script("sigrun compile reads.sgr -o null");
    CHECK(fs::is_character_file(folder.Path("null")));
  }
}

TEST_CASE("output: - is standard output wherever a file is written") {
  Folder folder;
  WithLogs(folder);
  CHECK(folder.Run({"compile", "reads.sgr", "-o", "pack.sgc"}).code == 0);
  const Outcome pack = folder.Run({"compile", "reads.sgr", "-o", "-"});
  CHECK(pack.out == folder.Read("pack.sgc"));
  CHECK(pack.Says("standard output: 1 rule, "));
  const Outcome stats = folder.Run({"scan", "-q", "--rules", "reads.sgr", "--stats", "-",
                                    "--min-level", "critical", "day.ndjson"});
  CHECK(Json::parse(stats.out)["records"]["evaluated"] == 40);
  const Outcome junit = folder.Run({"test", "--junit", "-", "reads.sgr"});
  CHECK(junit.out.starts_with("<?xml"));
  CHECK(junit.Says("0 passed, 0 failed"));
  const Outcome truth =
      folder.Run({"gen", "-o", "g.ndjson", "--incident", "--events", "500", "--truth", "-"});
  CHECK(Json::parse(truth.out).contains("steps"));
  CHECK(folder.Run({"compile", "reads.sgr", "-o", "/dev/stdout"})
            .out.starts_with(folder.Read("pack.sgc").substr(0, 4)));
  CHECK(Names(folder) == std::set<std::string>{"reads.sgr", "day.ndjson", "pack.sgc", "g.ndjson"});
}

}  // namespace
}  // namespace sigrun::cli_testing
