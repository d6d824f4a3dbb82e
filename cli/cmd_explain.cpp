// sigrun explain: a page for each diagnostic.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/suggest.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "compiler/diag/diagnostic.h"

namespace sigrun::cli {
namespace {

std::string Indent(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += "    " + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

int PrintPage(const diag::CodeInfo& info) {
  const bool color = WantsColor(stdout);
  fmt::print("{}  {}\n\n{}\n", Paint(info.code, Style::kBold, color), info.name, info.why);
  if (!info.wrong.empty())
    fmt::print("\n{}\n\n{}", Paint("Wrong:", Style::kRed, color), Indent(info.wrong));
  if (!info.right.empty())
    fmt::print("\n{}\n\n{}", Paint("Right:", Style::kGreen, color), Indent(info.right));
  return kSuccess;
}

std::string Upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

int Run(const std::string& code) {
  if (code.empty()) {
    for (const diag::CodeInfo& info : diag::AllCodes())
      fmt::print("{}  {}\n", info.code, info.name);
    return kSuccess;
  }
  std::vector<std::string> known;
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    if (info.code == Upper(code) || info.name == code) return PrintPage(info);
    known.emplace_back(info.name);
    known.emplace_back(info.code);
  }
  const std::string near(Suggest(code, known));
  fmt::print(stderr, "sigrun: no diagnostic `{}`{}; `sigrun explain` lists them\n", code,
             near.empty() ? "" : fmt::format(": did you mean {}?", near));
  return kUsage;
}

}  // namespace

void AddExplain(CLI::App& app, Action& action) {
  auto code = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("explain", "Explain a diagnostic: why, a wrong and a right example");
  command->add_option("code", *code, "E0201, or the name; without it, all are listed");
  command->footer(
      "Examples:\n  sigrun explain E0201\n  sigrun explain UnknownName\n\nExit codes: 0 success · "
      "2 no such diagnostic");
  command->callback([code, &action] { action = [code] { return Run(*code); }; });
}

}  // namespace sigrun::cli
