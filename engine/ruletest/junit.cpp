#include <fmt/format.h>

#include <map>

#include "engine/ruletest/ruletest.h"
#include "engine/ruletest/xml_writer.h"

namespace sigrun::engine {
namespace {

// The result of a test case that did not pass.
struct Trouble {
  const char* element;  // failure, error or skipped
  std::string type, message;
  std::vector<std::string> details;
};

struct Case {
  std::string suite, name, file;
  uint32_t line = 0;
  double seconds = 0;
  std::optional<Trouble> trouble;
};

struct Totals {
  size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;

  void Add(const Case& one) {
    ++tests;
    seconds += one.seconds;
    if (!one.trouble) return;
    const std::string_view element = one.trouble->element;
    failures += element == "failure";
    errors += element == "error";
    skipped += element == "skipped";
  }
};

Case CaseOf(const TestOutcome& outcome, const SourceMap& sources) {
  const SourceFile& file = sources[outcome.span.source];
  Case one{outcome.rule,    outcome.text, file.path(), file.Locate(outcome.span.begin).line,
           outcome.seconds, std::nullopt};
  if (!outcome.run)
    one.trouble = Trouble{"skipped", "not_run", outcome.reason, {}};
  else if (!outcome.passed)
    one.trouble = Trouble{"failure", "expectation", outcome.reason, outcome.details};
  return one;
}

Case CaseOf(const RuleError& error) {
  return {"rules", fmt::format("{}:{}", error.file, error.line),   error.file, error.line,
          0,       Trouble{"error", error.type, error.message, {}}};
}

std::string Seconds(double seconds) { return fmt::format("{:.6f}", seconds); }

void Write(XmlWriter& xml, const Totals& totals) {
  xml.Attribute("tests", std::to_string(totals.tests));
  xml.Attribute("failures", std::to_string(totals.failures));
  xml.Attribute("errors", std::to_string(totals.errors));
  xml.Attribute("skipped", std::to_string(totals.skipped));
  xml.Attribute("time", Seconds(totals.seconds));
}

void Write(XmlWriter& xml, const Case& one) {
  xml.Begin("testcase");
  xml.Attribute("classname", one.suite);
  xml.Attribute("name", one.name);
  xml.Attribute("file", one.file);
  xml.Attribute("line", std::to_string(one.line));
  xml.Attribute("time", Seconds(one.seconds));
  if (one.trouble) {
    xml.Begin(one.trouble->element);
    xml.Attribute("type", one.trouble->type);
    xml.Attribute("message", one.trouble->message);
    const std::string place = fmt::format("{}:{}", one.file, one.line);
    const std::string what = one.name == place ? place : place + ": " + one.name;
    std::vector<std::string> body = {what + ": " + one.trouble->message};
    for (const std::string& line : one.trouble->details) body.push_back("  " + line);
    xml.Lines(body);
    xml.End();
  }
  xml.End();
}

}  // namespace

std::string JUnitXml(const std::vector<TestOutcome>& outcomes, const std::vector<RuleError>& errors,
                     const SourceMap& sources) {
  std::vector<Case> broken;
  std::map<std::string, std::vector<Case>> of_rules;
  Totals all;
  for (const RuleError& error : errors) all.Add(broken.emplace_back(CaseOf(error)));
  for (const TestOutcome& outcome : outcomes)
    all.Add(of_rules[outcome.rule].emplace_back(CaseOf(outcome, sources)));

  XmlWriter xml;
  const auto write_suite = [&](const std::string& name, const std::vector<Case>& cases) {
    Totals totals;
    for (const Case& one : cases) totals.Add(one);
    xml.Begin("testsuite");
    xml.Attribute("name", name);
    Write(xml, totals);
    for (const Case& one : cases) Write(xml, one);
    xml.End();
  };
  xml.Begin("testsuites");
  Write(xml, all);
  if (!broken.empty()) write_suite("rules", broken);
  for (const auto& [rule, cases] : of_rules) write_suite(rule, cases);
  xml.End();
  return xml.Finish();
}

}  // namespace sigrun::engine
