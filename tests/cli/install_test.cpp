// The installed files, and that the program finds its rules from every location.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kRootWithoutMfa =
    R"({"eventVersion":"1.08","userIdentity":{"type":"Root","principalId":"111122223333",)"
    R"("arn":"arn:aws:iam::111122223333:root","accountId":"111122223333"},)"
    R"("eventTime":"2026-01-01T00:00:00Z","eventSource":"signin.amazonaws.com",)"
    R"("eventName":"ConsoleLogin","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.77",)"
    R"("userAgent":"Mozilla/5.0","requestParameters":null,)"
    R"("responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"No"},)"
    R"("eventID":"7de2b615-01b3-41a8-9b8d-01f162360b59","eventType":"AwsConsoleSignIn",)"
    R"("recipientAccountId":"111122223333"})"
    "\n";

bool FindsShippedRules(const Folder& folder, const std::string& command) {
  const Outcome ran = folder.Shell(command + " scan -q --min-level high --format jsonl day.ndjson");
  INFO(command, ": ", ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.err == "");
  return ran.out.find("root") != std::string::npos;
}

const std::string kProgram = "'" SIGRUN_PROGRAM "'";

TEST_CASE("cli: the shipped rules are found in the build, through links and PATH") {
  Folder folder;
  folder.Write("day.ndjson", kRootWithoutMfa).Write("else where/x", "");
  CHECK(FindsShippedRules(folder, kProgram));
  fs::create_symlink(SIGRUN_PROGRAM, folder.Path("else where/link"));
  fs::create_symlink("link", folder.Path("else where/sigrun"));
  CHECK(FindsShippedRules(folder, "'else where/sigrun'"));
  CHECK(FindsShippedRules(folder, "PATH=\"$PWD/else where:$PATH\" sigrun"));
}

TEST_CASE("cli: without the shipped rules it is said where they were looked for") {
  Folder folder;
  folder.Write("day.ndjson", kRootWithoutMfa).Write("lonely/bin/x", "");
  fs::copy_file(SIGRUN_PROGRAM, folder.Path("lonely/bin/sigrun"));
  const Outcome ran = folder.Shell("lonely/bin/sigrun scan day.ndjson");
  CHECK(ran.code == 3);
  CHECK(ran.Says("lonely/share/sigrun/rules"));
  CHECK(ran.Says("--rules PATH"));
}

TEST_CASE("cli: an installation is complete and runs from a folder with a blank in its name") {
  Folder folder;
  folder.Write("day.ndjson", kRootWithoutMfa);
  const Outcome installed = folder.Shell("'" SIGRUN_CMAKE "' --install '" SIGRUN_BUILD_DIR
                                         "' --prefix \"$PWD/a prefix\"");
  REQUIRE_MESSAGE(installed.code == 0, installed.err);
  for (const char* file :
       {"bin/sigrun", "share/sigrun/rules/aws/root/console_login_without_mfa.sgr",
        "share/doc/sigrun/README.md", "share/doc/sigrun/CHANGELOG.md", "share/doc/sigrun/LICENSE",
        "share/doc/sigrun/docs/reference/language.md", "share/doc/sigrun/examples/README.md",
        "share/man/man1/sigrun.1", "share/bash-completion/completions/sigrun",
        "share/zsh/site-functions/_sigrun", "share/fish/vendor_completions.d/sigrun.fish"}) {
    CAPTURE(file);
    CHECK(fs::file_size(folder.Path(std::string("a prefix/") + file)) > 0);
  }
  CHECK_FALSE(fs::is_symlink(folder.Path("a prefix/share/sigrun/rules")));
  CHECK(FindsShippedRules(folder, "'a prefix/bin/sigrun'"));
  CHECK(FindsShippedRules(folder, "PATH=\"$PWD/a prefix/bin:$PATH\" sigrun"));
  // After moving it as a whole, it is still complete.
  fs::rename(folder.Path("a prefix"), folder.Path("moved"));
  CHECK(FindsShippedRules(folder, "moved/bin/sigrun"));
}

