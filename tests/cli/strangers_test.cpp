// Rules from strangers: the files that they name must be inside their pack, and nothing else on the
// machine is read, revealed or compiled.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr int kFindings = 1, kBadRules = 3;
const std::string kSecret = "AKIA-MY-OWN-FAKE-SECRET-1234";

std::string ListRule(const std::string& path) {
  return "list stolen: cidr from \"" + path +
         "\"\nrule r {\n  meta { title = \"Example\" level = low }\n  on aws.cloudtrail\n"
         "  condition sourceIPAddress in stolen\n}\n";
}
std::string FixtureRule(const std::string& path) {
  return "rule r {\n  meta { title = \"Example\" level = low }\n  on aws.cloudtrail\n"
         "  condition eventName == \"GetObject\"\n}\nfixture stolen from \"" +
         path + "\"\ntest r { quiet on stolen }\n";
}

// Every command that reads rules.
const std::vector<std::vector<std::string>> kCommands = {
    {"check", "pack"},
    {"check", "--json", "pack"},
    {"test", "pack"},
    {"compile", "pack", "-o", "out.sgc"},
    {"dump", "pack"},
    {"dump", "--stage=ast", "pack"},
    {"convert", "--to", "sigma", "pack"},
    {"scan", "--rules", "pack", "--", "a.ndjson"},
    {"scan", "--keep-going", "--rules", "pack", "--", "a.ndjson"},
};

// No command reveals the secret; all refuse and say so.
void CheckKept(const Folder& folder, const std::string& word) {
  for (const std::vector<std::string>& command : kCommands) {
    const Outcome outcome = folder.Run(command);
    CAPTURE(command.front());
    CAPTURE(outcome.err);
    // Findings are the purpose of `check`.
    CHECK((outcome.code == kBadRules || (command.front() == "check" && outcome.code == kFindings)));
    CHECK((outcome.err + outcome.out).find(word) != std::string::npos);
    CHECK((outcome.err + outcome.out).find("AKIA") == std::string::npos);
    if (fs::exists(folder.Path("out.sgc")))
      CHECK(folder.Read("out.sgc").find("AKIA") == std::string::npos);
  }
}

TEST_CASE("cli: a file outside of the pack is not read, whatever the way to it") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("secret.txt", kSecret + "\n");
  const std::string absolute = folder.Path("secret.txt").string();
  for (const std::string& path :
       {std::string("../secret.txt"), absolute, std::string("a/../../secret.txt"),
        std::string("./../secret.txt")}) {
    CAPTURE(path);
    folder.Write("pack/r.sgr", ListRule(path));
    CheckKept(folder, "E0605");
    folder.Write("pack/r.sgr", FixtureRule(path));
    CheckKept(folder, "E0605");
  }
}

TEST_CASE("cli: nor through a link in the pack") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("secret.txt", kSecret + "\n");
  folder.Write("pack/r.sgr", ListRule("link.txt"));
  fs::create_symlink("../secret.txt", folder.Path("pack/link.txt"));
  CheckKept(folder, "E0605");
  fs::create_directory_symlink("..", folder.Path("pack/up"));
  folder.Write("pack/r.sgr", ListRule("up/secret.txt"));
  CheckKept(folder, "up");
}

TEST_CASE("cli: a rule file, a configuration, a folder that are links out of the pack") {
  Folder folder;
  folder.Write("a.ndjson", Line(1)).Write("secret.txt", kSecret + "\n").Write("pack/r.sgr", kReads);
  fs::create_symlink("../secret.txt", folder.Path("pack/other.sgr"));
  CheckKept(folder, "E0605");
  fs::remove(folder.Path("pack/other.sgr"));
  fs::create_symlink("../secret.txt", folder.Path("pack/other.yml"));
  CheckKept(folder, "E0605");
  fs::remove(folder.Path("pack/other.yml"));
  fs::create_directory_symlink("..", folder.Path("pack/up"));
  CheckKept(folder, "links out of the folder");
}

