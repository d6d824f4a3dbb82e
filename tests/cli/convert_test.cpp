// Conversion between the rule languages.
#include <doctest/doctest.h>

#include <filesystem>

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
  CHECK(made.err.find("two.sgr:2:6: error: rule `not_sayable` is skipped") != std::string::npos);
  CHECK(made.err.find("two.sgr:2:38: function `lower`") != std::string::npos);
  CHECK(made.err.find("arithmetic (`*`)") != std::string::npos);
  CHECK(made.err.find("1 rule converted, 1 skipped") != std::string::npos);
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
  CHECK(made.err.find("1 file converted, 0 errors") != std::string::npos);
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
  CHECK(again.Says("`out/q.sgr` already exists"));
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

TEST_CASE("cli: convert keeps as comments what the rule language has no word for") {
  Folder folder;
  folder.Write("a.yml", R"(title: Base
id: 3a9b6a2e-7f0e-4f5c-9a41-0d1b7f6f5c11
related:
    - id: 3a9b6a2e-7f0e-4f5c-9a41-0d1b7f6f5c12
      type: derived
status: test
name: base-rule
logsource:
    product: windows
    definition: 'Requirements: a log'
detection:
    selection:
        a|neq: 1
    condition: selection
my_key: {a: 1}
---
title: Admins
id: 3a9b6a2e-7f0e-4f5c-9a41-0d1b7f6f5c14
author: Ann
logsource:
    product: windows
filter:
    rules: any
    selection:
        User|startswith: adm_
    condition: not selection
)");
  const Outcome made = folder.Run({"convert", "a.yml", "-o", "a.sgr"});
  CHECK(made.code == 0);
  CHECK(folder.Read("a.sgr") == R"(rule base_rule {
  meta {
    title  = "Base"
    id     = "3a9b6a2e-7f0e-4f5c-9a41-0d1b7f6f5c11"
    // related:
    //     - id: 3a9b6a2e-7f0e-4f5c-9a41-0d1b7f6f5c12
    //       type: derived
    status = test
  }

  // name: base-rule
  // logsource: { product: windows }
  // definition: 'Requirements: a log'
  on json

  selection = a != 1

  condition selection
  // my_key: {a: 1}
}

exception for base_rule {
  // id: 3a9b6a2e-7f0e-4f5c-9a41-0d1b7f6f5c14
  // author: Ann
  when User startswith "adm_"
  reason = "filter: Admins"
}
)");
  CHECK(folder.Run({"check", "a.sgr"}).code == 0);
}

TEST_CASE("cli: convert leaves out a file with a field that no rule can name") {
  Folder folder;
  folder.Write("a.yml", kSigma);
  folder.Write("b.yml",
               "title: B\nlogsource:\n    product: x\ndetection:\n    selection:\n"
               "        'a`b': 1\n    condition: selection\n");
  const Outcome made = folder.Run({"convert", "a.yml", "b.yml"});
  CHECK(made.code == 1);
  CHECK(made.Says("b.yml:6:10: error: `b.yml` is skipped"));
  CHECK(made.Says("1 file converted, 1 error"));
  CHECK(made.out.find("rule deleted {") == 0);
}

TEST_CASE("cli: convert to Sigma keeps the comments before rules, and says how many it does not") {
  Folder folder;
  folder.Write("a.sgr",
               "// What it is.\n/* And\n why. */\nrule a {\n  on json\n  // inside\n"
               "  condition name == \"x\"  // behind\n}\n"
               "// Of a test.\nfixture f = { \"name\": \"x\" }  // of a test, too\n"
               "test a {\n  // and this\n  fires on f\n}\n");
  const Outcome made = folder.Run({"convert", "a.sgr"});
  CHECK(made.code == 0);
  CHECK(made.out.find("# What it is.\n# And\n# why.\ntitle: a\n") == 0);
  CHECK(made.Says("a.sgr: note: 2 comments are dropped: only comments before a rule are kept"));
}

