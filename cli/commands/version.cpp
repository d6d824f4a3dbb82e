// sigrun version.
#include "cli/commands/version.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/commands/command.h"
#include "cli/output/output.h"
#include "runtime/alert/alert.h"
#include "runtime/program/image/image.h"

namespace sigrun::cli {

std::string VersionText() {
  return fmt::format("sigrun {}\npack format {}, alert schema {}\n", SIGRUN_VERSION,
                     program::kImageVersion, alert::kSchemaVersion);
}

void AddVersion(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("version", "Show the version, and the versions of its formats");
  command->callback([&action] {
    action = [] {
      Out().Text(VersionText());
      return static_cast<int>(kSuccess);
    };
  });
}

}  // namespace sigrun::cli
