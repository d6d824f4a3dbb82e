// Rules as Sigma YAML: goldens of the output, and of the parts that cannot be exported.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "compiler/compile.h"
#include "compiler/diag/render.h"
#include "compiler/sigma_export/export.h"
#include "compiler/sigma_export/yaml_text.h"
#include "tests/golden_file.h"

namespace sigrun::sigma_export {
namespace {

namespace fs = std::filesystem;

compiler::Compilation Compiled(const std::string& text) {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = text;
  compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files);
  std::string errors;
  for (const auto& d : compiled.diagnostics.all())
    if (d.severity() == diag::Severity::kError) errors += diag::Render(d, compiled.sources);
  CHECK(errors == "");
  return compiled;
}

// The output, then the notes and obstacles with their locations.
std::string Shown(const std::string& text) {
  const compiler::Compilation compiled = Compiled(text);
  std::string out;
  const auto tell = [&](const char* kind, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      const SourceFile& source = compiled.sources[finding.span.source];
      const LineColumn at = source.Locate(finding.span.begin);
      out +=
          fmt::format("# {} {}:{}:{}: {}\n", kind, source.path(), at.line, at.column, finding.text);
    }
  };
  for (const Exported& rule : Export(compiled.checked.rules, compiled.modules)) {
    out += fmt::format("{}# rule {}\n{}", out.empty() ? "" : "---\n", rule.rule, rule.yaml);
    tell("cannot", rule.reasons);
    tell("note", rule.notes);
  }
  return out;
}

// Every file of tests/golden/sigma_export must give its .yml file. With SIGRUN_UPDATE_GOLDENS set,
// writes these files instead.
TEST_CASE("sigma export: golden files") {
  size_t seen = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SIGRUN_SOURCE_DIR) / "tests/golden/sigma_export")) {
    if (entry.path().extension() != ".sgr") continue;
    ++seen;
    INFO(entry.path().string());
    const std::string actual = Shown(ReadText(entry.path()));
    fs::path golden = entry.path();
    golden.replace_extension(".yml");
    CheckGolden(golden, actual);
  }
  CHECK(seen >= 6);
}

TEST_CASE("sigma export: wildcards in a text are written so that they stand for themselves") {
  CHECK(WithoutWildcards("a*b?c") == "a\\*b\\?c");
  CHECK(WithoutWildcards("C:\\Windows\\x") == "C:\\Windows\\x");
  CHECK(WithoutWildcards("\\\\server") == "\\\\\\server");
  CHECK(WithoutWildcards("\\*") == "\\\\\\*");
  CHECK(WithoutWildcards("end\\") == "end\\");
}

TEST_CASE("sigma export: scalars stand in quotes where YAML would read something else") {
  CHECK(Plain("Plain text, as it is") == "Plain text, as it is");
  CHECK(Plain("key: value") == "'key: value'");
  CHECK(Plain("a #b") == "'a #b'");
  CHECK(Plain("Yes") == "'Yes'");
  CHECK(Plain("5 times") == "'5 times'");
  CHECK(Plain("") == "''");
  CHECK(Quoted("it's") == "'it''s'");
  CHECK(Quoted("a\nb\\") == "\"a\\nb\\\\\"");
  // A character that is not a line break here may be one in YAML.
  CHECK(Quoted("a\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF'\"") == R"("a\x85\u2028\ufeff'\"")");
  CHECK(Plain("a\xC2\x85") == R"("a\x85")");
  CHECK(TextOrBlock("a\nb\xE2\x80\xA9", 4) == R"("a\nb\u2029")");
  CHECK(Quoted("\xC3\xA4\xF0\x9F\x98\x80") == "'\xC3\xA4\xF0\x9F\x98\x80'");
  CHECK(TextOrBlock("a\n\nb", 4) == "|\n    a\n\n    b");
  CHECK(Key("a.b|contains") == "a.b|contains");
  CHECK(Key("@a") == "'@a'");
}

// Every rule of the pack is either exported or has a reported obstacle.
TEST_CASE("sigma export: no rule is lost without a reason") {
  size_t said = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(SIGRUN_SOURCE_DIR) / "rules/aws")) {
    if (entry.path().extension() != ".sgr") continue;
    const compiler::Compilation compiled = compiler::Compile(
        {{entry.path().string(), SIGRUN_SOURCE_DIR "/rules"}}, modules::DiskFileSystem());
    const auto all = Export(compiled.checked.rules, compiled.modules);
    CHECK(all.size() == compiled.checked.rules.rules.size());
    for (const Exported& rule : all) {
      CAPTURE(rule.rule);
      CHECK(rule.yaml.empty() == !rule.reasons.empty());
      said += !rule.yaml.empty();
    }
  }
  CHECK(said > 10);
}

}  // namespace
}  // namespace sigrun::sigma_export