TEST_CASE("cli: what does not exist outside of the pack looks like what does") {
  Folder folder;
  folder.Write("secret.txt", kSecret);
  const auto said = [&](const std::string& path) {
    folder.Write("pack/r.sgr", ListRule(path));
    std::string text = folder.Run({"check", "pack"}).err;
    for (size_t at; (at = text.find(path)) != std::string::npos;) text.erase(at, path.size());
    return text;
  };
  CHECK(said("../secret.txt") == said("../absent.txt"));
}

TEST_CASE("cli: what lies in the pack is read, also through a link that stays inside") {
  Folder folder;
  folder.Write("pack/shared/office.txt", "192.0.2.0/24\n");
  folder.Write("pack/aws/r.sgr", ListRule("../shared/office.txt"));
  CHECK(folder.Run({"check", "pack"}).code == 0);
  fs::create_directory_symlink("shared", folder.Path("pack/same"));
  folder.Write("pack/aws/r.sgr", ListRule("../same/office.txt"));
  CHECK(folder.Run({"check", "pack"}).code == 0);
  // The pack of a named file is its folder.
  const Outcome file = folder.Run({"check", "pack/aws/r.sgr"});
  CHECK(file.code == kFindings);
  CHECK(file.Says("--allow-files"));
}

TEST_CASE("cli: --allow-files takes any regular file") {
  Folder folder;
  folder.Write("office.txt", "192.0.2.0/24\n").Write("pack/r.sgr", ListRule("../office.txt"));
  CHECK(folder.Run({"check", "pack"}).code == kFindings);
  CHECK(folder.Run({"check", "--allow-files", "pack"}).code == 0);
  folder.Write("pack/r.sgr", ListRule("/dev/zero"));
  const Outcome device = folder.Run({"check", "--allow-files", "pack"});
  CHECK(device.code == kFindings);
  CHECK(device.Says("not a regular file"));
}

TEST_CASE("cli: only regular files are read, and none is waited for") {
  Folder folder;
  folder.Write("pack/r.sgr", ListRule("pipe"));
  REQUIRE(mkfifo(folder.Path("pack/pipe").c_str(), 0600) == 0);
  const Outcome fifo = folder.Run({"check", "pack"});
  CHECK(fifo.code == kFindings);
  CHECK(fifo.Says("not a regular file"));
  folder.Write("pack/r.sgr", ListRule("."));
  CHECK(folder.Run({"check", "pack"}).Says("not a regular file"));
  REQUIRE(mkfifo(folder.Path("pack/more.sgr").c_str(), 0600) == 0);
  CHECK(folder.Run({"check", "pack"}).Says("cannot read rule file `pack/more.sgr`"));
}

TEST_CASE("cli: the events of a test come from its pack") {
  Folder folder;
  const std::string rule =
      "rule r {\n  meta { title = \"Example\" level = low }\n  on aws.cloudtrail\n"
      "  condition eventName == \"GetObject\"\n}\n";
  folder.Write("pack/r.sgr", rule + "test r { quiet on file \"/dev/zero\" }\n");
  const Outcome device = folder.Run({"test", "pack"});
  CHECK(device.code == 1);
  CHECK(device.out.find("outside the pack") != std::string::npos);
  CHECK(folder.Run({"test", "--allow-files", "pack"}).out.find("not a regular file") !=
        std::string::npos);
  folder.Write("pack/day.ndjson", Line(1));
  folder.Write("pack/r.sgr", rule + "test r { fires once on file \"day.ndjson\" }\n");
  CHECK(folder.Run({"test", "pack"}).code == 0);
}

TEST_CASE("cli: of a file that is wrong only the item is told that is wrong") {
  Folder folder;
  folder.Write("pack/r.sgr", ListRule("list.txt"));
  folder.Write("pack/list.txt", "192.0.2.0/24\nthe-first\nthe-second\n");
  const Outcome list = folder.Run({"check", "pack"});
  CHECK(list.Says("line 2 of `list.txt`"));
  CHECK_FALSE(list.Says("192.0.2.0"));
  folder.Write("pack/r.sgr", FixtureRule("event.json"));
  folder.Write("pack/event.json", kSecret);
  const Outcome fixture = folder.Run({"check", "pack"});
  CHECK(fixture.Says("E0702"));
  CHECK_FALSE(fixture.Says("AKIA"));
}

}  // namespace
}  // namespace sigrun::cli_testing