TEST_CASE("cli: a program builds against the installed library, by CMake and by pkg-config") {
  Folder folder;
  folder.Write("day.ndjson", kRootWithoutMfa);
  const std::string prefix = folder.Path("a prefix").string();
  const Outcome installed =
      folder.Shell("'" SIGRUN_CMAKE "' --install '" SIGRUN_BUILD_DIR "' --prefix '" + prefix + "'");
  REQUIRE_MESSAGE(installed.code == 0, installed.err);
  const std::string rules = " 'a prefix/share/sigrun/rules/aws/root' day.ndjson";
  const Outcome by_cmake =
      folder.Shell("'" SIGRUN_CMAKE "' -S '" SIGRUN_SOURCE_DIR
                   "/examples/embed' -B build -DCMAKE_PREFIX_PATH='" +
                   prefix +
                   "' -DCMAKE_CXX_COMPILER='" SIGRUN_CXX "' -DCMAKE_CXX_FLAGS='" SIGRUN_CXX_FLAGS
                   "' >log 2>&1 && '" SIGRUN_CMAKE
                   "' --build build >>log 2>&1 || { cat log >&2; exit 1; }; "
                   "build/embed" +
                   rules);
  REQUIRE_MESSAGE(by_cmake.code == 0, by_cmake.err);
  CHECK(by_cmake.out.starts_with("critical: "));
  CHECK(by_cmake.Says("1 records, "));
  const Outcome by_pkg_config = folder.Shell(
      "export PKG_CONFIG_PATH=$(dirname \"$(find 'a prefix' -name sigrun.pc)\"); eval '" SIGRUN_CXX
      "' -std=c++20 " SIGRUN_CXX_FLAGS " \"'" SIGRUN_SOURCE_DIR
      "/examples/embed/main.cpp'\" -o embed $(pkg-config --cflags --libs sigrun) && "
      "LD_LIBRARY_PATH=$(dirname \"$PKG_CONFIG_PATH\") ./embed" +
      rules);
  REQUIRE_MESSAGE(by_pkg_config.code == 0, by_pkg_config.err);
  CHECK(by_pkg_config.out == by_cmake.out);
}

// The long names of every command's flags in the help.
std::set<std::string> LongFlags(const std::string& help) {
  std::set<std::string> flags;
  for (size_t at = help.find("--"); at != std::string::npos; at = help.find("--", at + 2)) {
    size_t end = at + 2;
    while (end < help.size() &&
           (std::isalnum(static_cast<unsigned char>(help[end])) || help[end] == '-'))
      ++end;
    if (end > at + 3) flags.insert(help.substr(at, end - at));
  }
  return flags;
}

std::string Without(std::string text, const std::string& part) {
  for (size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
  return text;
}

TEST_CASE("cli: manual and completions tell every command and flag") {
  Folder folder;
  const std::string man = Without(folder.Run({"man"}).out, "\\");
  const std::string bash = folder.Run({"completion", "bash"}).out;
  const std::string zsh = folder.Run({"completion", "zsh"}).out;
  const std::string fish = folder.Run({"completion", "fish"}).out;
  std::vector<std::string> commands = {
#define SIGRUN_COMMAND(name) #name,
#include "cli/commands/commands.def"
      "Help"};
  for (std::string& name : commands) {
    name[0] = static_cast<char>(std::tolower(name[0]));
    CAPTURE(name);
    CHECK(man.find(".SS " + name + "\n") != std::string::npos);
    CHECK(bash.find("\n    " + name + ")\n") != std::string::npos);
    CHECK(zsh.find("'" + name + ":") != std::string::npos);
    CHECK(fish.find(" -a " + name + " ") != std::string::npos);
    const Outcome help = folder.Run({name, "--help"});
    CHECK(help.code == 0);
    for (const std::string& flag : LongFlags(help.out)) {
      CAPTURE(flag);
      CHECK(man.find(flag) != std::string::npos);
      CHECK(bash.find(flag) != std::string::npos);
      CHECK(zsh.find(flag) != std::string::npos);
      CHECK(fish.find(" -l " + flag.substr(2)) != std::string::npos);
    }
  }
}

TEST_CASE("cli: bash completes commands, flags, values and files") {
  Folder folder;
  folder.Write("my rules.sgr", kReads);
  folder.Write("complete.sh", "source <(" + kProgram +
                                  " completion bash)\n"
                                  "COMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_sigrun\n"
                                  "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
  const auto completed = [&](const std::string& words) {
    const Outcome ran = folder.Shell("bash complete.sh " + words);
    CHECK(ran.code == 0);
    return ran.out;
  };
  CHECK(completed("sigrun sc") == "scan\n");
  CHECK(completed("sigrun scan --keep-d") == "--keep-duplicates\n");
  CHECK(completed("sigrun scan --format j") == "jsonl\n");
  CHECK(completed("sigrun scan --rules my") == "my rules.sgr\n");
  CHECK(completed("sigrun completion f") == "fish\n");
  CHECK(completed("sigrun help exp") == "explain\n");
}

// Other shells and man are tested if they are installed.
TEST_CASE("cli: other shells accept their completions, and groff the manual page") {
  Folder folder;
  const auto check = [&](const std::string& program, const std::string& command) {
    if (folder.Shell("command -v " + program).code != 0) {
      MESSAGE("skipped: no ", program);
      return;
    }
    const Outcome ran = folder.Shell("set -o pipefail; " + kProgram + command);
    INFO(command, ran.err);
    CHECK(ran.code == 0);
    CHECK(ran.err == "");
  };
  check("zsh", " completion zsh > _sigrun && zsh -n _sigrun");
  check("fish", " completion fish > sigrun.fish && fish --no-execute sigrun.fish");
  check("groff", " man | groff -man -ww -Tutf8 > /dev/null");
}

}  // namespace
}  // namespace sigrun::cli_testing
