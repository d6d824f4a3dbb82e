// csv: what it says, that every reader gets the same cells, and that no cell is a formula.
#include <doctest/doctest.h>

#include "base/text/visible.h"
#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kHeader =
    "time,level,rule,title,message,group,values,event_count,event_ids,window_start,window_end,"
    "file,record,payload,tags,rule_id,alert_id\n";
constexpr size_t kColumns = 17, kMessage = 4;

// The message is the text of the log, and nothing else.
constexpr const char* kEcho = R"(rule echo {
  meta { id = "echo-1" title = "Echo" level = low tags = [attack.t1530, attack.impact] }
  on json
  condition exists(text)
  alert { message = "{text}" fields = [text, missing] }
}
)";

using Rows = std::vector<std::vector<std::string>>;

// RFC 4180 as its grammar reads, with line feeds between rows; throws where the text is not CSV.
Rows ParseCsv(const std::string& text) {
  Rows rows;
  for (size_t at = 0; at < text.size();) {
    std::vector<std::string>& row = rows.emplace_back();
    while (true) {
      std::string& cell = row.emplace_back();
      if (text.at(at) == '"') {
        for (++at; text.at(at) != '"' || text.at(at + 1) == '"'; ++at) {
          if (text[at] == '"') ++at;
          cell += text[at];
        }
        ++at;
      } else {
        const size_t end = text.find_first_of(",\"\r\n", at);
        cell = text.substr(at, end - at);
        at = end;
      }
      const char after = text.at(at++);
      if (after == '\n') break;
      if (after != ',') throw std::runtime_error("not CSV: " + text.substr(at - 1));
    }
  }
  return rows;
}

std::string Records(const std::vector<std::string>& texts) {
  std::string lines;
  for (const std::string& text : texts)
    lines += Json{{"time", "2026-01-01T10:00:00Z"}, {"text", text}}.dump() + "\n";
  return lines;
}

