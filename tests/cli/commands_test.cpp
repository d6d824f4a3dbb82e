// The commands other than scan.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kTested = R"(rule tested {
  on json
  condition name == "x"
}
fixture at = { "eventTime": "2026-01-01T00:00:00Z" }
test tested {
  fires on at with { "name": "<&\"x" }
  quiet on at
}
)";

// Every opened tag is closed in order, and attributes contain no bare `<` or `&`.
bool WellFormed(const std::string& xml) {
  std::vector<std::string> open;
  for (size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const size_t end = xml.find('>', at);
    if (end == std::string::npos || xml.find('<', at + 1) < end) return false;
    std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag[0] == '?') continue;
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
  }
  return open.empty();
}

TEST_CASE("cli: a compiled pack gives the alerts of its sources") {
  Folder folder;
  folder.Write("rules/reads.sgr", kReads).Write("rules/burst.sgr", kBurst);
  folder.Write("day.ndjson", Lines(1, 40));
  const Outcome made = folder.Run({"compile", "rules", "-o", "pack.sgc"});
  CHECK(made.code == 0);
  CHECK(made.out.find("pack.sgc: 2 rules") != std::string::npos);
  const std::string sources = folder.Run({"scan", "--rules", "rules", "day.ndjson"}).out;
  CHECK(JsonLines(sources).size() > 40);
  CHECK(folder.Run({"scan", "--rules", "pack.sgc", "day.ndjson"}).out == sources);
  folder.Run({"compile", "rules", "-o", "again.sgc"});
  CHECK(folder.Read("again.sgc") == folder.Read("pack.sgc"));
  CHECK(folder.Run({"compile", "rules", "-o", "no/such/p.sgc"}).code == 4);
}

TEST_CASE("cli: packs and sources together") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("burst.sgr", kBurst).Write("a.ndjson", Lines(1, 40));
  REQUIRE(folder.Run({"compile", "reads.sgr", "-o", "reads.sgc"}).code == 0);
  const auto both =
      folder.Run({"scan", "--rules", "burst.sgr", "--rules", "reads.sgc", "a.ndjson"});
  const auto plain =
      folder.Run({"scan", "--rules", "burst.sgr", "--rules", "reads.sgr", "a.ndjson"});
  CHECK(both.code == 0);
  CHECK(AlertIds(both.out) == AlertIds(plain.out));
  CHECK(folder.Run({"scan", "--rules", "reads.sgr", "--rules", "reads.sgc", "a.ndjson"}).code == 3);
}

TEST_CASE("cli: check counts, and prints a JSON object for each diagnostic") {
  Folder folder;
  folder.Write("good.sgr", kReads);
  folder.Write("bad.sgr", "rule bad {\n  on aws.cloudtrail\n  condition eventNmae == \"x\"\n}\n");
  const Outcome good = folder.Run({"check", "good.sgr"});
  CHECK(good.code == 0);
  CHECK(good.out == "1 file, 1 rule: 0 errors, 0 warnings\n");
  CHECK(folder.Run({"check", "bad.sgr"}).code == 1);
  CHECK(folder.Run({"check", "nowhere.sgr"}).code == 3);
  const Outcome json = folder.Run({"check", "--json", "bad.sgr", "good.sgr"});
  CHECK(json.code == 1);
  const auto found = JsonLines(json.out);
  REQUIRE(found.size() == 1);
  CHECK(Keys(found[0]) == std::vector<std::string>{"file", "line", "column", "end_line",
                                                   "end_column", "severity", "code", "name",
                                                   "message", "notes", "help", "fixes"});
  CHECK(found[0]["code"] == "E0201");
  CHECK(found[0]["line"] == 3);
  CHECK(found[0]["column"] == 13);
  CHECK(found[0]["fixes"][0]["replacement"] == "eventName");
}

