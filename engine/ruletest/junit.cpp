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

std::string TestCase(const TestOutcome& outcome, const SourceMap& sources) {
  const SourceFile& file = sources[outcome.span.source];
  const uint32_t line = file.Locate(outcome.span.begin).line;
  std::string xml = fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.6f}\"",
      Escape(outcome.rule), Escape(outcome.text), Escape(file.path()), line, outcome.seconds);
  if (outcome.passed) return xml + "/>\n";
  return xml + fmt::format(">\n      <failure message=\"{}\"/>\n    </testcase>\n",
                           Escape(outcome.reason));
}

}  // namespace

std::string JUnitXml(const std::vector<TestOutcome>& outcomes, const SourceMap& sources) {
  std::map<std::string, std::vector<const TestOutcome*>> suites;
  size_t failures = 0;
  for (const TestOutcome& outcome : outcomes) {
    suites[outcome.rule].push_back(&outcome);
    failures += !outcome.passed;
  }
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\">\n",
      outcomes.size(), failures);
  for (const auto& [rule, cases] : suites) {
    size_t failed = 0;
    for (const TestOutcome* outcome : cases) failed += !outcome->passed;
    xml += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", Escape(rule),
                       cases.size(), failed);
    for (const TestOutcome* outcome : cases) xml += TestCase(*outcome, sources);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace sigrun::engine
