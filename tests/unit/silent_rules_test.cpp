// Mistakes in rules and their tests that used to make them silent: each now works as intended or is
// reported.
#include <doctest/doctest.h>

#include "tests/docs/rule_text.h"

namespace sigrun::docs {
namespace {

struct Told {
  std::string code, at, message, help;
};

std::vector<Told> ToldOf(const std::string& files) {
  const compiler::Compilation compilation = Compile(SplitFiles(files));
  std::vector<Told> all;
  for (const diag::Diagnostic& d : compilation.diagnostics.all())
    all.push_back({std::string(diag::Info(d.code).code),
                   d.span.valid() ? std::string(compilation.sources.Text(d.span)) : "", d.message,
                   d.help});
  return all;
}

std::string Rule(const std::string& condition, const std::string& source = "aws.cloudtrail") {
  return "rule r {\n  meta { title = \"Example\" level = low }\n  on " + source + "\n  condition " +
         condition + "\n}\n";
}
const std::string kCall =
    "fixture call = { \"eventTime\": \"2026-01-01T00:00:00Z\", \"eventSource\": "
    "\"s3.amazonaws.com\", \"eventName\": \"GetObject\", \"sourceIPAddress\": \"10.1.2.3\" }\n";

TEST_CASE("a network with a mistake in it is an error at the item") {
  for (const std::string item :
       {"203.0.113.0/240", "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0 /8", "10.1.2.3/8", "10.0.0.0/",
        "2001:db8::1/32", "2001:db8::/200", "10.0.0.0/8\xC2\xA0", "10.1.2.3 ", "10.0.300.0/24"}) {
    CAPTURE(item);
    const std::string quoted = "\"" + item + "\"";
    for (const std::string& text :
         {Rule("sourceIPAddress in [\"192.0.2.0/24\", " + quoted + "]"),
          Rule("a in [\"192.0.2.0/24\", " + quoted + "]", "json"),
          "list l = [\"192.0.2.0/24\", " + quoted + "]\n" + Rule("sourceIPAddress in l"),
          "list l: cidr = [\"192.0.2.0/24\", " + quoted + "]\n" + Rule("sourceIPAddress in l")}) {
      const std::vector<Told> told = ToldOf(text);
      size_t errors = 0;
      for (const Told& one : told) {
        if (one.code == "W0118") continue;
        ++errors;
        CHECK(one.code == "E0310");
        CHECK(one.at == quoted);
      }
      CHECK(errors == 1);
    }
  }
}

TEST_CASE("of a list file the line is told") {
  const std::string rule = "list l: cidr from \"l.txt\"\n" + Rule("sourceIPAddress in l");
  const std::vector<Told> told =
      ToldOf("//// file: r.sgr\n" + rule + "//// file: l.txt\n192.0.2.0/24\n203.0.113.0/240\n");
  REQUIRE(told.size() == 1);
  CHECK(told[0].code == "E0310");
  CHECK(told[0].message.find("line 2 of `l.txt`: \"203.0.113.0/240\"") != std::string::npos);
}

TEST_CASE("texts that only look a little like networks stay texts") {
  for (const std::string item : {"115.0.5790.110", "00:11:22:33:44:55", "10/8", "a/b", "1.2.3",
                                 "AWS Internal", "arn:aws:iam::111122223333:role/x", "12:30:00"}) {
    CAPTURE(item);
    CHECK(ToldOf(Rule("a in [\"x\", \"" + item + "\"]", "json")).empty());
  }
  CHECK(ToldOf("list l: string = [\"10.1.2.3/8\"]\n" + Rule("a in l", "json")).empty());
}

TEST_CASE("a list of networks and other texts means both") {
  const std::string test =
      "test r { fires on call fires on call with { \"sourceIPAddress\": \"aws "
      "internal\" } quiet on call with { \"sourceIPAddress\": \"192.0.2.1\" } }\n";
  for (const std::string& text :
       {Rule("sourceIPAddress in [\"10.0.0.0/8\", \"AWS Internal\"]"),
        "list l = [\"10.0.0.0/8\", \"AWS Internal\"]\n" + Rule("sourceIPAddress in l")}) {
    CHECK(ToldOf(text).empty());
    CHECK(FailedTests(Compile(SplitFiles(text + kCall + test))) == "");
  }
}

TEST_CASE("a byte order mark is no part of a list's first item") {
  const std::string rule = "list l from \"l.txt\"\n" + Rule("eventName in l");
  const std::string files = "//// file: r.sgr\n" + rule + kCall +
                            "test r { fires on call }\n//// file: l.txt\n\xEF\xBB\xBFGetObject\n";
  CHECK(ToldOf(files).empty());
  CHECK(FailedTests(Compile(SplitFiles(files))) == "");
}

TEST_CASE("a character that nobody sees is told, in a text and in a list file") {
  for (const std::string invisible : {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE2\x80\xAE"}) {
    const std::vector<Told> told = ToldOf(Rule("eventName == \"GetObject" + invisible + "\""));
    REQUIRE(told.size() == 1);
    CHECK(told[0].code == "W0118");
    CHECK(told[0].at == invisible);
  }
  CHECK(ToldOf(Rule("eventName == \"GetObject\\u00A0\"")).empty());
  const std::vector<Told> told =
      ToldOf("//// file: r.sgr\nlist l from \"l.txt\"\n" + Rule("eventName in l") +
             "//// file: l.txt\nPutObject\nGetObject\xC2\xA0\n");
  REQUIRE(told.size() == 1);
  CHECK(told[0].code == "W0118");
  CHECK(told[0].message.find("line 2 of `l.txt`") != std::string::npos);
}

TEST_CASE("an address with a zone lies in the networks of the address") {
  CHECK(FailedTests(Compile(SplitFiles(Rule("sourceIPAddress in \"fe80::/10\"") + kCall +
                                       "test r { fires on call with { \"sourceIPAddress\": "
                                       "\"fe80::1%eth0\" } quiet on call with "
                                       "{ \"sourceIPAddress\": \"2001:db8::1%eth0\" } }\n"))) ==
        "");
  CHECK(ToldOf(Rule("sourceIPAddress in [\"fe80::1%eth0/64\", \"x\"]")).size() == 1);
}

TEST_CASE("quiet … at level asks for no alert of that level") {
  const std::string rule =
      "rule r {\n  meta { title = \"Example\" level = low }\n  on aws.cloudtrail\n"
      "  condition eventName == \"GetObject\"\n}\n" +
      kCall;
  CHECK(FailedTests(Compile(SplitFiles(rule + "test r { quiet on call at level high }\n"))) == "");
  CHECK(FailedTests(Compile(SplitFiles(rule + "test r { quiet on call at level low }\n"))) != "");
}

std::string Counting(const std::string& fixture, const std::string& expectation) {
  return FailedTests(Compile(SplitFiles(
      "rule r {\n  meta { title = \"Example\" level = low }\n  on json\n  window sliding 10m\n"
      "  n = count()\n  condition n >= 3\n}\nfixture f = " +
      fixture + "\ntest r { " + expectation + " }\n")));
}

TEST_CASE("every and after count in the field that an event has its time in") {
  for (const std::string field :
       {"timestamp", "@timestamp", "time", "eventTime", "Timestamp", "ts"}) {
    CAPTURE(field);
    const std::string fixture = "{ \"" + field + "\": \"2026-01-01T00:00:00Z\" }";
    CHECK(Counting(fixture, "fires once on f repeat 3 every 5m") == "");
    CHECK(Counting(fixture, "quiet on f repeat 3 every 6m") == "");
    CHECK(Counting(fixture, "quiet on f repeat 2 every 5m then f after 6m") == "");
  }
}

TEST_CASE("every counts from a time that a fixture or the step sets") {
  const std::string base =
      "{ \"time\": \"2026-01-01T00:00:00Z\" }\nfixture g = f with { \"time\": "
      "\"2026-02-01T00:00:00Z\" }";
  CHECK(Counting(base, "quiet on g repeat 3 every 6m") == "");
  CHECK(Counting(base, "fires once on g repeat 3 every 5m") == "");
  CHECK(Counting(base,
                 "quiet on f with { \"time\": \"2026-03-01T00:00:00Z\" } repeat 3 every 6m") == "");
  CHECK(Counting(base, "fires on g then g then g") == "");
  CHECK(Counting(base, "quiet on g repeat 2 then g after 11m") == "");
}

TEST_CASE("an every or after that could have no effect fails its test") {
  CHECK(Counting("{ \"a\": 1 }", "quiet on f repeat 3 every 1m").find("`every` has no effect") !=
        std::string::npos);
  CHECK(Counting("{ \"a\": 1 }", "quiet on f then f after 1m").find("`after` has no effect") !=
        std::string::npos);
  const std::string fixture = "{ \"time\": \"2026-01-01T00:00:00Z\" }";
  CHECK(Counting(fixture,
                 "quiet on f with { \"time\": \"2026-01-01T00:0{n}:00Z\" } repeat 3 every 1m")
            .find("the step sets `time`") != std::string::npos);
}

TEST_CASE("an exception does not read a name of its rule as a field") {
  const std::string rule =
      "rule r {\n  meta { title = \"Example\" level = low }\n  on json\n  param most: int = 5\n"
      "  busy = a > most\n  condition busy\n}\n";
  for (const std::string name : {"busy", "most > 1", "exists busy"}) {
    const std::vector<Told> told =
        ToldOf(rule + "exception for r { when " + name + " reason = \"x\" }\n");
    REQUIRE(told.size() == 1);
    CHECK(told[0].code == "E0213");
  }
  CHECK(ToldOf(rule + "exception for r { when `busy` == 1 reason = \"x\" }\n").empty());
}

}  // namespace
}  // namespace sigrun::docs
