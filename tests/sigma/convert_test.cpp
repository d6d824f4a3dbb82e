// Sigma rules as rule text: the output of `sigrun convert` parses to the tree it was written from.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "compiler/diag/render.h"
#include "compiler/format/format.h"
#include "compiler/format/tidy.h"
#include "compiler/sigma/comments.h"
#include "compiler/sigma/sigma.h"
#include "compiler/syntax/parse.h"
#include "tests/shared_data.h"
#include "tests/sigma/support.h"
#include "tests/tree_text.h"

namespace sigrun::sigma_testing {
namespace {

namespace fs = std::filesystem;

std::string Converted(const std::string& yaml, bool& sound) {
  SourceMap sources;
  diag::Sink sink;
  const SourceId source = sources.Add("r.yml", yaml);
  const sigma::Config config;
  ast::File file = sigma::Translate({{source, &config}}, {}, sources, sink).at(0);
  sound = !sink.has_errors();
  if (!sound) return "";
  std::vector<format::Comment> comments;
  for (const yaml::Comment& comment : sigma::CommentsOf(file, sources))
    comments.push_back({comment.offset, comment.text, comment.own_line});
  format::Tidy(file);
  const std::string text = format::Format(file, comments);
  CAPTURE(text);
  diag::Sink told;
  const ast::File again = syntax::ParseFile(sources.Add("r.sgr", text), sources, told);
  std::string errors;
  for (const auto& d : told.all()) errors += diag::Render(d, sources);
  CHECK(errors == "");
  CHECK(TreeText(again) == TreeText(file));
  for (const format::Comment& comment : comments) {
    std::istringstream lines(comment.text);
    for (std::string line; std::getline(lines, line);) {
      const size_t word = std::min(line.find_first_not_of(" #"), line.size());
      CHECK(text.find(line.substr(word, line.find_last_not_of(" \r") + 1 - word)) !=
            std::string::npos);
    }
  }
  return text;
}

TEST_CASE("sigma: a converted rule reads as a person would have written it, comments kept") {
  bool sound = false;
  CHECK(Converted(R"(# Above all.
title: Shadow copies deleted
id: 0f3d5c6e-2f7b-4a55-9d3e-6a1d2b0c4e11
status: test
tags:
    - attack.impact
logsource:
    product: windows
    category: process_creation
detection:
    # The program.
    selection:
        Image|endswith: '\vssadmin.exe'
        CommandLine|contains|all:  # both
            - 'delete'
            - 'shadows'
    filter_main:
        User: 'backup'  # the nightly job
    condition: selection and not 1 of filter_main*
level: high
)",
                  sound) == R"sgr(// Above all.
rule shadow_copies_deleted {
  meta {
    title  = "Shadow copies deleted"
    id     = "0f3d5c6e-2f7b-4a55-9d3e-6a1d2b0c4e11"
    status = test
    tags   = [attack.impact]
    level  = high
  }

  // logsource: { product: windows, category: process_creation }
  on json

  // The program.
  selection   = Image endswith '\vssadmin.exe'  // both
    and CommandLine contains all ["delete", "shadows"]
  filter_main = User == "backup"  // the nightly job

  condition selection and not any of filter_main*
}
)sgr");
  CHECK(sound);
}

TEST_CASE("sigma: a comment before the first value of a selection stays before it") {
  bool sound = false;
  const std::string text = Converted(R"(title: X
logsource:
    product: sql
detection:
    keywords:
        # Oracle
        - quoted string not properly terminated
        # MySQL
        - You have an error in your SQL syntax
        # SQLite
        - 'near "*": syntax error'
    fields:
        # Either.
        - a: x
        # Or.
        - b: y
    single:
        # It is this.
        c: z  # indeed
    several:
        d:
            - one  # the first
            - two
    condition: all of them
)",
                                     sound);
  CHECK(sound);
  CHECK(text.find(R"(  keywords = anywhere() contains any [
      // Oracle
      "quoted string not properly terminated",
      // MySQL
      "You have an error in your SQL syntax"
    ]
    // SQLite
    or anywhere() like '*near "*": syntax error*'
  // Either.
  fields   = a == "x"
    // Or.
    or b == "y"
  // It is this.
  single   = c == "z"  // indeed
  several  = d in [
    "one",  // the first
    "two"
  ]
)") != std::string::npos);
}

TEST_CASE("sigma: public rules that are converted read as the tree they were made from") {
  const fs::path shared = SharedData("sigma");
  if (shared.empty()) return;
  size_t seen = 0;
  for (const char* folder : {"rules", "deprecated", "unsupported"}) {
    for (const auto& entry : fs::recursive_directory_iterator(shared / folder)) {
      if (entry.path().extension() != ".yml") continue;
      CAPTURE(entry.path().string());
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      bool sound = false;
      Converted(text.str(), sound);
      seen += sound;
    }
  }
  CHECK(seen > 800);
}

}  // namespace
}  // namespace sigrun::sigma_testing
