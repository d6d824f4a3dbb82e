// Text from attackers: in logs, in file names, in rules.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

// ESC, 8-bit CSI, NEL, a direction mark, a line separator, a BOM, a tag character, a line break.
const std::string kNasty =
    "\x1b[31m\xC2\x9B"
    "2J\xC2\x85\xE2\x80\xAE\xE2\x80\xA8\xEF\xBB\xBF\xF3\xA0\x81\x81\nsigrun: 0 alerts";

// What must not occur in terminal output.
void CheckSafe(const std::string& text) {
  CAPTURE(text);
  for (const char* bad :
       {"\x1b", "\xC2\x9B", "\xC2\x85", "\xE2\x80\xAE", "\xE2\x80\xA8", "\xEF\xBB\xBF",
        "\xF3\xA0\x81\x81", "\nsigrun: 0 alerts", "\n::error", "##vso[", "##[group", "##teamcity["})
    CHECK(text.find(bad) == std::string::npos);
}

void CheckSafe(const Outcome& outcome) {
  CheckSafe("\n" + outcome.out);
  CheckSafe("\n" + outcome.err);
}

std::string NastyRecord() {
  Json record = Json::parse(Record(1));
  record["sourceIPAddress"] = kNasty + "\n::error::x ##vso[task.complete] ##[group] ##teamcity[x]";
  return record.dump() + "\n";
}

TEST_CASE("terminal: texts of a log in every format") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("day.ndjson", NastyRecord());
  for (const char* format : {
#define SIGRUN_ALERT_FORMAT(name, factory, doc) #name,
#include "cli/formats/alert_formats.def"
       }) {
    CAPTURE(format);
    const Outcome outcome = folder.Run(
        {"scan", "--rules", "reads.sgr", "--format", format, "--stats", "-", "day.ndjson"});
    CHECK(outcome.out.find("read from ") != std::string::npos);
    CheckSafe(outcome);
  }
  const std::string jsonl = folder.Run({"scan", "-q", "--rules", "reads.sgr", "day.ndjson"}).out;
  CHECK(JsonLines(jsonl).at(0)["values"]["sourceIPAddress"] ==
        Json::parse(NastyRecord())["sourceIPAddress"]);
}

TEST_CASE("terminal: names of files in a summary and in every complaint") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("logs/" + kNasty + ".json", "{\"eventName\":\n");
  folder.Write("rules/" + kNasty + ".sgr", "rule r { on json condition nmae like }\n");
  folder.Write("tests/" + kNasty + ".sgr",
               "rule r { on json condition name == \"x\" }\n"
               "fixture f = { \"name\": \"y\" }\ntest r { fires on f }\n"
               "rule untested { on json condition name == \"x\" }\n");
  const Outcome rejected = folder.Run({"scan", "--rules", "reads.sgr", "logs"});
  CHECK(rejected.Says("rejected: logs/\\x1b[31m\\u009b2J"));
  CheckSafe(rejected);
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"scan", "--rules", "reads.sgr", kNasty},
           {"scan", "--rules", kNasty, "logs"},
           {"scan", "--rules", "rules", "logs"},
           {"scan", "--rules", "reads.sgr", "--lateness", kNasty, "logs"},
           {"scan", "--rules", "reads.sgr", "--set", kNasty, "logs"},
           {"scan", "--rules", "reads.sgr", "--format", kNasty, "logs"},
           {"scan", "--" + kNasty, "logs"},
           {"check", "rules"},
           {"check", kNasty},
           {"check", "--json", "rules"},
           {"test", "tests"},
           {"test", "--junit", "-", "tests"},
           {"test", "--junit", kNasty + "/no", "tests"},
           {"compile", "tests", "-o", kNasty + "/no"},
           {"compile", "tests", "-o", kNasty},
           {"convert", "rules"},
           {"convert", "tests", "-o", kNasty},
           {"dump", "tests"},
           {"explain", kNasty},
           {"help", kNasty},
           {kNasty},
           {"gen", "-o", kNasty + "/no"},
           {"gen", "-o", "g", "--size", kNasty},
       }) {
    CAPTURE(command);
    CheckSafe(folder.Run(command));
  }
}

TEST_CASE("terminal: a file name is no command of a CI service") {
  Folder folder;
  const std::string name = "::error::x ##vso[task.complete].sgr";
  folder.Write(name, "rule r { on json condition nmae like }\n");
  for (const char* command : {"check", "test", "dump", "convert"}) {
    CAPTURE(command);
    const Outcome outcome = folder.Run({command, name});
    CHECK(outcome.Says("\\x3a:error::x #\\x23vso[task.complete].sgr:1:"));
    CheckSafe(outcome);
  }
}

TEST_CASE("terminal: texts of rules in diagnostics, tests and reports") {
  Folder folder;
  const std::string text = "\\u001b[31m ##vso[x] \xC2\x9B \xE2\x80\xAE \xEF\xBF\xBE ]]> & < > \\\"";
  folder.Write("r.sgr", "rule r { meta { title = \"" + text +
                            "\" } on json condition x == \"a\" }\n"
                            "fixture f = { \"x\": \"b\" }\n"
                            "test r { fires on f with { \"y\": \"" +
                            text + "\" } quiet on f }\n" + "rule q { on json condition `" + kNasty +
                            "` == }\n");
  const Outcome outcome = folder.Run({"test", "--junit", "report.xml", "r.sgr"});
  CHECK(outcome.code == 3);
  CheckSafe(outcome);
  CheckSafe("\n" + folder.Read("report.xml"));
  CHECK(folder.Script("xmllint --noout report.xml").code == 0);
  CheckSafe(folder.Run({"check", "r.sgr"}));
  CheckSafe(folder.Run({"check", "--json", "r.sgr"}));
}

}  // namespace
}  // namespace sigrun::cli_testing