TEST_CASE("cli: convert leaves out a document with an error that only checking finds") {
  Folder folder;
  folder.Write("a.yml", kSigma + std::string("---\ntitle: Wrong\nlogsource:\n    product: x\n"
                                             "detection:\n    s:\n        a|re: '*b'\n"
                                             "    condition: s\n"));
  const Outcome made = folder.Run({"convert", "a.yml", "-o", "a.sgr"});
  CHECK(made.code == 1);
  CHECK(made.Says("a.yml:14:16: error[E0310]"));
  CHECK(folder.Run({"check", "a.sgr"}).code == 0);
  CHECK(folder.Read("a.sgr").find("rule wrong") == std::string::npos);
}

TEST_CASE(
    "cli: convert refuses compiled rules, and an output that is named as the other language") {
  Folder folder;
  folder.Write("a.yml", kSigma);
  const Outcome wrong = folder.Run({"convert", "a.yml", "-o", "b.yml"});
  CHECK(wrong.code == 2);
  CHECK(wrong.Says("has the extension of the other language: use .sgr"));
  CHECK(!fs::exists(folder.Path("b.yml")));
  CHECK(folder.Run({"compile", "a.yml", "-o", "a.sgc"}).code == 0);
  const Outcome compiled = folder.Run({"convert", "a.sgc"});
  CHECK(compiled.code == 2);
  CHECK(compiled.Says("`a.sgc` is a compiled pack"));
}

TEST_CASE("cli: convert leaves comments with the log source, the rules and the fields") {
  Folder folder;
  folder.Write("a.yml", R"(title: X
name: x
tags: [attack.t1078]
# the log source
logsource:
    product: windows  # which one
# how it looks
detection:
    selection:
        a: 1
    condition: selection
# what is shown
fields:
    - a
---
title: Y
# together
correlation:
    type: event_count
    # of these
    rules: x
    timespan: 5m
    generate: true
    condition:
        gte: 4
)");
  CHECK(folder.Run({"convert", "a.yml", "-o", "a.sgr"}).code == 0);
  CHECK(folder.Read("a.sgr") == R"(rule x {
  meta {
    title = "X"
    tags  = [attack.t1078]
  }

  // the log source
  // logsource: { product: windows }
  on json  // which one

  // how it looks
  selection = a == 1

  condition selection

  alert {
    // what is shown
    fields = [a]
  }
}

rule y {
  meta {
    title = "Y"
  }

  // together
  // of these
  on rule x

  window sliding 5m

  events = count(where x)

  condition events >= 4
}
)");
}

// A comment in one language stays a comment in the other, whatever ends a line there.
TEST_CASE("cli: convert lets nothing out of a comment") {
  Folder folder;
  folder.Write("in.yml",
               "title: T\nlogsource:\n    category: t # one\r\n    definition: \"x\r    on json\r  "
               "condition false\r}\rrule evil {\r //\"\ndetection:\n    s: {a: 1}\n    condition: "
               "s\n");
  CHECK(folder.Run({"convert", "in.yml", "-o", "out.sgr"}).code == 0);
  CHECK(folder.Run({"check", "out.sgr"}).err.find("evil") == std::string::npos);
  folder.Write("a.ndjson", "{\"a\":1}\n");
  for (const char* const rules : {"in.yml", "out.sgr"}) {
    const Outcome ran = folder.Run({"scan", "--rules", rules, "--format", "jsonl", "a.ndjson"});
    CAPTURE(rules);
    REQUIRE(JsonLines(ran.out).size() == 1);
    CHECK(JsonLines(ran.out)[0]["rule"]["name"] == "t");
  }
  for (const char* const end : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    folder.Write("in.sgr", std::string("// abc") + end + "level: low\n" +
                               "rule r { meta { level = high } on json condition a == 1 }\n");
    CHECK(folder.Run({"convert", "--to", "sigma", "in.sgr", "-o", "out.yml", "--force"}).code == 0);
    CHECK(folder.Read("out.yml").find("# abc\n#level: low\n") != std::string::npos);
    CHECK(folder.Run({"check", "out.yml"}).code == 0);
  }
}

