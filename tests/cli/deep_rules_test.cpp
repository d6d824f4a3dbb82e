// Deep, long or numerous rules: each limit is reported at its location, and nothing crashes.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr int kFindings = 1, kBadRules = 3;
const std::string kRule =
    "rule r {\n  meta { title = \"Example\" level = low }\n  on aws.cloudtrail\n"
    "  condition readOnly\n}\n";

// chain/m0.sgr imports m1, that m2, and so on; `count` modules in all.
void WriteChain(Folder& folder, int count) {
  for (int i = 0; i < count; ++i) {
    std::string text = "pub let l" + std::to_string(i) + " = readOnly\n";
    if (i + 1 < count) text = "import m" + std::to_string(i + 1) + "\n" + text;
    folder.Write("chain/m" + std::to_string(i) + ".sgr", text);
  }
}

TEST_CASE("cli: modules import one another up to 64 deep, in whatever order they are read") {
  Folder folder;
  WriteChain(folder, 64);
  CHECK(folder.Run({"check", "chain/m0.sgr"}).code == 0);
  CHECK(folder.Run({"check", "chain"}).code == 0);
  WriteChain(folder, 65);
  for (const std::vector<std::string>& paths :
       {std::vector<std::string>{"chain/m0.sgr"}, {"chain"}, {"chain/m64.sgr", "chain/m0.sgr"}}) {
    std::vector<std::string> command = {"check"};
    command.insert(command.end(), paths.begin(), paths.end());
    const Outcome outcome = folder.Run(command);
    CHECK(outcome.code == kFindings);
    CHECK(outcome.Says("E0606"));
    CHECK(outcome.Says("more than 64 modules"));
  }
}

TEST_CASE("cli: a chain of 12,000 imports is an error, not a crash") {
  Folder folder;
  WriteChain(folder, 12'000);
  folder.Write("a.ndjson", Line(1));
  const Outcome check = folder.Run({"check", "chain/m0.sgr"});
  CHECK(check.code == kFindings);
  CHECK(check.Says("E0606"));
  CHECK(folder.Run({"scan", "--rules", "chain/m0.sgr", "--", "a.ndjson"}).code == kBadRules);
}

TEST_CASE("cli: JSON of a fixture has a depth, in the rule file and beside it") {
  Folder folder;
  const auto nested = [](int depth) {
    std::string text = "{ \"a\": ";
    for (int i = 1; i < depth; ++i) text += "[";
    text += "1";
    for (int i = 1; i < depth; ++i) text += "]";
    return text + " }";
  };
  const std::string test = "fixture deep from \"deep.json\"\ntest r { quiet on deep }\n";
  folder.Write("pack/r.sgr", kRule + test).Write("pack/deep.json", nested(200));
  CHECK(folder.Run({"test", "pack"}).code == 0);
  for (const int depth : {300, 100'000, 3'000'000}) {
    CAPTURE(depth);
    folder.Write("pack/deep.json", nested(depth));
    const Outcome outcome = folder.Run({"test", "pack"});
    CHECK(outcome.code == kBadRules);
    CHECK(outcome.Says("nested more than 256 deep"));
  }
  folder.Write("pack/r.sgr",
               kRule + "fixture deep = " + nested(100'000) + "\ntest r { quiet on deep }\n");
  CHECK(folder.Run({"test", "pack"}).code == kBadRules);
  std::string path = "a";
  for (int i = 0; i < 100'000; ++i) path += ".a";
  folder.Write("pack/r.sgr", kRule + "fixture flat = {}\ntest r { quiet on flat with { \"" + path +
                                 "\": 1 } }\n");
  const Outcome keys = folder.Run({"test", "pack"});
  CHECK(keys.code == kBadRules);
  CHECK(keys.Says("a path has more than 64 keys"));
}

TEST_CASE("cli: fixtures are made from one another up to 32 deep, and told once") {
  const auto chain = [](int count) {
    std::string text = kRule + "fixture f0 = { \"eventName\": \"GetObject\" }\n";
    for (int i = 1; i < count; ++i)
      text += "fixture f" + std::to_string(i) + " = f" + std::to_string(i - 1) +
              " with { \"n\": " + std::to_string(i) + " }\n";
    return text;
  };
  Folder folder;
  folder.Write("r.sgr", chain(32));
  CHECK(folder.Run({"check", "r.sgr"}).code == 0);
  folder.Write("r.sgr", chain(10'000));
  const Outcome outcome = folder.Run({"check", "r.sgr"});
  CHECK(outcome.code == kFindings);
  CHECK(outcome.Says("E0704"));
  CHECK((outcome.out + outcome.err).find(": 1 error") != std::string::npos);
  folder.Write("r.sgr",
               kRule + "fixture a = b with { \"n\": 1 }\nfixture b = a with { \"n\": 2 }\n");
  CHECK(folder.Run({"check", "r.sgr"}).Says("E0203"));
}

TEST_CASE("cli: the events of a test have a size") {
  Folder folder;
  folder.Write("r.sgr",
               kRule + "fixture f = { \"eventTime\": \"2026-01-01T00:00:00Z\", \"text\": \"" +
                   std::string(1 << 20, 'x') + "\" }\ntest r { quiet on f repeat 1000 }\n");
  const Outcome outcome = folder.Run({"test", "r.sgr"});
  CHECK(outcome.code == 1);
  CHECK(outcome.out.find("more than 64 MiB") != std::string::npos);
}

TEST_CASE("cli: a list file has a number of items") {
  Folder folder;
  std::string items;
  for (int i = 0; i <= 1'000'000; ++i) items += std::to_string(i) + "\n";
  folder.Write("many.txt", items);
  folder.Write("r.sgr",
               "list many from \"many.txt\"\nrule r {\n  meta { title = \"Example\" level = low }\n"
               "  on json\n  condition a in many\n}\n");
  const Outcome outcome = folder.Run({"check", "r.sgr"});
  CHECK(outcome.code == kFindings);
  CHECK(outcome.Says("E0607"));
}

// The result for each kind of deep or long text: an error with a location, and no crash.
void CheckTold(const std::string& text, const std::string& code) {
  Folder folder;
  folder.Write("r.sgr", text);
  const Outcome outcome = folder.Run({"check", "r.sgr"});
  CAPTURE(text.substr(0, 60));
  CAPTURE(outcome.err.substr(0, 400));
  CHECK(outcome.code != -1);
  CHECK(outcome.Says("r.sgr:"));
  CHECK(outcome.Says(code));
}

std::string Repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST_CASE("cli: names that lead into names, keys, brackets and parts of a message have limits") {
  const std::string head = "rule r {\n  on json\n";
  std::string backwards = head;
  for (int i = 20'000; i > 0; --i)
    backwards += "  b" + std::to_string(i) + " = b" + std::to_string(i - 1) + " and c == 1\n";
  CheckTold(backwards + "  b0 = a == 1\n  condition b20000\n}\n", "E0214");
  CheckTold(head + "  condition a" + Repeated(".a", 100'000) + " == 1\n}\n", "E0104");
  CheckTold(
      head + "  condition " + Repeated("(", 100'000) + "a == 1" + Repeated(")", 100'000) + "\n}\n",
      "E0104");
  CheckTold(head + "  condition " + Repeated("not ", 100'000) + "a == 1\n}\n", "E0104");
  CheckTold(
      head + "  condition a == 1\n  alert { message = \"" + Repeated("{a}", 100'000) + "\" }\n}\n",
      "parts in `message`");
}

}  // namespace
}  // namespace sigrun::cli_testing
