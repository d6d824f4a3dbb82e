// csv: a table for a spreadsheet. Cells are quoted as in RFC 4180, lines end with a line feed.
#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "base/text/utf8.h"
#include "base/text/visible.h"
#include "cli/formats/alert_format.h"

namespace sigrun::cli {
namespace {

using alert::Alert;

std::string Joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

// a=1; b=(absent)
std::string Joined(const alert::NamedData& data) {
  std::vector<std::string> texts;
  for (const auto& [name, datum] : data)
    texts.push_back(
        fmt::format("{}={}", name, datum.kind == Kind::kAbsent ? "(absent)" : datum.text));
  return Joined(texts);
}

// UTC, in the form that spreadsheets take for a time: 2026-11-15 02:34:11.
std::string Time(Timestamp time) {
  std::string text = FormatTimestamp(time);
  text[10] = ' ';
  text.pop_back();  // Z
  return text;
}

struct Column {
  std::string_view name;
  std::string (*cell)(const Alert&);
};

constexpr Column kColumns[] = {
    {"time", [](const Alert& a) { return a.timed ? Time(a.time) : ""; }},
    {"level", [](const Alert& a) { return std::string(Name(a.level)); }},
    {"rule", [](const Alert& a) { return a.rule->name; }},
    {"title", [](const Alert& a) { return a.rule->title; }},
    {"message", [](const Alert& a) { return a.message; }},
    {"group", [](const Alert& a) { return Joined(a.group); }},
    {"values", [](const Alert& a) { return Joined(a.values); }},
    {"event_count", [](const Alert& a) { return std::to_string(a.event_count); }},
    {"event_ids", [](const Alert& a) { return Joined(a.event_ids); }},
    {"window_start", [](const Alert& a) { return a.window ? Time(a.window->start) : ""; }},
    {"window_end", [](const Alert& a) { return a.window ? Time(a.window->end) : ""; }},
    {"file", [](const Alert& a) { return a.file; }},
    {"record", [](const Alert& a) { return std::to_string(a.record); }},
    {"payload", [](const Alert& a) { return a.payload; }},
    {"tags", [](const Alert& a) { return Joined(a.rule->tags); }},
    {"rule_id", [](const Alert& a) { return a.rule->id; }},
    {"alert_id", [](const Alert& a) { return a.id; }},
};

// Spreadsheets evaluate a cell that begins so. The last four are the full-width forms.
bool BeginsFormula(std::string_view text) {
  static constexpr std::string_view kBeginnings[] = {"=",  "+",  "-",  "@",  "\t",
                                                     "\r", "＝", "＋", "－", "＠"};
  return std::ranges::any_of(
      kBeginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
}

// The text with an apostrophe before each formula, so that it is shown and not evaluated. Where
// people write decimal commas, spreadsheets also split lines at semicolons.
std::string Inert(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(';', at), text.size() - 1) + 1;
    const std::string_view part = text.substr(at, end - at);
    if (BeginsFormula(part.substr(std::min(part.find_first_not_of(" \""), part.size()))))
      out += '\'';
    out += part;
    at = end;
  }
  return out;
}

// A spreadsheet takes no more than 32,767 characters, and spreads longer texts over other cells.
std::string Cut(std::string text) {
  constexpr size_t kMost = 32'000;
  if (text.size() <= kMost) return text;
  return fmt::format("{}… (cut from {} bytes)", utf8::Prefix(text, kMost), text.size());
}

std::string Quoted(std::string_view text) {
  if (text.find_first_of(",;\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

class Csv final : public AlertFormat {
 public:
  std::vector<Flag> Flags() override {
    return {{"--csv-raw", "leave cells as they are, also formulas and control characters", &raw_}};
  }

  void Begin(OutputStream& out) override {
    out.Print("{}\n", fmt::join(kColumns | std::views::transform(&Column::name), ","));
  }

  void Write(const Alert& alert, OutputStream& out) override {
    std::string line;
    for (const Column& column : kColumns) {
      const std::string text = column.cell(alert);
      if (!line.empty()) line += ',';
      line += Quoted(raw_ ? utf8::Repaired(text) : Cut(Visible(Inert(text))));
    }
    line += '\n';
    if (raw_)
      out.Data(line);
    else
      out.Text(line);
  }

 private:
  bool raw_ = false;
};

}  // namespace

std::unique_ptr<AlertFormat> formats::MakeCsv() { return std::make_unique<Csv>(); }

}  // namespace sigrun::cli
