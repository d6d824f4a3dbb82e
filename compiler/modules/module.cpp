#include "compiler/modules/module.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text/suggest.h"
#include "compiler/diag/codes/modules.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/sigma.h"
#include "compiler/syntax/parse.h"
#include "stdlib/prelude/prelude.h"

namespace sigrun::modules {
namespace {

namespace fs = std::filesystem;
namespace codes = diag::codes;

std::string DottedName(const std::vector<ast::Name>& parts) {
  std::string name;
  for (const ast::Name& part : parts) name += (name.empty() ? "" : ".") + part.text;
  return name;
}

std::string RelativePath(const std::vector<ast::Name>& parts) {
  fs::path path;
  for (const ast::Name& part : parts) path /= part.text;
  return path.string() + ".sgr";
}

// `a.b` for a/b.sgr below the pack; empty for a file that cannot be imported.
std::string ImportName(const std::string& path, const std::string& pack) {
  fs::path relative = fs::path(path).lexically_normal().lexically_relative(
      fs::path(pack.empty() ? "." : pack).lexically_normal());
  if (relative.empty() || *relative.begin() == ".." || relative.extension() != ".sgr") return "";
  relative.replace_extension();
  std::string name;
  for (const fs::path& part : relative) name += (name.empty() ? "" : ".") + part.string();
  const bool words = name.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "0123456789_.") == std::string::npos;
  return words ? name : "";
}

class Loader {
 public:
  Loader(const LoadOptions& options, const FileSystem& files, SourceMap& sources, diag::Sink& sink)
      : options_(options), files_(files), sources_(sources), sink_(sink) {}

  ModuleSet Load(const std::vector<RootFile>& roots) {
    for (const RootFile& root : roots)
      if (!IsSigmaFile(root.path)) LoadRoot(root);
    LoadSigma(roots);
    return std::move(set_);
  }

 private:
  static constexpr uint32_t kInProgress = UINT32_MAX;

  struct Text {
    std::string path;
    std::string text;
    std::string pack = {};     // the folder that contains it
    std::string failure = {};  // why it exists but cannot be read
  };

  void LoadRoot(const RootFile& root) {
    if (const auto known = by_path_.find(root.path); known != by_path_.end()) {
      if (known->second != kInProgress) set_.modules[known->second].root = true;
      return;
    }
    FileText file = ReadRoot(root);
    if (!file.ok()) return ReportUnreadable(root, file.failure);
    Parse({root.path, std::move(file.text), root.pack_folder}, root.path, true, 1);
  }

  // Sigma documents refer to each other across files, so they are translated together.
  void LoadSigma(const std::vector<RootFile>& roots) {
    std::set<std::string> taken;
    for (const Module& module : set_.modules)
      for (const ast::Item& item : module.file.items)
        if (const auto* rule = std::get_if<ast::Rule>(&item)) taken.insert(rule->name.text);
    std::vector<sigma::Input> inputs;
    std::vector<const RootFile*> read;
    for (const RootFile& root : roots) {
      if (!IsSigmaFile(root.path) || by_path_.count(root.path) > 0) continue;
      FileText file = ReadRoot(root);
      if (!file.ok()) {
        ReportUnreadable(root, file.failure);
        continue;
      }
      by_path_[root.path] = kInProgress;
      inputs.push_back({sources_.Add(root.path, std::move(file.text)), ConfigOf(root.pack_folder)});
      ReportIgnoredConfigs(root);
      read.push_back(&root);
    }
    if (inputs.empty()) return;
    for (const auto& [path, config] : configs_)
      set_.time_fields.insert(set_.time_fields.end(), config.time_fields.begin(),
                              config.time_fields.end());
    std::vector<ast::File> files = sigma::Translate(inputs, taken, sources_, sink_);
    for (size_t i = 0; i < files.size(); ++i) {
      Module module;
      module.name = module.path = read[i]->path;
      module.folder = fs::path(module.path).parent_path().string();
      module.pack = read[i]->pack_folder;
      module.root = true;
      module.file = std::move(files[i]);
      set_.modules.push_back(std::move(module));
    }
  }