TEST_CASE("cli: test tells what failed, and writes JUnit XML") {
  Folder folder;
  folder.Write("t.sgr", kTested).Write("r.sgr", kReads);
  const Outcome outcome = folder.Run({"test", "--junit", "report.xml", "t.sgr"});
  CHECK(outcome.code == 1);
  CHECK(outcome.out.find("FAIL  tested: fires on at") != std::string::npos);
  CHECK(outcome.out.find("t.sgr:7:3: it did not fire") != std::string::npos);
  CHECK(outcome.out.find("1 passed, 1 failed") != std::string::npos);
  const std::string xml = folder.Read("report.xml");
  CHECK(WellFormed(xml));
  CHECK(xml.find("<testsuites tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=") !=
        std::string::npos);
  CHECK(xml.find("&lt;&amp;") != std::string::npos);
  const Outcome verbose = folder.Run({"test", "-v", "t.sgr"});
  CHECK(verbose.out.find("ok  tested: quiet on at") != std::string::npos);
  const Outcome untested = folder.Run({"test", "r.sgr"});
  CHECK(untested.code == 0);
  CHECK(untested.out.find("note: reads has no tests (r.sgr:1)") != std::string::npos);
  CHECK(folder.Run({"test", "--junit", "no/such/x.xml", "r.sgr"}).code == 4);
}

TEST_CASE("cli: test runs the tests of the rules beside a broken one") {
  Folder folder;
  folder.Write("p/broken.sgr", "rule {");
  folder.Write("p/half.sgr", std::string(kTested) + R"(
rule wrong { on aws.cloudtrail condition eventNmae == "x" }
test wrong { fires on at fires once on at }
)");
  const Outcome outcome = folder.Run({"test", "--junit", "report.xml", "p", "nowhere"});
  CHECK(outcome.code == 3);
  CHECK(outcome.Says("p/half.sgr:11:42: error[E0201]"));
  CHECK(outcome.Says("no rule file or folder `nowhere`"));
  CHECK(outcome.out.find("FAIL  tested: fires on at") != std::string::npos);
  CHECK(outcome.out.find("NOT RUN  wrong: fires once on at") != std::string::npos);
  CHECK(outcome.out.find("half.sgr:12:26: the rule has errors") != std::string::npos);
  CHECK(outcome.out.find("1 passed, 1 failed, 3 errors, 2 not run") != std::string::npos);
  const std::string xml = folder.Read("report.xml");
  CAPTURE(xml);
  CHECK(WellFormed(xml));
  CHECK(xml.find("<testsuites tests=\"7\" failures=\"1\" errors=\"3\" skipped=\"2\" time=") !=
        std::string::npos);
  CHECK(xml.find("<error type=\"E0201\" message=\"E0201: no field") != std::string::npos);
  CHECK(xml.find("<skipped type=\"not_run\" message=\"the rule has errors\">") !=
        std::string::npos);
}

TEST_CASE("cli: scan refuses where test goes on") {
  Folder folder;
  folder.Write("a.ndjson", Line(1));
  folder.Write("half.sgr", std::string(kReads) + "rule wrong { on json condition }\n");
  const Outcome refused = folder.Run({"scan", "--rules", "half.sgr", "a.ndjson"});
  CHECK(refused.code == 3);
  CHECK(refused.out.empty());
  const Outcome left_out = folder.Run({"scan", "--keep-going", "--rules", "half.sgr", "a.ndjson"});
  CHECK(left_out.code == 3);
  CHECK(AlertIds(left_out.out).size() == 1);
}

TEST_CASE("cli: files without a rule find nothing, and say so") {
  Folder folder;
  folder.Write("empty.sgr", "").Write("names.sgr", "let x = eventName == \"A\"\n");
  folder.Write("day.ndjson", Line(1));
  for (const std::string file : {"empty.sgr", "names.sgr"})
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"scan", "--rules", file, "day.ndjson"},
          {"scan", "--keep-going", "--rules", file, "day.ndjson"},
          {"compile", file, "-o", "pack.sgc"},
          {"test", file}}) {
      const Outcome outcome = folder.Run(command);
      CHECK(outcome.code == 3);
      CHECK(outcome.Says("no rules in 1 file"));
    }
  CHECK_FALSE(fs::exists(folder.Path("pack.sgc")));
  CHECK(folder.Run({"check", "names.sgr"}).code == 0);
}

