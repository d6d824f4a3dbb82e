#include "compiler/modules/module.h"

#include <filesystem>
#include <map>
#include <set>

#include "base/suggest.h"
#include "compiler/sigma/sigma.h"
#include "compiler/syntax/parse.h"
#include "stdlib/prelude/prelude.h"

namespace sigrun::modules {
namespace {

namespace fs = std::filesystem;
using diag::Code;

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
  };

  void LoadRoot(const RootFile& root) {
    if (const auto known = by_path_.find(root.path); known != by_path_.end()) {
      if (known->second != kInProgress) set_.modules[known->second].root = true;
      return;
    }
    const auto text = files_.Read(root.path);
    if (!text) return ReportUnreadable(root.path);
    Parse({root.path, *text}, root.path, root.pack_folder, true);
  }

  // Sigma's documents refer to each other across files: they are translated together.
  void LoadSigma(const std::vector<RootFile>& roots) {
    std::set<std::string> taken;
    for (const Module& module : set_.modules)
      for (const ast::Item& item : module.file.items)
        if (const auto* rule = std::get_if<ast::Rule>(&item)) taken.insert(rule->name.text);
    std::vector<sigma::Input> inputs;
    std::vector<const RootFile*> read;
    for (const RootFile& root : roots) {
      if (!IsSigmaFile(root.path) || by_path_.count(root.path) > 0) continue;
      const auto text = files_.Read(root.path);
      if (!text) {
        ReportUnreadable(root.path);
        continue;
      }
      by_path_[root.path] = kInProgress;
      inputs.push_back({sources_.Add(root.path, *text), ConfigOf(root.pack_folder)});
      ReportIgnoredConfigs(root);
      read.push_back(&root);
    }
    if (inputs.empty()) return;
    std::vector<ast::File> files = sigma::Translate(inputs, taken, sources_, sink_);
    for (size_t i = 0; i < files.size(); ++i) {
      Module module;
      module.name = module.path = read[i]->path;
      module.folder = fs::path(module.path).parent_path().string();
      module.root = true;
      module.file = std::move(files[i]);
      set_.modules.push_back(std::move(module));
    }
  }

  // A pack's sigrun.yml, or what was named instead; empty where there is none.
  const sigma::Config* ConfigOf(const std::string& pack) {
    const bool named = !options_.sigma_config.empty();
    const std::string path =
        named ? options_.sigma_config : (fs::path(pack) / "sigrun.yml").lexically_normal().string();
    const auto [place, added] = configs_.try_emplace(path);
    if (!added) return &place->second;
    if (const auto text = files_.Read(path))
      place->second = sigma::ReadConfig(sources_.Add(path, *text), sources_, sink_);
    else if (named)
      sink_.Emit(Code::SigmaConfig, Span{}, "`" + path + "`", "a file that can be read")
          .Help("check the path that --config was given, and the file's permissions");
    place->second.refire_every = options_.sigma_refire_every;
    return &place->second;
  }

  // Configurations that a pack does not have in this place or under this name.
  void ReportIgnoredConfigs(const RootFile& root) {
    if (!options_.sigma_config.empty()) return;
    const fs::path pack = fs::path(root.pack_folder).lexically_normal();
    fs::path folder = fs::path(root.path).parent_path().lexically_normal();
    while (searched_.insert(folder.string()).second) {
      const bool top = folder == pack || (folder / "").lexically_normal() == pack;
      for (const char* name : {"sigrun.yml", "sigrun.yaml"}) {
        const std::string path = (folder / name).lexically_normal().string();
        if ((top && name == std::string_view("sigrun.yml")) || !files_.Read(path)) continue;
        sink_.Emit(Code::SigmaConfigIgnored, Span{}, path)
            .Help("a pack has one configuration, `" +
                  (fs::path(root.pack_folder) / "sigrun.yml").lexically_normal().string() +
                  "`; --config names another");
      }
      if (top || !folder.has_parent_path()) break;
      folder = folder.parent_path();
    }
  }

  void ReportUnreadable(const std::string& path) {
    sink_.Emit(Code::UnreadableRuleFile, Span{}, path)
        .Help("check that the file exists, is readable and is no larger than 64 MiB");
  }

  uint32_t Parse(Text source, const std::string& name, const std::string& pack, bool root) {
    by_path_[source.path] = kInProgress;
    const SourceId id = sources_.Add(source.path, std::move(source.text));
    Module module;
    module.name = name;
    module.path = source.path;
    module.folder = fs::path(source.path).parent_path().string();
    module.root = root;
    module.file = syntax::ParseFile(id, sources_, sink_);
    module.broken = module.file.damaged;
    for (const ast::Item& item : module.file.items)
      if (const auto* import = std::get_if<ast::Import>(&item))
        module.broken |= !LoadImport(*import, pack, module);
    for (const uint32_t import : module.imports) module.broken |= set_.modules[import].broken;
    set_.modules.push_back(std::move(module));
    return by_path_[source.path] = static_cast<uint32_t>(set_.modules.size() - 1);
  }

  // False when there is no such module, or a circle; that has been reported.
  bool LoadImport(const ast::Import& import, const std::string& pack, Module& importer) {
    const std::string name = DottedName(import.path);
    auto found = Find(import, pack);
    if (!found) {
      auto diagnostic = sink_.Emit(Code::UnknownModule, import.span, name);
      const std::string_view near = Suggest(name, stdlib::PreludeModules());
      diagnostic.Help(near.empty()
                          ? "modules are looked for beside the pack's files, in the search "
                            "path, and in the library: aws.cloudtrail"
                          : fmt::format("did you mean `{}`?", near));
      return false;
    }
    const auto known = by_path_.find(found->path);
    if (known == by_path_.end()) {
      importer.imports.push_back(Parse(std::move(*found), name, pack, false));
    } else if (known->second == kInProgress) {
      sink_.Emit(Code::ImportCycle, import.span, name)
          .Help("move what both files need into a third one and import that");
      return false;
    } else {
      importer.imports.push_back(known->second);
    }
    return true;
  }

  std::optional<Text> Find(const ast::Import& import, const std::string& pack) const {
    const std::string relative = RelativePath(import.path);
    std::vector<std::string> folders = {pack};
    folders.insert(folders.end(), options_.search_path.begin(), options_.search_path.end());
    for (const std::string& folder : folders) {
      const std::string path = (fs::path(folder) / relative).lexically_normal().string();
      if (auto text = files_.Read(path)) return Text{path, std::move(*text)};
    }
    const std::string_view text = stdlib::PreludeText(DottedName(import.path));
    if (text.data() == nullptr) return std::nullopt;
    return Text{"<stdlib>/" + relative, std::string(text)};
  }

  const LoadOptions& options_;
  const FileSystem& files_;
  SourceMap& sources_;
  diag::Sink& sink_;
  ModuleSet set_;
  std::map<std::string, uint32_t> by_path_;
  std::map<std::string, sigma::Config> configs_;  // by path
  std::set<std::string> searched_;                // folders, for configurations that do not count
};

}  // namespace

bool IsSigmaFile(const std::string& path) {
  const fs::path file(path);
  return (file.extension() == ".yml" || file.extension() == ".yaml") && file.stem() != "sigrun";
}

ModuleSet LoadModules(const std::vector<RootFile>& roots, const LoadOptions& options,
                      const FileSystem& files, SourceMap& sources, diag::Sink& sink) {
  return Loader(options, files, sources, sink).Load(roots);
}

}  // namespace sigrun::modules