TEST_CASE("cli: convert writes no file where there is nothing to write") {
  Folder folder;
  folder.Write("bad.yml",
               "title: T\nlogsource: { category: t }\ndetection: { s: { 'a|x': 1 }, "
               "condition: s }\n");
  folder.Write("bad.sgr", "rule r { on json condition size * 2 > 5 }\n");
  folder.Write("keep.sgr", "kept").Write("keep.yml", "kept");
  CHECK(folder.Run({"convert", "bad.yml", "-o", "keep.sgr", "--force"}).code == 1);
  CHECK(folder.Run({"convert", "--to", "sigma", "bad.sgr", "-o", "keep.yml", "--force"}).code == 1);
  CHECK(folder.Read("keep.sgr") == "kept");
  CHECK(folder.Read("keep.yml") == "kept");
  CHECK(folder.Run({"convert", "bad.yml", "-o", "new.sgr"}).code == 1);
  CHECK_FALSE(std::filesystem::exists(folder.Path("new.sgr")));
}

TEST_CASE("cli: a filter is the same rule converted, to the ids of its alerts") {
  Folder folder;
  folder.Write("a.ndjson", "{\"k\":\"a\",\"v\":1}\n{\"k\":\"a\",\"v\":2}\n");
  for (const char* const condition : {"not s", "s", "not (s and t)", "not all of them"}) {
    CAPTURE(condition);
    folder.Write("in.yml",
                 std::string("title: R\nname: r\nlogsource: { category: t }\n"
                             "detection: { s: { k: a }, condition: s }\n---\n"
                             "title: F\nlogsource: { category: t }\nfilter: { rules: [r], "
                             "s: { v: 2 }, t: { 'k|neq': b }, condition: '") +
                     condition + "' }\n");
    CHECK(folder.Run({"convert", "in.yml", "-o", "out.sgr", "--force"}).code == 0);
    const auto ids = [&](const char* rules) {
      return AlertIds(folder.Run({"scan", "--rules", rules, "--format", "jsonl", "a.ndjson"}).out);
    };
    CHECK(ids("in.yml").size() == 1);
    CHECK(ids("in.yml") == ids("out.sgr"));
  }
}

TEST_CASE("cli: convert keeps a log source that it cannot say, and gives it back") {
  Folder folder;
  const std::string source = "logsource:\n    product: windows\n    category: process_creation\n";
  folder.Write("in.yml", "title: Deleted\n" + source +
                             "detection:\n    selection:\n        Image: x\n    condition: "
                             "selection\nlevel: low\n---\ntitle: Calls\nlogsource:\n    product: "
                             "aws\n    service: cloudtrail\ndetection:\n    selection:\n        "
                             "eventName: x\n    condition: selection\nlevel: low\n");
  const Outcome made = folder.Run({"convert", "in.yml", "-o", "out.sgr"});
  CHECK(made.code == 0);
  const std::string rules = folder.Read("out.sgr");
  CHECK(
      rules.find("  // logsource: { product: windows, category: process_creation }\n  on json\n") !=
      std::string::npos);
  // What `on aws.cloudtrail` expresses is not repeated.
  CHECK(rules.find("service: cloudtrail") == std::string::npos);
  const Outcome back = folder.Run({"convert", "out.sgr"});
  CHECK(back.code == 0);
  CHECK(back.out.find(source) != std::string::npos);
  CHECK(back.out.find("    product: aws\n    service: cloudtrail\n") != std::string::npos);
  CHECK_FALSE(back.Says("comment"));
  CHECK_FALSE(back.Says("category: application"));
  // A comment that is not a log source stays a comment.
  folder.Write("other.sgr",
               "rule r {\n  // logsource: ask Ann\n  on json\n  condition a == 1\n}\n");
  const Outcome other = folder.Run({"convert", "other.sgr"});
  CHECK(other.out.find("category: application") != std::string::npos);
  CHECK(other.Says("comment"));
}

}  // namespace
}  // namespace sigrun::cli_testing
