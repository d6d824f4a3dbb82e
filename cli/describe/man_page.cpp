// The manual page, in the man macros.
#include "cli/describe/command_spec.h"

namespace sigrun::cli {
namespace {

// Text of the page: it contains no requests and no escapes, and hyphens can be copied into a shell.
std::string Roff(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool line_begins = i == 0 || text[i - 1] == '\n';
    if (line_begins && (text[i] == '.' || text[i] == '\'')) out += "\\&";
    if (text[i] == '\\')
      out += "\\e";
    else if (text[i] == '-')
      out += "\\-";
    else
      out += text[i];
  }
  return out;
}

std::string Bold(const std::string& text) { return "\\fB" + Roff(text) + "\\fR"; }
std::string Italic(const std::string& text) { return "\\fI" + Roff(text) + "\\fR"; }

// Preformatted lines.
std::string AsIs(const std::string& text) { return ".PP\n.nf\n" + Roff(text) + "\n.fi\n"; }

std::string Joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::string FlagText(const FlagSpec& flag) {
  std::string names;
  for (const std::string& name : flag.names) names += (names.empty() ? "" : ", ") + Bold(name);
  if (!flag.value.empty()) names += " " + Italic(flag.value);
  std::string text = ".TP\n" + names + "\n" + Roff(flag.description) + "\n";
  for (const std::string& line : flag.details) text += ".br\n" + Roff(line) + "\n";
  if (!flag.choices.empty() && flag.details.empty())
    text += ".br\nOne of: " + Roff(Joined(flag.choices, ", ")) + ".\n";
  if (flag.repeats) text += ".br\nMay be given several times.\n";
  return text;
}

std::string Synopsis(const CommandSpec& command) {
  std::string text = Bold("sigrun " + command.name);
  if (!command.flags.empty()) text += " [" + Italic("flags") + "]";
  for (const FlagSpec& positional : command.positionals)
    text += " " + Italic(positional.names.front()) + (positional.repeats ? "..." : "");
  return text;
}

std::string CommandText(const CommandSpec& command) {
  std::string text = ".SS " + command.name + "\n" + Synopsis(command) + "\n.PP\n" +
                     Roff(command.description) + ".\n";
  for (const FlagSpec& positional : command.positionals)
    if (!positional.description.empty())
      text +=
          ".TP\n" + Italic(positional.names.front()) + "\n" + Roff(positional.description) + "\n";
  for (const FlagSpec& flag : command.flags) text += FlagText(flag);
  if (!command.footer.empty()) text += AsIs(command.footer);
  return text;
}

}  // namespace

std::string ManPage(const ProgramSpec& program, const std::string& version) {
  std::string page = ".\\\" Made by `sigrun man`.\n.TH SIGRUN 1 \"\" \"sigrun " + version +
                     "\" \"User Commands\"\n"
                     ".SH NAME\nsigrun \\- finds attacks in logs\n"
                     ".SH SYNOPSIS\n" +
                     Bold("sigrun") + " " + Italic("command") + " [" + Italic("arguments") +
                     "]\n.SH DESCRIPTION\n" + Roff(program.description) + AsIs(program.footer) +
                     ".SH COMMANDS\n";
  for (const CommandSpec& command : program.commands) page += CommandText(command);
  return page;
}

}  // namespace sigrun::cli
