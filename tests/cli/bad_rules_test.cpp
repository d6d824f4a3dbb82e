// Wrong rules and command lines: the exit code says what is at fault, the message says what to do.
// Nothing is run.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr int kUsage = 2, kBadRules = 3;

// The program must end with `code`, print no alert and print all of `words`.
void CheckRefused(const Folder& folder, const std::vector<std::string>& arguments, int code,
                  const std::vector<std::string>& words) {
  const Outcome outcome = folder.Run(arguments);
  CAPTURE(outcome.err);
  CHECK(outcome.code == code);
  CHECK(outcome.out.empty());
  for (const std::string& word : words) {
    CAPTURE(word);
    CHECK(outcome.Says(word));
  }
}

void CheckRulesRefused(const Folder& folder, const std::string& rules,
                       const std::vector<std::string>& words) {
  CheckRefused(folder, {"scan", "--rules", rules, "a.ndjson"}, kBadRules, words);
}

TEST_CASE("cli: rules that are not there") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("rules.txt", kReads).Write("none/notes.md", "x");
  CheckRulesRefused(folder, "nowhere.sgr",
                    {"no rule file or folder `nowhere.sgr`", "check the path"});
  CheckRulesRefused(folder, "rules.txt",
                    {"`rules.txt` is not a rule file", "rename it", ".sgr", ".sgc"});
  CheckRulesRefused(folder, "none", {"no rules in `none`", "check the path", ".sgr"});
}

TEST_CASE("cli: a cycle of imports") {
  Folder folder;
  folder.Write("a.ndjson", Line(1));
  folder.Write("pack/a.sgr", "import b\nrule one { on json condition x == 1 }\n");
  folder.Write("pack/b.sgr", "import a\nlet y = 1\n");
  CheckRulesRefused(folder, "pack", {"E0602", "cycle", "help:", "--keep-going"});
}

TEST_CASE("cli: an import that is not there") {
  Folder folder;
  folder.Write("a.ndjson", Line(1));
  folder.Write("r.sgr", "import no.such\nrule one { on json condition x == 1 }\n");
  CheckRulesRefused(folder, "r.sgr", {"E0601", "no.such"});
}

TEST_CASE("cli: two rules of one name, two rules of one id") {
  Folder folder;
  folder.Write("a.ndjson", Line(1));
  folder.Write("names/1.sgr", kReads).Write("names/2.sgr", kReads);
  CheckRulesRefused(folder, "names",
                    {"E0401", "another rule has the name `reads`", "1.sgr:1:6: note",
                     "help: give one of them another name"});
  folder.Write("ids/1.sgr", "rule a { meta { id = \"i\" } on json condition x == 1 }\n");
  folder.Write("ids/2.sgr", "rule b { meta { id = \"i\" } on json condition x == 1 }\n");
  CheckRulesRefused(folder, "ids", {"E0401", "another rule has the id `i`", "uuidgen"});
}

TEST_CASE("cli: --keep-going runs what is right") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("p/good.sgr", kReads);
  folder.Write("p/bad.sgr", "rule bad { on aws.cloudtrail condition eventNmae == \"x\" }\n");
  CheckRulesRefused(folder, "p", {"E0201", "did you mean `eventName`?", "--keep-going"});
  const Outcome outcome = folder.Run({"scan", "--keep-going", "--rules", "p", "a.ndjson"});
  CHECK(outcome.code == 3);
  CHECK(outcome.Says("E0201"));
  CHECK(outcome.Says("sigrun: skipped 1 rule: bad"));
  CHECK(AlertIds(outcome.out).size() == 1);
}

TEST_CASE("cli: --keep-going says which rules are left out, and with them those that are on them") {
  Folder folder;
  folder.Write("a.ndjson", R"({"k":"a","u":"x"})");
  folder.Write("r.yml", R"(title: A
name: a
logsource: { category: test }
detection: { s: { k: a }, condition: s }
---
title: B
name: b
logsource: { category: test }
detection: { s: { 'k|nomod': b }, condition: s }
---
title: Both
name: both
correlation: { type: temporal, rules: [a, b], timespan: 1m }
)");
  const Outcome outcome = folder.Run({"scan", "--keep-going", "--rules", "r.yml", "a.ndjson"});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 3);
  CHECK(outcome.Says("sigrun: skipped 2 rules: b, both"));
  // No correlation replaces its alerts.
  CHECK(JsonLines(outcome.out).size() == 1);
  CHECK(folder.Run({"compile", "--keep-going", "r.yml", "-o", "p.sgc"}).code == 3);
  CHECK(folder.Run({"scan", "--rules", "p.sgc", "a.ndjson"}).code == 0);
}

