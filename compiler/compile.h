// The whole compiler: from rule files to a verified program.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/modules/file_system.h"
#include "compiler/modules/module.h"
#include "compiler/network/network.h"
#include "compiler/sema/check.h"
#include "runtime/program/program.h"

namespace sigrun::compiler {

struct Options {
  modules::LoadOptions load;
  bool passes = true;          // switches off parts that only save work
  std::string_view only_pass;  // the name of the one pass to run; empty: all
  net::Options network;
};

// Everything that came out on the way, for dumps and tools. With errors in the sink, `program`
// holds the rules that are right: whether to use it is the caller's decision.
struct Compilation {
  SourceMap sources;
  diag::Sink diagnostics;
  modules::ModuleSet modules;
  sema::Checked checked;  // before the passes
  net::Network network;
  std::optional<program::Program> program;  // verified; none when a limit was met
  std::string error;                        // why there is none
};

Compilation Compile(const std::vector<modules::RootFile>& roots, const modules::FileSystem& files,
                    const Options& options = {});

}  // namespace sigrun::compiler
