// How long it takes to compile Sigma rules, from YAML to a verified program, in one thread: rules
// of the size and make that public rule sets have, thrown with a fixed seed.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "compiler/compile.h"

namespace {

using namespace sigrun;

std::string Rule(int number, std::mt19937& random) {
  static const char* const kFields[] = {"Image", "CommandLine", "ParentImage", "eventName",
                                        "requestParameters.name"};
  static const char* const kModifiers[] = {"", "|contains", "|endswith", "|startswith",
                                           "|contains|all"};
  std::string rule = fmt::format(
      "title: Rule number {0}\nid: 00000000-0000-4000-8000-{0:012}\nstatus: test\n"
      "description: Finds what rule number {0} looks for, and says so in a sentence.\n"
      "references:\n    - https://example.org/rules/{0}\nauthor: Example\ndate: 2026-01-01\n"
      "tags:\n    - attack.execution\n    - attack.t1059.001\n"
      "logsource:\n    category: process_creation\n    product: windows\ndetection:\n",
      number);
  const int selections = 1 + static_cast<int>(random() % 3);
  for (int s = 0; s < selections; ++s) {
    rule += fmt::format("    selection_{}:\n", s);
    for (int f = 0; f < 2; ++f) {
      rule += fmt::format("        {}{}:\n", kFields[2 * f + static_cast<int>(random() % 2)],
                          kModifiers[random() % 5]);
      const int values = 1 + static_cast<int>(random() % 8);
      for (int v = 0; v < values; ++v)
        rule += fmt::format("            - '\\\\value-{}-{}.exe'\n", random() % 100'000, v);
    }
  }
  rule += "    filter_main:\n        User: SYSTEM\n";
  rule += "    condition: 1 of selection_* and not 1 of filter_*\n";
  return rule + "falsepositives:\n    - Unknown\nlevel: medium\n";
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  constexpr int kRules = 1'000;
  modules::MemoryFileSystem files;
  std::vector<modules::RootFile> roots;
  std::mt19937 random(7);
  size_t bytes = 0;
  for (int i = 0; i < kRules; ++i) {
    const std::string path = fmt::format("rule{}.yml", i);
    files.files[path] = Rule(i, random);
    bytes += files.files[path].size();
    roots.push_back({path, ""});
  }
  std::vector<double> times;
  size_t errors = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::clock_t begin = std::clock();
    const compiler::Compilation compilation = compiler::Compile(roots, files);
    times.push_back(1e3 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    errors = compilation.diagnostics.error_count();
    if (!compilation.program) return 1;
  }
  std::sort(times.begin(), times.end());
  fmt::print(
      "{} Sigma rules ({} KiB), {} errors: {:.0f} ms of processor time (median of {}; goal: below "
      "500)\n",
      kRules, bytes >> 10, errors, times[times.size() / 2], rounds);
  return errors > 0;
}