TEST_CASE("cli: --keep-going leaves out a rule whose id is taken") {
  Folder folder;
  std::string other = kReads;
  other.replace(other.find("rule reads"), 10, "rule other");
  folder.Write("a.ndjson", Line(1)).Write("p/1.sgr", kReads).Write("p/2.sgr", other);
  const Outcome outcome = folder.Run({"scan", "--keep-going", "--rules", "p", "a.ndjson"});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 3);
  CHECK_FALSE(outcome.Says("no rules in"));
  CHECK(JsonLines(outcome.out).size() == 1);
}

TEST_CASE("cli: packs that are damaged, cut short or something else") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("r.sgr", kReads).Write("foreign.sgc", "PK\3\4zip");
  REQUIRE(folder.Run({"compile", "r.sgr", "-o", "p.sgc"}).code == 0);
  std::string pack = folder.Read("p.sgc");
  folder.Write("cut.sgc", pack.substr(0, pack.size() / 2)).Write("empty.sgc", "");
  pack[pack.size() / 2] ^= 1;
  folder.Write("damaged.sgc", pack);
  // A file that is not a pack may be valuable: the message must not suggest overwriting it.
  const std::string other = "check the path; `sigrun compile RULES -o FILE.sgc` makes a pack";
  CheckRulesRefused(folder, "foreign.sgc", {"foreign.sgc", "not a sigrun image", other});
  CheckRulesRefused(folder, "empty.sgc", {"empty.sgc", other});
  CheckRulesRefused(folder, "cut.sgc", {"truncated", "`sigrun compile RULES -o cut.sgc`"});
  CheckRulesRefused(folder, "damaged.sgc",
                    {"damaged", "checksum", "`sigrun compile RULES -o damaged.sgc`"});
}

TEST_CASE("cli: parameters that cannot be set") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("r.sgr", kBurst);
  const auto refused = [&](const std::string& setting, const std::vector<std::string>& words) {
    CheckRefused(folder, {"scan", "--rules", "r.sgr", "--set", setting, "a.ndjson"}, kUsage, words);
    CheckRefused(folder, {"compile", "r.sgr", "-o", "r.sgc", "--set", setting}, kUsage, words);
    CHECK_FALSE(fs::exists(folder.Path("r.sgc")));
  };
  refused("burst.laest=3", {"unknown parameter `burst.laest`", "did you mean `burst.least`?"});
  refused("brust.least=3", {"unknown parameter `brust.least`", "did you mean `burst.least`?"});
  refused("alerts.floor=3", {"unknown parameter `alerts.floor`: the rules have burst.least"});
  refused("burst.least=many",
          {"`many` is not a valid value of burst.least: it takes an integer, such as 5"});
  refused("least", {"write rule.parameter=value"});
  folder.Write("r.sgr", kReads);
  refused("reads.floor=1", {"unknown parameter `reads.floor`: the rules have reads.place"});
  folder.Write("r.sgr", "rule r { on json condition x == 1 }\n");
  refused("r.floor=1", {"unknown parameter `r.floor`: these rules have none"});
  std::string many = "rule m {\n  on json\n", condition = "  condition x == 0";
  for (int i = 10; i < 20; ++i) {
    many += fmt::format("  param p{}: int = 1\n", i);
    condition += fmt::format(" or x == p{}", i);
  }
  folder.Write("r.sgr", kBurst + many + condition + "\n}\n");
  refused("m.other=1", {"the rules have m.p10, m.p11, ", ", m.p17 and 2 more"});
}

TEST_CASE("cli: a parameter takes only values that the rule can run with") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("r.sgr", R"(rule r {
  on aws.cloudtrail
  param span: duration = 1h
  window sliding span
  n = count(where readOnly)
  condition n > 3
}
)");
  for (const auto& [value, why] : {std::pair{"soon", "it takes a duration, such as 10m"},
                                   std::pair{"0s", "invalid value in --set"}})
    CheckRefused(folder,
                 {"scan", "--rules", "r.sgr", "--set", std::string("r.span=") + value, "a.ndjson"},
                 kUsage, {why});
}