// What somebody who writes into the log may try; the last is longer than a cell may be.
const std::vector<std::string> kHostile = {"=1+1",
                                           "+1",
                                           "-1",
                                           "@SUM(A1)",
                                           "\tx",
                                           "\rx",
                                           "＝1",
                                           "\"=1",
                                           " =1",
                                           "a;=1",
                                           "a;\"=1",
                                           "plain",
                                           "a,b",
                                           "say \"hi\"",
                                           "\"",
                                           "\"\"",
                                           "two\nlines",
                                           "two\r\nlines",
                                           "\x1b[31m",
                                           "\xE2\x80\xAE"
                                           "flip",
                                           "\n::error::x",
                                           "##vso[x]",
                                           ",",
                                           "\n",
                                           "'",
                                           std::string("a\0b", 3),
                                           "\xF0\x9F\x90\xBA",
                                           std::string(40'000, 'x')};

Outcome Scan(Folder& folder, const std::vector<std::string>& flags = {}) {
  folder.Write("r.sgr", kEcho).Write("in.ndjson", Records(kHostile));
  std::vector<std::string> arguments = {"scan",     "-q",  "--keep-duplicates", "--rules", "r.sgr",
                                        "--format", "csv", "in.ndjson"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  Outcome outcome = folder.Run(arguments);
  CHECK(outcome.code == 0);
  CHECK(outcome.out.rfind(kHeader, 0) == 0);
  return outcome;
}

// The messages of the same alerts as JSON.
std::vector<std::string> Messages(const Folder& folder) {
  std::vector<std::string> messages;
  const Outcome jsonl = folder.Run(
      {"scan", "-q", "--keep-duplicates", "--rules", "r.sgr", "--format", "jsonl", "in.ndjson"});
  for (const Json& alert : JsonLines(jsonl.out))
    messages.push_back(alert["message"].get<std::string>());
  return messages;
}

TEST_CASE("cli: csv has one row for each alert, and its columns say what jsonl says") {
  Folder folder;
  folder.Write("r.sgr", std::string(kReads) + kBurst).Write("day.ndjson", Lines(1, 9));
  const Outcome scan =
      folder.Run({"scan", "-q", "--rules", "r.sgr", "--format", "csv", "day.ndjson"});
  const Rows rows = ParseCsv(scan.out);
  const std::vector<Json> alerts = JsonLines(
      folder.Run({"scan", "-q", "--rules", "r.sgr", "--format", "jsonl", "day.ndjson"}).out);
  REQUIRE(rows.size() == alerts.size() + 1);
  REQUIRE(alerts.size() > 9);
  for (size_t i = 0; i < alerts.size(); ++i) {
    const Json& alert = alerts[i];
    const std::vector<std::string>& row = rows[i + 1];
    REQUIRE(row.size() == kColumns);
    const auto time = [](const Json& json) {
      if (json.is_null()) return std::string();
      std::string text = json.get<std::string>();
      text[10] = ' ';
      text.pop_back();
      return text;
    };
    const bool windowed = !alert["window"].is_null();
    CHECK(row[0] == time(alert["time"]));
    CHECK(row[1] == alert["rule"]["level"].get<std::string>());
    CHECK(row[2] == alert["rule"]["name"].get<std::string>());
    CHECK(row[3] == alert["rule"]["title"].get<std::string>());
    CHECK(row[4] == alert["message"].get<std::string>());
    CHECK(row[5] == (windowed
                         ? "sourceIPAddress=" + alert["group"]["sourceIPAddress"].get<std::string>()
                         : ""));
    CHECK(row[6] ==
          (windowed ? "n=" + alert["values"]["n"].dump()
                    : "sourceIPAddress=" + alert["values"]["sourceIPAddress"].get<std::string>() +
                          "; errorCode=(absent)"));
    CHECK(row[7] == alert["event_count"].dump());
    std::string ids;
    for (const Json& id : alert["event_ids"])
      ids += (ids.empty() ? "" : "; ") + id.get<std::string>();
    CHECK(row[8] == ids);
    CHECK(row[9] == (windowed ? time(alert["window"]["start"]) : ""));
    CHECK(row[10] == (windowed ? time(alert["window"]["end"]) : ""));
    CHECK(row[11] == "day.ndjson");
    CHECK(row[12] == alert["source"]["record"].dump());
    CHECK(row[13] == "");
    CHECK(row[14] == (windowed ? "" : "attack.t1530"));
    CHECK(row[15] == alert["rule"]["id"].get<std::string>());
    CHECK(row[16] == alert["alert_id"].get<std::string>());
  }
}

TEST_CASE("cli: csv without an alert is its header") {
  Folder folder;
  folder.Write("r.sgr", kReads).Write("day.ndjson", Record(1, "PutObject") + "\n");
  const Outcome scan =
      folder.Run({"scan", "-q", "--rules", "r.sgr", "--format", "csv", "day.ndjson"});
  CHECK(scan.out == kHeader);
}

TEST_CASE("cli: csv cells are on one line, visible, and no formula, whatever the log says") {
  Folder folder;
  const Outcome scan = Scan(folder);
  const Rows rows = ParseCsv(scan.out);
  const std::vector<std::string> messages = Messages(folder);
  REQUIRE(messages.size() == kHostile.size());
  REQUIRE(rows.size() == messages.size() + 1);
  CHECK(std::count(scan.out.begin(), scan.out.end(), '\n') ==
        static_cast<std::ptrdiff_t>(rows.size()));
  const std::map<std::string, std::string> expected = {
      {"=1+1", "'=1+1"}, {"+1", "'+1"},     {"-1", "'-1"},         {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "'\\tx"},  {"\rx", "'\\rx"},  {"＝1", "'＝1"},       {"\"=1", "'\"=1"},
      {" =1", "' =1"},   {"a;=1", "a;'=1"}, {"a;\"=1", "a;'\"=1"}, {"##vso[x]", "#\\x23vso[x]"}};
  for (size_t i = 0; i < messages.size(); ++i) {
    CAPTURE(messages[i]);
    REQUIRE(rows[i + 1].size() == kColumns);
    const std::string& cell = rows[i + 1][kMessage];
    const auto row = expected.find(messages[i]);
    if (row != expected.end())
      CHECK(cell == row->second);
    else
      CHECK(cell == Visible(messages[i]));
    for (const std::string& any : rows[i + 1]) CHECK(any.size() < 32'767);
  }
}

TEST_CASE("cli: csv cuts a cell that is longer than a spreadsheet takes") {
  Folder folder;
  folder.Write("r.sgr", kEcho).Write("in.ndjson", Records({std::string(40'000, 'x')}));
  const std::vector<std::string> row = ParseCsv(
      folder.Run({"scan", "-q", "--rules", "r.sgr", "--format", "csv", "in.ndjson"}).out)[1];
  CHECK(row[6].substr(0, 6) == "text=x");
  CHECK(row[6].find("… (cut from 400") != std::string::npos);
  const std::vector<std::string> raw = ParseCsv(
      folder.Run({"scan", "-q", "--rules", "r.sgr", "--format", "csv", "--csv-raw", "in.ndjson"})
          .out)[1];
  CHECK(raw[6].find(std::string(40'000, 'x')) != std::string::npos);
}

TEST_CASE("cli: csv with --csv-raw gives the texts as they are") {
  Folder folder;
  const Rows rows = ParseCsv(Scan(folder, {"--csv-raw"}).out);
  const std::vector<std::string> messages = Messages(folder);
  REQUIRE(rows.size() == messages.size() + 1);
  for (size_t i = 0; i < messages.size(); ++i) CHECK(rows[i + 1][kMessage] == messages[i]);
}

TEST_CASE("cli: --csv-raw with another format is refused with the next step") {
  Folder folder;
  folder.Write("r.sgr", kReads).Write("day.ndjson", Line(1));
  for (const std::vector<std::string>& format :
       std::vector<std::vector<std::string>>{{}, {"--format", "jsonl"}, {"--format", "table"}}) {
    std::vector<std::string> arguments = {"scan", "--rules", "r.sgr", "--csv-raw", "day.ndjson"};
    arguments.insert(arguments.end(), format.begin(), format.end());
    const Outcome scan = folder.Run(arguments);
    CHECK(scan.code == 2);
    CHECK(scan.out.empty());
    CHECK(scan.err ==
          "sigrun: --csv-raw works only with --format csv: add --format csv, or remove "
          "--csv-raw\n");
  }
}

// A reader that nobody here has written.
TEST_CASE("cli: csv is read alike by Python") {
  Folder folder;
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{}, {"--csv-raw"}}) {
    const std::string csv = Scan(folder, flags).out;
    folder.Write("found.csv", csv);
    const Outcome read = folder.Shell(
        "python3 -c 'import csv, json, sys; csv.field_size_limit(1 << 20); "
        "[print(json.dumps(row)) for row in csv.reader(open(\"found.csv\", newline=\"\", "
        "encoding=\"utf-8\"), strict=True)]'");
    if (read.code == 127) {
      MESSAGE("skipped: there is no python3");
      return;
    }
    CHECK_MESSAGE(read.code == 0, read.err);
    const Rows rows = ParseCsv(csv);
    const std::vector<Json> theirs = JsonLines(read.out);
    REQUIRE(theirs.size() == rows.size());
    for (size_t i = 0; i < rows.size(); ++i)
      CHECK(theirs[i].get<std::vector<std::string>>() == rows[i]);
  }
}

}  // namespace
}  // namespace sigrun::cli_testing