  // A pack's sigrun.yml, or the file named instead; empty if there is none.
  const sigma::Config* ConfigOf(const std::string& pack) {
    const bool named = !options_.sigma_config.empty();
    const std::string path =
        named ? options_.sigma_config : (fs::path(pack) / "sigrun.yml").lexically_normal().string();
    const auto [place, added] = configs_.try_emplace(path);
    if (!added) return &place->second;
    FileText file = named ? files_.Read(path) : files_.ReadInside(pack, path);
    if (file.ok())
      place->second = sigma::ReadConfig(sources_.Add(path, std::move(file.text)), sources_, sink_);
    else if (named || file.failure != FileText::Failure::kMissing)
      sink_.Emit(codes::SigmaConfig, Span{}, "`" + path + "`", "a file that can be read")
          .Help(fmt::format("{}; check the path{}", Reason(file.failure),
                            named ? " given with --config" : ""));
    place->second.refire_every = options_.sigma_refire_every;
    return &place->second;
  }

  // Warns of configurations in the wrong place or with the wrong name.
  void ReportIgnoredConfigs(const RootFile& root) {
    if (!options_.sigma_config.empty()) return;
    const fs::path pack = fs::path(root.pack_folder).lexically_normal();
    fs::path folder = fs::path(root.path).parent_path().lexically_normal();
    while (searched_.insert(folder.string()).second) {
      const bool top = folder == pack || (folder / "").lexically_normal() == pack;
      for (const char* name : {"sigrun.yml", "sigrun.yaml"}) {
        const std::string path = (folder / name).lexically_normal().string();
        if ((top && name == std::string_view("sigrun.yml")) ||
            !files_.ReadInside(root.pack_folder, path).ok())
          continue;
        sink_.Emit(codes::SigmaConfigIgnored, Span{}, path)
            .Help("a pack has one configuration, `" +
                  (fs::path(root.pack_folder) / "sigrun.yml").lexically_normal().string() +
                  "`; --config names another");
      }
      if (top || !folder.has_parent_path()) break;
      folder = folder.parent_path();
    }
  }

  FileText ReadRoot(const RootFile& root) const {
    return root.named ? files_.Read(root.path) : files_.ReadInside(root.pack_folder, root.path);
  }

  void ReportUnreadable(const RootFile& root, FileText::Failure failure) {
    if (failure == FileText::Failure::kOutside)
      ReportOutside(sink_, Span{}, root.path, root.pack_folder);
    else
      sink_.Emit(codes::UnreadableRuleFile, Span{}, root.path, Reason(failure))
          .Help("check the path; a rule file has at most 16 MiB");
  }

  // `depth`: the length of the import chain from a root file to this one.
  uint32_t Parse(Text source, const std::string& name, bool root, uint32_t depth) {
    by_path_[source.path] = kInProgress;
    const SourceId id = sources_.Add(source.path, std::move(source.text));
    Module module;
    module.name = name;
    module.import_name = root ? ImportName(source.path, source.pack) : name;
    module.path = source.path;
    module.folder = fs::path(source.path).parent_path().string();
    module.pack = source.pack;
    module.root = root;
    module.file = syntax::ParseFile(id, sources_, sink_);
    module.broken = module.file.damaged;
    uint32_t height = 1;
    for (const ast::Item& item : module.file.items)
      if (const auto* import = std::get_if<ast::Import>(&item))
        module.broken |= !LoadImport(*import, module, depth, height);
    for (const uint32_t import : module.imports) module.broken |= set_.modules[import].broken;
    set_.modules.push_back(std::move(module));
    heights_.push_back(height);
    return by_path_[source.path] = static_cast<uint32_t>(set_.modules.size() - 1);
  }