TEST_CASE("cli: dump shows each stage") {
  Folder folder;
  folder.Write("r.sgr", kBurst);
  const auto dump = [&](const std::string& stage) {
    const Outcome outcome = folder.Run({"dump", "--stage=" + stage, "r.sgr"});
    CHECK(outcome.code == 0);
    return outcome.out;
  };
  CHECK(dump("ast").find("burst") != std::string::npos);
  CHECK(dump("ir").find("rule burst on aws.cloudtrail") != std::string::npos);
  CHECK(dump("net").find("atom 0 = ") != std::string::npos);
  CHECK(dump("bytecode") == folder.Run({"dump", "r.sgr"}).out);
  REQUIRE(folder.Run({"compile", "r.sgr", "-o", "p.sgc"}).code == 0);
  CHECK(folder.Run({"dump", "p.sgc"}).out == dump("bytecode"));
  for (const char* flag : {"--no-passes", "--no-sharing"})
    CHECK(folder.Run({"dump", flag, "r.sgr"}).code == 0);
  folder.Write("bad.sgr", "rule bad { on json condition }");
  CHECK(folder.Run({"dump", "bad.sgr"}).code == 3);
}

TEST_CASE("cli: explain has a page for every diagnostic it lists") {
  const Folder folder;
  std::istringstream list(folder.Run({"explain"}).out);
  size_t pages = 0;
  for (std::string line; std::getline(list, line); ++pages) {
    if (pages % 10 != 0) continue;
    const std::string code = line.substr(0, line.find(' '));
    const Outcome page = folder.Run({"explain", code});
    CHECK(page.code == 0);
    CHECK(page.out.substr(0, line.size()) == line);
    CHECK(page.out.size() > line.size() + 20);
  }
  CHECK(pages > 50);
  CHECK(folder.Run({"explain", "e0201"}).out == folder.Run({"explain", "UnknownName"}).out);
}

TEST_CASE("cli: gen gives the same bytes for the same seed") {
  Folder folder;
  const std::vector<std::string> base = {"gen", "-o", "-", "--events", "500", "--seed"};
  const auto generate = [&](const std::string& seed) {
    std::vector<std::string> arguments = base;
    arguments.push_back(seed);
    const Outcome outcome = folder.Run(arguments);
    CHECK(outcome.code == 0);
    return outcome.out;
  };
  const std::string seven = generate("7");
  CHECK(seven == generate("7"));
  CHECK(seven != generate("8"));
  REQUIRE(folder.Run({"gen", "-o", "g.ndjson", "--events", "500", "--seed", "7"}).code == 0);
  CHECK(folder.Read("g.ndjson") == seven);
}

TEST_CASE("cli: what gen makes is read to the last record") {
  Folder folder;
  folder.Write("r.sgr", kReads);
  REQUIRE(folder.Run({"gen", "-o", "trail", "--layout", "trail", "--events", "2000"}).code == 0);
  REQUIRE(folder.Run({"gen", "-o", "flat.ndjson", "--events", "2000"}).code == 0);
  const Outcome trail = folder.Run({"scan", "--rules", "r.sgr", "--stats", "s.json", "trail"});
  const Outcome flat = folder.Run({"scan", "--rules", "r.sgr", "flat.ndjson"});
  CHECK(trail.code == 0);
  CHECK(AlertIds(trail.out) == AlertIds(flat.out));
  const Json records = Json::parse(folder.Read("s.json"))["records"];
  CHECK(records["rejected"] == 0);
  CHECK(records["balanced"] == true);
}

TEST_CASE("cli: help for every command") {
  const Folder folder;
  const Outcome all = folder.Run({"help"});
  CHECK(all.code == 0);
  CHECK(all.out == folder.Run({"--help"}).out);
  CHECK(all.out.find("Exit codes") != std::string::npos);
  for (const char* command : {"scan", "check", "test", "compile", "dump", "explain", "gen"}) {
    CAPTURE(command);
    const Outcome help = folder.Run({"help", command});
    CHECK(help.code == 0);
    CHECK(help.out == folder.Run({command, "--help"}).out);
    CHECK(help.out.find("Example") != std::string::npos);
    CHECK(all.out.find(command) != std::string::npos);
  }
}

TEST_CASE("cli: version names the formats") {
  const Outcome outcome = Folder().Run({"version"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("sigrun ") == 0);
  CHECK(outcome.out.find("alert schema 1") != std::string::npos);
}

}  // namespace
}  // namespace sigrun::cli_testing
