// The behaviour of the command line: versions, mistakes, exit codes, warnings in CI.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

// An error is one line.
void CheckRefused(const Folder& folder, const std::vector<std::string>& command,
                  const std::string& says) {
  CAPTURE(command);
  const Outcome outcome = folder.Run(command);
  CAPTURE(outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.Says(says));
  CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
}

TEST_CASE("manners: the version, in three ways") {
  const Folder folder;
  const Outcome version = folder.Run({"version"});
  CHECK(version.out.starts_with("sigrun "));
  for (const char* flag : {"--version", "-V"}) {
    CHECK(folder.Run({flag}).out == version.out);
    CHECK(folder.Run({flag}).code == 0);
  }
}

TEST_CASE("manners: a mistake on the command line is one line with a suggestion") {
  const Folder folder;
  CheckRefused(folder, {"scan", "--formt", "jsonl", "x"},
               "unknown flag `--formt`: did you mean `--format`?; see `sigrun help scan`");
  CheckRefused(folder, {"scan", "--formt=jsonl"}, "unknown flag `--formt`");
  CheckRefused(folder, {"scan", "-Z", "x"}, "unknown flag `-Z`; see `sigrun help scan`");
  CheckRefused(folder, {"--foo"}, "unknown flag `--foo`; see `sigrun help`");
  CheckRefused(folder, {"--verison"}, "unknown flag `--verison`: did you mean `--version`?");
  CheckRefused(folder, {"scna"}, "unknown command `scna`: did you mean `scan`?");
  CheckRefused(folder, {"help", "scna"}, "unknown command `scna`: did you mean `scan`?");
  std::string formats;
#define SIGRUN_ALERT_FORMAT(name, factory, doc) formats += formats.empty() ? #name : ", " #name;
#include "cli/formats/alert_formats.def"
  CheckRefused(folder, {"scan", "--format", "jsonn", "x"},
               "`jsonn` is not one of " + formats + ": did you mean `jsonl`?");
  CheckRefused(folder, {"scan"}, "inputs is required; see `sigrun help scan`");
  CheckRefused(folder, {"explain", "E0201", "E0202"}, "unexpected argument `E0202`");
  CheckRefused(folder, {"explain", "E0299x"}, "unknown diagnostic `E0299x`: did you mean `E0");
  CheckRefused(folder, {"gen", "-o", "g", "--events", "-4"}, "--events");
  const Outcome bare = folder.Run({});
  CHECK(bare.code == 2);
  CHECK(bare.err.ends_with("sigrun: no command given\n"));
}

// The rows of the table of exit codes: "  4   some input …".
std::set<std::string> ExitCodeRows(const std::string& text) {
  std::set<std::string> rows;
  std::istringstream lines(text.substr(text.find("Exit codes:\n")));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) rows.insert(line);
  return rows;
}

TEST_CASE("manners: there is one table of exit codes") {
  const Folder folder;
  const std::set<std::string> rows = ExitCodeRows(folder.Run({"help"}).out);
  CHECK(rows.size() == 8);
  for (const char* command :
       {"scan", "check", "test", "compile", "dump", "convert", "explain", "gen"}) {
    CAPTURE(command);
    CHECK(ExitCodeRows(folder.Run({command, "--help"}).out) == rows);
  }
  const std::string page = ReadText(fs::path(SIGRUN_SOURCE_DIR) / "docs/reference/cli.md");
  for (const std::string& row : rows) {
    CAPTURE(row);
    const std::string number = row.substr(2, row.find(' ', 2) - 2);
    CHECK(page.find("| " + number + " | " + row.substr(6) + " |") != std::string::npos);
  }
}

TEST_CASE("manners: rules that are not there are exit code 3 for every command") {
  const Folder folder;
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"check", "nowhere"},
                                             {"test", "nowhere"},
                                             {"compile", "nowhere", "-o", "p.sgc"},
                                             {"dump", "nowhere"},
                                             {"convert", "nowhere"},
                                             {"scan", "--rules", "nowhere", "-"}}) {
    CAPTURE(command);
    const Outcome outcome = folder.Run(command);
    CHECK(outcome.code == 3);
    CHECK(outcome.Says("no rule file or folder `nowhere`"));
  }
}

constexpr const char* kWarns = R"(title: Any user listing
name: any_listing
logsource: {product: aws, service: cloudtrail}
detection:
  selection:
    eventName: ListUsers
  condition: selection
level: low
tags: [notatag]
date: 2026/13/45
)";

TEST_CASE("manners: warnings can fail a job, and one kind of them can be ignored") {
  Folder folder;
  folder.Write("rule.yml", kWarns);
  const Outcome plain = folder.Run({"check", "rule.yml"});
  CHECK(plain.code == 0);
  CHECK(plain.Says("warning[W1008]"));
  CHECK(plain.out == "1 file, 1 rule: 0 errors, 2 warnings\n");
  CHECK(folder.Run({"check", "--fail-on", "error", "rule.yml"}).code == 0);
  CHECK(folder.Run({"check", "--fail-on", "warning", "rule.yml"}).code == 1);
  for (const char* code : {"W1008", "w1008", "SigmaMetadata"}) {
    const Outcome quiet =
        folder.Run({"check", "--fail-on", "warning", "--ignore", code, "rule.yml"});
    CHECK(quiet.code == 0);
    CHECK(quiet.err.empty());
    CHECK(quiet.out == "1 file, 1 rule: 0 errors, 0 warnings\n");
  }
  CHECK(folder.Run({"check", "--json", "--ignore", "W1008", "rule.yml"}).out.empty());
  CHECK(folder.Run({"test", "--ignore", "W1008", "rule.yml"}).err.empty());
  CheckRefused(folder, {"check", "--ignore", "W1009", "rule.yml"},
               "unknown diagnostic `W1009`: did you mean `W100");
  CheckRefused(folder, {"check", "--ignore", "E0201", "rule.yml"},
               "E0201 is an error: only warnings and notes can be ignored");
}

TEST_CASE("manners: a report tells type, time and what was wrong") {
  Folder folder;
  folder.Write("r.sgr",
               "rule r { on json condition x == \"a\" }\nfixture f = { \"x\": \"b\" }\n"
               "test r { fires on f quiet on f }\nrule broken { on json condition nmae == }\n");
  CHECK(folder.Run({"test", "--junit", "report.xml", "r.sgr"}).code == 3);
  const auto count = [&](const std::string& path) {
    return folder.Script("xmllint --xpath 'count(" + path + ")' report.xml").out;
  };
  CHECK(count("/testsuites[@tests=3 and @failures=1 and @errors=1 and @time]").starts_with("1"));
  CHECK(count("//testsuite[@time]").starts_with("2"));
  CHECK(count("//testcase[@time and @file=\"r.sgr\" and @line]").starts_with("3"));
  CHECK(count("//failure[@type=\"expectation\" and @message and contains(., \"r.sgr:3\")]")
            .starts_with("1"));
  CHECK(folder.Read("report.xml").find(": it did not fire\n  event 1: ") != std::string::npos);
  CHECK(count("//error[starts-with(@type, \"E0\") and contains(., \"r.sgr:4\")]").starts_with("1"));
}

}  // namespace
}  // namespace sigrun::cli_testing