  // False for an unknown module, an import cycle, or a chain that is too long; reported. `height`:
  // of the importer, which the import may raise.
  bool LoadImport(const ast::Import& import, Module& importer, uint32_t depth, uint32_t& height) {
    const std::string name = DottedName(import.path);
    auto found = Find(import, importer.pack);
    if (found && !found->failure.empty()) {
      sink_.Emit(codes::UnreadableListFile, import.span, found->path, found->failure)
          .Help("an imported module must be a file of the pack");
      return false;
    }
    if (!found) {
      auto diagnostic = sink_.Emit(codes::UnknownModule, import.span, name);
      const std::string_view near = Suggest(name, stdlib::PreludeModules());
      diagnostic.Help(near.empty() ? "modules are searched for in the pack, in the search "
                                     "path, and in the library: aws.cloudtrail"
                                   : fmt::format("did you mean `{}`?", near));
      return false;
    }
    const auto known = by_path_.find(found->path);
    if (known == by_path_.end()) {
      if (depth >= kMaxImportDepth) return ReportTooDeep(import, name);
      importer.imports.push_back(Parse(std::move(*found), name, false, depth + 1));
    } else if (known->second == kInProgress) {
      sink_.Emit(codes::ImportCycle, import.span, name)
          .Help("move what both files need into a third file and import it from both");
      return false;
    } else {
      importer.imports.push_back(known->second);
    }
    height = std::max(height, heights_[importer.imports.back()] + 1);
    return height <= kMaxImportDepth || ReportTooDeep(import, name);
  }

  bool ReportTooDeep(const ast::Import& import, const std::string& name) {
    sink_.Emit(codes::ImportsTooDeep, import.span, name, kMaxImportDepth)
        .Help("import what the file needs directly");
    return false;
  }

  // A module that was already read is returned without its text.
  std::optional<Text> Find(const ast::Import& import, const std::string& pack) const {
    const std::string relative = RelativePath(import.path);
    std::vector<std::string> folders = {pack};
    folders.insert(folders.end(), options_.search_path.begin(), options_.search_path.end());
    for (const std::string& folder : folders) {
      const std::string path = PathFrom(folder, relative);
      if (by_path_.count(path) > 0) return Text{path, {}, folder};
      FileText file = files_.ReadInside(folder, path);
      if (file.ok()) return Text{path, std::move(file.text), folder};
      if (file.failure != FileText::Failure::kMissing)
        return Text{path, {}, folder, std::string(Reason(file.failure))};
    }
    const std::string_view text = stdlib::PreludeText(DottedName(import.path));
    if (text.data() == nullptr) return std::nullopt;
    return Text{"<stdlib>/" + relative, std::string(text), pack};
  }

  const LoadOptions& options_;
  const FileSystem& files_;
  SourceMap& sources_;
  diag::Sink& sink_;
  ModuleSet set_;
  std::vector<uint32_t>
      heights_;  // for each module: the length of the longest import chain below it
  std::map<std::string, uint32_t> by_path_;
  std::map<std::string, sigma::Config> configs_;  // by path
  std::set<std::string> searched_;  // folders already searched for ignored configurations
};

}  // namespace

void ReportOutside(diag::Sink& sink, Span span, const std::string& path, const std::string& pack) {
  sink.Emit(codes::FileOutsidePack, span, path, pack.empty() ? "." : pack)
      .Help(
          "rules can only name files of their pack: the folder named on the command line, or "
          "the folder of the file named there; --allow-files allows any file");
}

bool IsSigmaFile(const std::string& path) {
  const fs::path file(path);
  return (file.extension() == ".yml" || file.extension() == ".yaml") && file.stem() != "sigrun";
}

ModuleSet LoadModules(const std::vector<RootFile>& roots, const LoadOptions& options,
                      const FileSystem& files, SourceMap& sources, diag::Sink& sink) {
  return Loader(options, files, sources, sink).Load(roots);
}

}  // namespace sigrun::modules
