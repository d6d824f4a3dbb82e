// Mistakes of authors who know another rule language, and the resulting diagnostics: with location,
// reason and fix. Our own table is a golden file; third-party data is next to the project.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "tests/golden_file.h"
#include "tests/shared_data.h"

namespace sigrun {
namespace {

struct Answer {
  std::string text;      // CODE line:column message, with what to do
  bool way_out = false;  // every error has a help; there is at least one diagnostic
  bool any = false;
};

Answer Check(const std::string& rules) {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = rules;
  const compiler::Compilation made = compiler::Compile({{"r.sgr", ""}}, files);
  Answer answer;
  bool all_help = true;
  for (const diag::Diagnostic& diagnostic : made.diagnostics.all()) {
    std::string place = "-";
    if (diagnostic.span.valid()) {
      const LineColumn at = made.sources[diagnostic.span.source].Locate(diagnostic.span.begin);
      place = fmt::format("{}:{}", at.line, at.column);
    }
    answer.text += fmt::format("{} {} {}\n    {}\n", diag::Info(diagnostic.code).code, place,
                               diagnostic.message, diagnostic.help);
    answer.any = true;
    all_help &= !diagnostic.help.empty();
  }
  answer.way_out = answer.any && all_help;
  return answer;
}

TEST_CASE("mistakes: habits of other languages are told with place, reason and way out") {
  const auto folder = std::filesystem::path(SIGRUN_SOURCE_DIR) / "tests/golden/mistakes";
  const std::string all = ReadText(folder / "mistakes.txt");
  std::string told;
  size_t count = 0;
  for (size_t at = all.find("=== "); at != std::string::npos;) {
    const size_t line = all.find('\n', at), next = all.find("\n=== ", line);
    const size_t end = next == std::string::npos ? all.size() : next + 1;
    const Answer answer = Check(all.substr(line + 1, end - line - 1));
    const std::string what = all.substr(at, line - at) + ": " + answer.text;
    CHECK_MESSAGE(answer.way_out, what);
    told += all.substr(at, line + 1 - at) + answer.text;
    at = next == std::string::npos ? next : next + 1;
    ++count;
  }
  CHECK(count >= 100);
  CheckGolden(folder / "mistakes.golden", told);
}

// Mistakes about AWS names, which the compiler does not know; and text that is valid: it has the
// intended meaning.
const std::set<std::string> kNotAnswered = {"25", "29", "31", "39", "43", "99",
                                            "77", "21", "27", "35", "83", "87"};

TEST_CASE("mistakes: those of others are answered") {
  const auto file = SharedData("mistakes/mistakes.json");
  if (file.empty()) return;
  size_t count = 0;
  for (const auto& one : nlohmann::json::parse(ReadText(file))) {
    const std::string id = one["id"];
    if (kNotAnswered.count(id) > 0) continue;
    const Answer answer = Check(one["text"].get<std::string>());
    const std::string what = id + " " + one["what"].get<std::string>() + ": " + answer.text;
    CHECK_MESSAGE(answer.way_out, what);
    ++count;
  }
  CHECK(count > 0);
}

}  // namespace
}  // namespace sigrun
