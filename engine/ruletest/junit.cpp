#include <fmt/format.h>

#include <map>

#include "engine/ruletest/ruletest.h"

namespace sigrun::engine {
namespace {

std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (byte == '\n' || byte == '\t')
      out += fmt::format("&#{};", byte);
    else if (byte >= 0x20)
      out += c;  // other control characters cannot stand in XML
  }
  return out;
}

std::string TestCase(std::string_view suite, std::string_view name, std::string_view file,
                     uint32_t line, double seconds, std::string_view inside) {
  const std::string head = fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.6f}\"",
      Escape(suite), Escape(name), Escape(file), line, seconds);
  if (inside.empty()) return head + "/>\n";
  return fmt::format("{}>\n      {}\n    </testcase>\n", head, inside);
}

std::string TestCase(const TestOutcome& outcome, const SourceMap& sources) {
  const SourceFile& file = sources[outcome.span.source];
  const std::string_view what = outcome.run ? "failure" : "skipped";
  const std::string inside =
      outcome.passed ? "" : fmt::format("<{} message=\"{}\"/>", what, Escape(outcome.reason));
  return TestCase(outcome.rule, outcome.text, file.path(), file.Locate(outcome.span.begin).line,
                  outcome.seconds, inside);
}

struct Counts {
  size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  void Add(const TestOutcome& outcome) {
    ++tests;
    failures += outcome.run && !outcome.passed;
    skipped += !outcome.run;
  }
  std::string Attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures,
                       errors, skipped);
  }
};

std::string Suite(std::string_view name, const Counts& counts, std::string_view cases) {
  return fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", Escape(name),
                     counts.Attributes(), cases);
}

std::string ErrorSuite(const std::vector<RuleError>& errors) {
  if (errors.empty()) return {};
  std::string cases;
  for (const RuleError& error : errors)
    cases += TestCase("rules", fmt::format("{}:{}", error.file, error.line), error.file, error.line,
                      0, fmt::format("<error message=\"{}\"/>", Escape(error.message)));
  return Suite("rules", {errors.size(), 0, errors.size(), 0}, cases);
}

}  // namespace

std::string JUnitXml(const std::vector<TestOutcome>& outcomes, const std::vector<RuleError>& errors,
                     const SourceMap& sources) {
  std::map<std::string, std::vector<const TestOutcome*>> suites;
  Counts all{errors.size(), 0, errors.size(), 0};
  for (const TestOutcome& outcome : outcomes) {
    suites[outcome.rule].push_back(&outcome);
    all.Add(outcome);
  }
  std::string xml = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n",
                                all.Attributes());
  xml += ErrorSuite(errors);
  for (const auto& [rule, outcomes_of_rule] : suites) {
    Counts counts;
    std::string cases;
    for (const TestOutcome* outcome : outcomes_of_rule) {
      counts.Add(*outcome);
      cases += TestCase(*outcome, sources);
    }
    xml += Suite(rule, counts, cases);
  }
  return xml + "</testsuites>\n";
}

}  // namespace sigrun::engine
