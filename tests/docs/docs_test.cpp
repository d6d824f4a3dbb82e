// Runs every example in the documentation.
//
//   ```sgr              a whole rule file: checks clean, and the tests in it pass
//   ```sgr-error E0201  a whole rule file: gives this diagnostic and no other
//   ```console          lines `$ sigrun …` are run in a folder of the document's own, and what they
//                       print is compared with what stands below them
//
// A block whose first line is `// file: NAME` (or `# file: NAME`) is written into that folder, and
// other blocks of the document can import it. In expected output, a line `…` matches any lines, and
// `…` within a line any text. `build/bin/sigrun` is the program, `rules/` the shipped rules, and
// `build/demo/sample.ndjson` the sample of `./dev demo`. The commands of an example run in a copy
// of its folder.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/docs/markdown.h"
#include "tests/docs/rule_text.h"

#ifndef SIGRUN_SOURCE_DIR
#define SIGRUN_SOURCE_DIR "."
#endif
#ifndef SIGRUN_PROGRAM
#define SIGRUN_PROGRAM "build/bin/sigrun"
#endif

namespace sigrun::docs {
namespace {

namespace fs = std::filesystem;

std::string Setting(const char* variable, const char* otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? value : otherwise;
}
fs::path Root() { return fs::absolute(Setting("SIGRUN_SOURCE_DIR", SIGRUN_SOURCE_DIR)); }
fs::path Program() { return fs::absolute(Setting("SIGRUN_PROGRAM", SIGRUN_PROGRAM)); }

struct Ran {
  std::string output;  // standard output and standard error
  int exit_code = 0;
};

// The folder for the commands of one document.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sigrun-docs-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    fs::create_directories(path_ / "build" / "bin");
    fs::create_symlink(Program(), path_ / "build" / "bin" / "sigrun");
    fs::create_directory_symlink(Root() / "rules", path_ / "rules");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  void CopyOf(const fs::path& example) const {
    fs::remove(path_ / "rules");  // the link: an example may have rules of its own
    fs::copy(example, path_, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }

  void Write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  // `$?` is the exit code of the command before.
  Ran Run(const std::string& command) {
    const std::string script = "cd '" + path_.string() +
                               "' && export PATH=\"$PWD/build/bin:$PATH\" && { (exit " +
                               std::to_string(last_) + "); " + command + "\n} 2>&1";
    std::FILE* pipe = popen(script.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Ran ran;
    char buffer[4096];
    for (size_t size; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      ran.output.append(buffer, size);
    const int status = pclose(pipe);
    ran.exit_code = last_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return ran;
  }

  void MakeSample() {
    if (fs::exists(path_ / "build" / "demo")) return;
    fs::create_directories(path_ / "build" / "demo");
    Run("sigrun gen -o build/demo/sample.ndjson --incident --truth build/demo/truth.json");
    last_ = 0;
  }

 private:
  fs::path path_;
  int last_ = 0;
};

const std::string kAnything = "…";

bool LineFits(std::string_view line, std::string_view expected) {
  const size_t any = expected.find(kAnything);
  if (any == std::string_view::npos) return line == expected;
  if (line.substr(0, any) != expected.substr(0, any)) return false;
  const std::string_view rest = expected.substr(any + kAnything.size());
  for (size_t at = any; at <= line.size(); ++at)
    if (LineFits(line.substr(at), rest)) return true;
  return false;
}

using Lines = std::vector<std::string>;

bool Fits(const Lines& lines, size_t at, const Lines& expected, size_t from) {
  if (from == expected.size()) return at == lines.size();
  if (expected[from] == kAnything)
    for (size_t skip = at; skip <= lines.size(); ++skip)
      if (Fits(lines, skip, expected, from + 1)) return true;
  return at < lines.size() && LineFits(lines[at], expected[from]) &&
         Fits(lines, at + 1, expected, from + 1);
}

void RunConsole(Folder& folder, const Block& block) {
  if (block.text.find("build/demo") != std::string::npos) folder.MakeSample();
  const Lines lines = SplitLines(block.text);
  for (size_t i = 0; i < lines.size();) {
    REQUIRE(lines[i].rfind("$ ", 0) == 0);
    std::string command = lines[i++].substr(2);
    while (command.back() == '\\') command = command.substr(0, command.size() - 1) + lines[i++];
    Lines expected;
    while (i < lines.size() && lines[i].rfind("$ ", 0) != 0) expected.push_back(lines[i++]);
    const Ran ran = folder.Run(command);
    CAPTURE(command);
    CAPTURE(ran.output);
    CHECK(Fits(SplitLines(ran.output), 0, expected, 0));
  }
}

void CheckRules(const RuleFiles& files) {
  compiler::Compilation compilation = Compile(files);
  CHECK(Rendered(compilation) == "");
  CHECK(FailedTests(std::move(compilation)) == "");
}

TEST_CASE("every example in the documentation is what it says") {
  for (const fs::path& document : Documents(Root())) {
    CAPTURE(fs::relative(document, Root()).string());
    Folder folder;
    if (document.parent_path().parent_path() == Root() / "examples")
      folder.CopyOf(document.parent_path());
    std::map<std::string, std::string> named;
    for (const Block& block : ReadBlocks(document)) {
      CAPTURE(block.line);
      if (!block.file.empty()) {
        folder.Write(block.file, block.text);
        named[block.file] = block.text;
      }
      RuleFiles files{block.file.empty() ? "example.sgr" : block.file, named};
      files.files[files.root] = block.text;
      if (block.language == "sgr") CheckRules(files);
      if (block.language == "sgr-error")
        CHECK(Codes(Compile(files)) == std::set<std::string>{block.argument});
      if (block.language == "console") RunConsole(folder, block);
    }
  }
}

TEST_CASE("every command has its section in docs/reference/cli.md") {
  std::ifstream stream(Root() / "docs/reference/cli.md", std::ios::binary);
  std::set<std::string> sections;
  for (std::string line; std::getline(stream, line);)
    if (line.rfind("## sigrun ", 0) == 0) sections.insert(line.substr(10, line.find(' ', 10) - 10));
  const char* const names[] = {
#define SIGRUN_COMMAND(name) #name,
#include "cli/commands/commands.def"
  };
  for (std::string name : names) {
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
    CHECK_MESSAGE(sections.count(name) == 1, "docs/reference/cli.md says nothing about " << name);
  }
}

TEST_CASE("every format of alerts is described in docs/reference/alerts.md") {
  std::ifstream stream(Root() / "docs/reference/alerts.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(stream), {}};
  for (const std::string name : {
#define SIGRUN_ALERT_FORMAT(name, factory, doc) #name,
#include "cli/formats/alert_formats.def"
       })
    CHECK_MESSAGE(page.find("`--format " + name + "`") != std::string::npos,
                  "docs/reference/alerts.md says nothing about " << name);
}

// The targets of the links in a document, except links to other sites.
std::vector<std::string> Links(const fs::path& document) {
  std::vector<std::string> links;
  std::ifstream stream(document, std::ios::binary);
  bool in_block = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("```", 0) == 0) in_block = !in_block;
    for (size_t at = in_block ? line.npos : line.find("]("); at != line.npos;
         at = line.find("](", at + 1)) {
      const std::string target = line.substr(at + 2, line.find(')', at) - at - 2);
      if (target.rfind("http", 0) != 0) links.push_back(target.substr(0, target.find('#')));
    }
  }
  return links;
}

TEST_CASE("every link between the pages leads to a file") {
  for (const fs::path& document : Documents(Root())) {
    CAPTURE(fs::relative(document, Root()).string());
    for (const std::string& link : Links(document)) {
      CAPTURE(link);
      CHECK((link.empty() || fs::exists(document.parent_path() / link)));
    }
  }
}

}  // namespace
}  // namespace sigrun::docs
