// From rule files to parsed modules: imports found, read and put in order.
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
  std::string name;         // "aws.cloudtrail"; for a file named by the user its path
  std::string import_name;  // by which other files of the pack can import it; empty if they cannot
  std::string path;
  std::string folder;  // that relative paths in the file start from
  std::string pack;    // the folder that files which it names must lie in
  bool root = false;   // named by the user: its rules and tests count
  // What it declares is not known, for errors in it or in what it imports: not to be checked. (A
  // declaration with an error of its own is noted in the file.)
  bool broken = false;
  ast::File file;
  std::vector<uint32_t> imports;  // indices in ModuleSet::modules
};

// Modules in an order in which imports come before importers (a cycle is reported and cut).
struct ModuleSet {
  std::vector<Module> modules;
  // What the packs' configurations say of where records have their time: paths of keys.
  std::vector<std::vector<std::string>> time_fields;
};

struct RootFile {
  std::string path;
  std::string pack_folder;  // that `import` looks in first, and that named files must lie in
  bool named = false;       // by the user, not found in the folder: it is read wherever it lies
};

struct LoadOptions {
  std::vector<std::string> search_path;  // where `import` looks after the pack
  std::string sigma_config;              // for Sigma rules, instead of each pack's sigrun.yml
  bool sigma_refire_every = false;       // see sigma::Config
};

// Tells of a file that rules name or that was found beside them, and that ReadInside refused.
void ReportOutside(diag::Sink& sink, Span span, const std::string& path, const std::string& pack);

// Whether a file of this name holds Sigma rules: .yml, .yaml, and no pack's configuration.
bool IsSigmaFile(const std::string& path);

inline constexpr uint32_t kMaxImportDepth = 64;

// Reads and parses the files and everything they import. `import a.b` finds a/b.sgr in the pack,
// then in the search path, then in the library built into the program. Sigma files become modules
// too, each pack's with its sigrun.yml. Problems go to the sink.
ModuleSet LoadModules(const std::vector<RootFile>& roots, const LoadOptions& options,
                      const FileSystem& files, SourceMap& sources, diag::Sink& sink);

}  // namespace sigrun::modules
