// Alerts are written while the input continues, and a signal ends a scan cleanly.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

// A scan of a FIFO that is open for writing as descriptor 9, in the background as $scan.
std::string Start(const std::string& flags) {
  return "mkfifo in; \"$SIGRUN\" scan --rules reads.sgr " + flags +
         " in > out.jsonl 2> err.txt & scan=$!; exec 9> in\n";
}

// Waits until the file has this many lines; gives up after a minute.
std::string Await(const std::string& file, int lines) {
  return "for i in $(seq 600); do [ $(wc -l < " + file + ") -ge " + std::to_string(lines) +
         " ] && break; sleep 0.1; done\n";
}

TEST_CASE("signals: an alert leaves before the next record comes, into a file too") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("day.ndjson", Lines(1, 2));
  const Outcome outcome =
      folder.Script(Start("-q") + "head -1 day.ndjson >&9\n" + Await("out.jsonl", 1) +
                    "wc -l < out.jsonl\n" + "tail -1 day.ndjson >&9\n" + Await("out.jsonl", 2) +
                    "wc -l < out.jsonl; exec 9>&-; wait $scan");
  CHECK(outcome.code == 0);
  CHECK(outcome.out == "1\n2\n");
}

TEST_CASE("signals: compressed input that pauses gives its alerts, too") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("one.gz", Gzip(Line(1))).Write("two.gz", Gzip(Line(2)));
  const Outcome outcome =
      folder.Script(Start("-q") + "cat one.gz >&9\n" + Await("out.jsonl", 1) +
                    "wc -l < out.jsonl; cat two.gz >&9; exec 9>&-; wait $scan; wc -l < out.jsonl");
  CHECK(outcome.out == "1\n2\n");
}

struct Signal {
  std::string name;
  int code;
};
const Signal kSignals[] = {{"INT", 130}, {"TERM", 143}, {"HUP", 129}};

TEST_CASE("signals: what was read is finished, told and counted") {
  for (const Signal& signal : kSignals) {
    CAPTURE(signal.name);
    Folder folder;
    folder.Write("reads.sgr", kReads).Write("day.ndjson", Lines(1, 3) + Line(4).substr(0, 30));
    // A background job of a script would ignore SIGINT from the start.
    const Outcome outcome = folder.Script("set -m\n" + Start("--stats s.json") +
                                          "cat day.ndjson >&9\n" + Await("out.jsonl", 3) +
                                          "kill -" + signal.name + " $scan; wait $scan; echo $?");
    const std::string err = folder.Read("err.txt");
    CAPTURE(err);
    CHECK(outcome.out == std::to_string(signal.code) + "\n");
    CHECK(err.find("sigrun: interrupted by SIG" + signal.name) != std::string::npos);
    CHECK(err.find("3 records: 3 evaluated\n") != std::string::npos);
    CHECK(JsonLines(folder.Read("out.jsonl")).size() == 3);
    const Json stats = Json::parse(folder.Read("s.json"));
    CHECK(stats["complete"] == false);
    CHECK(stats["records"]["rejected"] == 0);
  }
}

TEST_CASE("signals: alerts that are held until the end are printed") {
  for (const Signal& signal : kSignals) {
    CAPTURE(signal.name);
    Folder folder;
    // More than a FIFO can buffer: when all is written, the scan has begun.
    folder.Write("reads.sgr", kReads).Write("day.ndjson", Lines(1, 1000));
    const Outcome outcome =
        folder.Script("set -m\n" + Start("--keep-duplicates --format timeline --stats s.json") +
                      "cat day.ndjson >&9\nkill -" + signal.name + " $scan; wait $scan; echo $?");
    CAPTURE(folder.Read("err.txt"));
    CHECK(outcome.out == std::to_string(signal.code) + "\n");
    const Json records = Json::parse(folder.Read("s.json"))["records"];
    CHECK(records["evaluated"].get<size_t>() + records["late"].get<size_t>() > 100);
    CHECK(folder.Read("out.jsonl").find("read from 192.0.2.1") != std::string::npos);
  }
}

TEST_CASE("signals: one that is ignored at the start stays ignored") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("day.ndjson", Lines(1, 3));
  const Outcome outcome = folder.Script(
      "trap '' HUP INT\n" + Start("-q") + "head -1 day.ndjson >&9\n" + Await("out.jsonl", 1) +
      "kill -HUP $scan; kill -INT $scan; tail -n 2 day.ndjson >&9; exec 9>&-; wait $scan");
  CHECK(outcome.code == 0);
  CHECK(JsonLines(folder.Read("out.jsonl")).size() == 3);
}

TEST_CASE("signals: a second Ctrl-C ends at once") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("many.ndjson", Lines(1, 3000));
  // Standard output is a FIFO that nobody reads, and full before the first signal comes: what was
  // read cannot be told.
  const Outcome outcome = folder.Script(
      "set -m; mkfifo stuck; exec 8<> stuck\n"
      "\"$SIGRUN\" scan -q --keep-duplicates --rules reads.sgr many.ndjson > stuck & scan=$!\n"
      "for i in $(seq 600); do\n"
      "  dd if=/dev/zero of=stuck oflag=nonblock bs=1 count=1 2> /dev/null || break; sleep 0.1\n"
      "done\n"
      "kill -INT $scan; sleep 0.5; kill -0 $scan && echo waits\n"
      "kill -INT $scan; wait $scan; echo $?");
  CHECK(outcome.out == "waits\n130\n");
}

TEST_CASE("signals: an interrupted generator leaves no half file") {
  Folder folder;
  const Outcome outcome = folder.Script(
      "set -m; \"$SIGRUN\" gen -o big.ndjson --size 100GiB & gen=$!\n"
      "for i in $(seq 600); do [ $(ls -A | wc -l) -ge 1 ] && break; sleep 0.1; done\n"
      "kill -TERM $gen; wait $gen; echo $?; ls -A | wc -l");
  CHECK(outcome.out == "143\n0\n");
  CHECK(outcome.Says("interrupted by SIGTERM: the logs are incomplete"));
}

}  // namespace
}  // namespace sigrun::cli_testing
