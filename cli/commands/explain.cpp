// sigrun explain: prints a page about a diagnostic.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text/suggest.h"
#include "base/text/visible.h"
#include "cli/commands/command.h"
#include "cli/output/output.h"
#include "cli/output/terminal.h"
#include "compiler/diag/named.h"

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
  const bool color = Out().wants_color();
  Out().Print("{}  {}\n\n{}\n", Paint(info.code, Style::kBold, color), info.name, info.why);
  if (!info.wrong.empty())
    Out().Print("\n{}\n\n{}", Paint("Wrong:", Style::kRed, color), Indent(info.wrong));
  if (!info.right.empty())
    Out().Print("\n{}\n\n{}", Paint("Right:", Style::kGreen, color), Indent(info.right));
  return kSuccess;
}

int Run(const std::string& code) {
  if (code.empty()) {
    for (const diag::CodeInfo& info : diag::AllCodes())
      Out().Print("{}  {}\n", info.code, info.name);
    return kSuccess;
  }
  std::vector<std::string> known;
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    if (diag::IsNamed(info, code)) return PrintPage(info);
    known.emplace_back(info.name);
    known.emplace_back(info.code);
  }
  Complain("unknown diagnostic `{}`{}; `sigrun explain` lists them", Visible(code),
           DidYouMean(code, known));
  return kUsage;
}

}  // namespace

void AddExplain(CLI::App& app, Action& action) {
  auto code = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("explain", "Explain a diagnostic, with a wrong and a right example");
  command->add_option("code", *code, "E0201, or the name; without it, all are listed");
  command->footer("Examples:\n  sigrun explain E0201\n  sigrun explain UnknownName");
  command->callback([code, &action] { action = [code] { return Run(*code); }; });
}

}  // namespace sigrun::cli
