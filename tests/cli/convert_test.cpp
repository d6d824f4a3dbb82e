// From one rule language into the other.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kTwo = R"(rule sayable { on json condition name == "x" }
rule not_sayable { on json condition lower(name) == "x" and size * 2 > 5 }
)";

TEST_CASE("cli: convert writes what Sigma can say, and lists what it cannot with its place") {
  Folder folder;
  folder.Write("two.sgr", kTwo);
  const Outcome made = folder.Run({"convert", "--to", "sigma", "two.sgr"});
  CHECK(made.code == 1);
  CHECK(made.out.find("title: sayable\n") == 0);
  CHECK(made.out.find("        name: 'x'\n    condition: selection\n") != std::string::npos);
  CHECK(made.out.find("not_sayable") == std::string::npos);
  CHECK(made.err.find("two.sgr:2:6: error: rule `not_sayable` is left out") != std::string::npos);
  CHECK(made.err.find("two.sgr:2:38: function `lower`") != std::string::npos);
  CHECK(made.err.find("arithmetic (`*`)") != std::string::npos);
  CHECK(made.err.find("1 rule(s) converted, 1 left out") != std::string::npos);
}

TEST_CASE("cli: convert writes into a file, or a file for each rule into a folder") {
  Folder folder;
  folder.Write("a.sgr",
               "rule a { on json condition name == \"x\" }\n"
               "rule b { on json condition name == \"y\" }\n");
  CHECK(folder.Run({"convert", "--to", "sigma", "a.sgr", "-o", "all.yml"}).code == 0);
  CHECK(folder.Read("all.yml").find("\n---\ntitle: b\n") != std::string::npos);
  CHECK(folder.Run({"convert", "--to", "sigma", "a.sgr", "-o", "out/"}).code == 0);
  CHECK(folder.Read("out/a.yml") + "---\n" + folder.Read("out/b.yml") == folder.Read("all.yml"));
  CHECK(folder.Run({"convert", "--to", "sigma", "a.sgr", "-o", "no/such/a.yml"}).code == 4);
  CHECK(folder.Run({"convert", "--to", "klingon", "a.sgr"}).code == 2);
  folder.Write("bad.sgr", "rule a { on aws.cloudtrail condition eventNmae == \"x\" }\n");
  CHECK(folder.Run({"convert", "--to", "sigma", "bad.sgr"}).code == 3);
}

constexpr const char* kSigma = R"(title: Deleted
logsource:
    product: windows
detection:
    selection:
        Image|endswith: '\x.exe'  # the program
    condition: selection
)";

TEST_CASE("cli: convert turns Sigma into rules that are read again, and back") {
  Folder folder;
  folder.Write("in/a/deleted.yml", kSigma);
  const Outcome made = folder.Run({"convert", "in", "-o", "out"});
  CHECK(made.code == 0);
  CHECK(made.err.find("1 file(s) converted, 0 error(s)") != std::string::npos);
  const std::string rule = folder.Read("out/a/deleted.sgr");
  CHECK(rule.find("Image endswith '\\x.exe'  // the program\n") != std::string::npos);
  CHECK(folder.Run({"check", "out"}).code == 0);
  const Outcome back = folder.Run({"convert", "out"});
  CHECK(back.code == 0);
  CHECK(back.out.find("        Image|endswith: '\\x.exe'\n") != std::string::npos);
  CHECK(folder.Run({"convert", "in", "--to", "sigma"}).code == 2);
  CHECK(folder.Run({"convert", "out", "--to", "sgr"}).code == 2);
  folder.Write("in/a/wrong.yml",
               "title: Wrong\nlogsource:\n    product: x\ndetection:\n    condition: nothing\n");
  const Outcome some = folder.Run({"convert", "in"});
  CHECK(some.code == 1);
  CHECK(some.out.find("rule deleted {") != std::string::npos);
}

TEST_CASE("cli: convert loses no file: it says which would become one, and writes nothing over") {
  Folder folder;
  folder.Write("x/a.yml", kSigma).Write("y/a.yml", kSigma).Write("in/q.yml", kSigma);
  for (const auto& named : {std::vector<std::string>{"x", "y"}, {"x/a.yml", "y/a.yml"}}) {
    const Outcome clash = folder.Run({"convert", named[0], named[1], "-o", "out/"});
    CHECK(clash.code == 4);
    CHECK(clash.Says("`x/a.yml` and `y/a.yml` would both become `out/a.sgr`"));
    CHECK(!fs::exists(folder.Path("out")));
  }
  CHECK(folder.Run({"convert", "in", "-o", "out"}).code == 0);
  folder.Write("out/q.sgr", "mine");
  const Outcome again = folder.Run({"convert", "in", "-o", "out"});
  CHECK(again.code == 4);
  CHECK(again.Says("`out/q.sgr` exists already"));
  CHECK(folder.Run({"convert", "in", "-o", "out/q.sgr"}).code == 4);
  CHECK(folder.Read("out/q.sgr") == "mine");
  CHECK(folder.Run({"convert", "in", "-o", "out", "--force"}).code == 0);
  CHECK(folder.Read("out/q.sgr").find("rule deleted {") == 0);
  folder.Write("in/Q.yaml", kSigma);
  CHECK(folder.Run({"convert", "in", "-o", "new"}).Says("`in/Q.yaml` and `in/q.yml` would both"));
}

TEST_CASE("cli: convert to Sigma keeps the folders, too") {
  Folder folder;
  folder.Write("in/b/two.sgr", "rule B { on json condition name == \"x\" }");
  folder.Write("in/c/one.sgr", "rule b { on json condition name == \"x\" }");
  CHECK(folder.Run({"convert", "in", "-o", "out"}).code == 0);
  CHECK(folder.Read("out/b/B.yml").find("title: B\n") == 0);
  CHECK(folder.Read("out/c/b.yml").find("title: b\n") == 0);
  const Outcome clash = folder.Run({"convert", "in/b/two.sgr", "in/c/one.sgr", "-o", "flat/"});
  CHECK(clash.code == 4);
  CHECK(clash.Says("rule `B` of `in/b/two.sgr` and rule `b` of `in/c/one.sgr` would both become"));
}

}  // namespace
}  // namespace sigrun::cli_testing
