// Loads rule files as parsed modules: finds, reads and orders their imports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/modules/file_system.h"

namespace sigrun::modules {

struct Module {
  std::string name;  // "aws.cloudtrail"; for a file named by the user its path
  std::string
      import_name;  // the name by which other files of the pack can import it; empty if they cannot
  std::string path;
  std::string folder;  // relative paths in the file start here
  std::string pack;    // the folder that must contain the files it names
  bool root = false;   // named by the user: its rules and tests are loaded
  // Its declarations are unknown because of errors in it or in its imports: not to be checked. (A
  // declaration with an error of its own is marked in the file.)
  bool broken = false;
  ast::File file;
  std::vector<uint32_t> imports;  // indices in ModuleSet::modules
};

// Modules in an order in which imports come before importers (a cycle is reported and cut).
struct ModuleSet {
  std::vector<Module> modules;
  // The time fields of JSON records from the packs' configurations: paths of keys.
  std::vector<std::vector<std::string>> time_fields;
};

struct RootFile {
  std::string path;
  std::string pack_folder;  // searched by `import` first; named files must be inside it
  bool named = false;       // by the user, not found in the folder: it is read wherever it is
};

struct LoadOptions {
  std::vector<std::string> search_path;  // searched by `import` after the pack
  std::string sigma_config;              // for Sigma rules, instead of each pack's sigrun.yml
  bool sigma_refire_every = false;       // see sigma::Config
};

// Reports a file that rules name or that was found next to them, and that ReadInside refused.
void ReportOutside(diag::Sink& sink, Span span, const std::string& path, const std::string& pack);

// Whether a file of this name contains Sigma rules: .yml, .yaml, but not a pack's configuration.
bool IsSigmaFile(const std::string& path);

inline constexpr uint32_t kMaxImportDepth = 64;

// Reads and parses the files and everything they import. `import a.b` searches for a/b.sgr in the
// pack, then in the search path, then in the library built into the program. Sigma files become
// modules too, those of each pack with its sigrun.yml. Problems are reported to the sink.
ModuleSet LoadModules(const std::vector<RootFile>& roots, const LoadOptions& options,
                      const FileSystem& files, SourceMap& sources, diag::Sink& sink);

}  // namespace sigrun::modules
