#include "cli/formats/format_flags.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/flags/validators.h"

namespace sigrun::cli {
namespace {

constexpr AlertFormatId kOnTerminal = AlertFormatId::table;
constexpr AlertFormatId kInPipe = AlertFormatId::jsonl;

std::vector<Choice> Choices() {
  std::vector<Choice> choices;
  for (const AlertFormatInfo& info : AlertFormats()) {
    std::string doc(info.doc);
    if (info.id == kOnTerminal) doc += " (the default on a terminal)";
    if (info.id == kInPipe) doc += " (the default in a pipe)";
    choices.push_back({std::string(info.name), doc});
  }
  return choices;
}

}  // namespace

void FormatFlags::AddTo(CLI::App& command) {
  AddChoice(command, "--format", name_, "How alerts are written", Choices())->type_name("FORMAT");
  for (const AlertFormatInfo& info : AlertFormats()) offered_.push_back({info, info.make()});
  for (const Offered& offered : offered_)
    for (const AlertFormat::Flag& flag : offered.format->Flags())
      command.add_flag(flag.name, *flag.value,
                       fmt::format("With --format {}: {}", offered.info.name, flag.description));
}

Result<std::unique_ptr<AlertFormat>> FormatFlags::Take(bool terminal) {
  const AlertFormatId usual = terminal ? kOnTerminal : kInPipe;
  std::unique_ptr<AlertFormat> chosen;
  for (Offered& offered : offered_) {
    if (name_.empty() ? offered.info.id == usual : offered.info.name == name_) {
      chosen = std::move(offered.format);
      continue;
    }
    for (const AlertFormat::Flag& flag : offered.format->Flags())
      if (*flag.value)
        return Error{
            fmt::format("{0} works only with --format {1}: add --format {1}, or remove {0}",
                        flag.name, offered.info.name)};
  }
  SIGRUN_CHECK(chosen != nullptr);
  return chosen;
}

}  // namespace sigrun::cli