TEST_CASE("cli: a pack that cannot be read is not dumped") {
  Folder folder;
  folder.Write("foreign.sgc", "PK\3\4zip");
  CheckRefused(folder, {"dump", "foreign.sgc"}, kBadRules, {"not a sigrun image"});
}

TEST_CASE("cli: wrong command lines") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("r.sgr", kReads);
  const std::vector<std::string> scan = {"scan", "--rules", "r.sgr", "a.ndjson"};
  const auto refused = [&](const std::vector<std::string>& more,
                           const std::vector<std::string>& words) {
    std::vector<std::string> arguments = scan;
    arguments.insert(arguments.end(), more.begin(), more.end());
    CheckRefused(folder, arguments, kUsage, words);
  };
  refused({"--lateness", "soon"}, {"`soon` is not a duration", "--lateness 15m"});
  refused({"--format", "xml"}, {"xml", "jsonl"});
  refused({"--min-level", "urgent"}, {"urgent", "critical"});
  refused({"--fail-on", "urgent"}, {"urgent", "critical"});
  refused({"--no-such-flag"}, {"--no-such-flag"});
  CheckRefused(folder, {"scan", "--rules", "r.sgr"}, kUsage, {"inputs"});
  CheckRefused(folder, {}, kUsage, {"Usage", "scan"});
  CheckRefused(folder, {"scna", "a.ndjson"}, kUsage, {"unknown command `scna`", "`scan`"});
  CheckRefused(folder, {"compile", "r.sgr"}, kUsage, {"--output"});
  CheckRefused(folder, {"dump", "--stage=tree", "r.sgr"}, kUsage, {"tree", "bytecode"});
  CheckRefused(folder, {"help", "scna"}, kUsage, {"unknown command `scna`", "`sigrun help`"});
  CheckRefused(folder, {"explain", "E9999"}, kUsage, {"unknown diagnostic `E9999`", "lists them"});
  CheckRefused(folder, {"explain", "UnknownNam"}, kUsage, {"did you mean `UnknownName`?"});
  CheckRefused(folder, {"gen", "-o", "-", "--size", "much"}, kUsage, {"`much`", "--size 1GiB"});
}

TEST_CASE("cli: rules among the inputs are not read as logs, and it is said what was meant") {
  Folder folder;
  folder.Write("a/r.sgr", kReads).Write("b/s.sgr", kReads).Write("b/README.md", "words");
  folder.Write("b/list.txt", "x").Write("in.ndjson", Line(1)).Write("mixed/in.ndjson", Line(1));
  folder.Write("mixed/r.sgr", kReads);
  const Outcome two = folder.Run({"scan", "--rules", "a", "b", "in.ndjson"});
  CHECK(two.code == 2);
  CHECK(two.out.empty());
  CHECK(two.Says("`b` holds rules, not logs: --rules takes one path, write `--rules a --rules b`"));
  const Outcome file = folder.Run({"scan", "--rules", "a", "b/s.sgr", "in.ndjson"});
  CHECK(file.code == 2);
  CHECK(file.Says("`b/s.sgr` is rules, not logs"));
  CHECK(folder.Run({"scan", "b"}).Says("name them with `--rules b`, and the logs"));
  // A folder that contains logs counts as logs.
  CHECK(folder.Run({"scan", "--rules", "a", "mixed"}).code != 2);
}

TEST_CASE("cli: folders whose names begin with a dot hold no rules") {
  Folder folder;
  folder.Write("pack/r.sgr", kReads).Write("pack/.github/workflows/ci.yml", "jobs: []\n");
  folder.Write("pack/.old/s.sgr", kReads);
  const Outcome check = folder.Run({"check", "pack"});
  CHECK(check.code == 0);
  CHECK(check.err.find("W1006") == std::string::npos);
  // If it is named explicitly, it is read.
  CHECK(folder.Run({"check", "pack/.old"}).code == 0);
}

}  // namespace
}  // namespace sigrun::cli_testing
