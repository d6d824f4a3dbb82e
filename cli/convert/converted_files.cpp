#include "cli/convert/converted_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "base/text/ascii.h"
#include "base/text/visible.h"
#include "base/write_file.h"
#include "cli/output/output.h"
#include "cli/output/output_file.h"

namespace sigrun::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostNamed = 5;  // of existing files

bool Fail(const std::string& message) {
  Complain("{}", Visible(message));
  return false;
}

bool WriteOne(const fs::path& path, const std::string& text, bool force) {
  const Status written =
      WriteFile(path.string(), text, force ? IfExists::kReplace : IfExists::kRefuse);
  return written ? true : Fail(written.error().message);
}

bool NoneExists(const std::vector<fs::path>& paths, bool force) {
  std::string names;
  size_t count = 0;
  for (const fs::path& path : paths) {
    std::error_code error;
    // Includes a dangling link: the output would be written elsewhere.
    if (force || !fs::exists(fs::symlink_status(path, error))) continue;
    if (++count <= kMostNamed) names += fmt::format("{}`{}`", count > 1 ? ", " : "", path.string());
  }
  if (count == 0) return true;
  if (count > kMostNamed) names += fmt::format(" and {} more", count - kMostNamed);
  return Fail(
      fmt::format("{} already exist{}, so nothing was written: choose another place, or "
                  "overwrite with --force",
                  names, count == 1 ? "s" : ""));
}

bool AllDiffer(const std::vector<ConvertedFile>& all, const std::vector<fs::path>& paths) {
  std::map<std::string, size_t> taken;
  bool differ = true;
  for (size_t i = 0; i < paths.size(); ++i) {
    const auto [other, added] = taken.try_emplace(AsciiLower(paths[i].string()), i);
    if (added) continue;
    differ = Fail(fmt::format(
        "{} and {} would both become `{}`, so nothing was written: rename one, or convert them "
        "into different folders",
        all[other->second].source, all[i].source, paths[i].string()));
  }
  return differ;
}

// Whether the path leaves the folder through a link.
bool LeadsOut(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  const fs::path inside =
      fs::weakly_canonical(path, error).lexically_relative(fs::weakly_canonical(folder, error));
  return error || inside.empty() || *inside.begin() == "..";
}

bool WriteFolder(const std::vector<ConvertedFile>& all, const ConvertedOutput& output) {
  std::vector<fs::path> paths;
  paths.reserve(all.size());
  for (const ConvertedFile& one : all)
    paths.push_back(fs::path(output.path) / (one.name + std::string(output.ending)));
  if (!AllDiffer(all, paths) || !NoneExists(paths, output.force)) return false;
  for (const fs::path& path : paths)
    if (!MayWrite(path.string(), *output.read)) return false;
  std::error_code ignored;  // reported when a file cannot be written
  fs::create_directories(output.path, ignored);
  for (size_t i = 0; i < all.size(); ++i) {
    if (LeadsOut(paths[i].parent_path(), output.path))
      return Fail(
          fmt::format("cannot write `{}`: it is not in `{}`, because a folder on the way is a link",
                      paths[i].string(), output.path));
    fs::create_directories(paths[i].parent_path(), ignored);
    if (!WriteOne(paths[i], all[i].text, output.force)) return false;
  }
  return true;
}

}  // namespace

std::string EndingOf(const std::string& output) {
  std::error_code error;
  const fs::path ending = fs::path(output).extension();
  const bool file = ending == ".sgr" || ending == ".yml" || ending == ".yaml";
  return file && !fs::is_directory(output, error) ? ending.string() : "";
}

std::string PlaceIn(const std::string& file, const std::vector<std::string>& named) {
  const fs::path path(file);
  for (const std::string& folder : named) {
    fs::path relative = path.lexically_relative(folder);
    if (relative == ".") relative = path.filename();
    if (!relative.empty() && *relative.begin() != "..")
      return relative.replace_extension().string();
  }
  return path.stem().string();
}

bool WriteConverted(const std::vector<ConvertedFile>& all, const ConvertedOutput& output) {
  if (all.empty()) return true;  // existing output is more than nothing
  const bool to_file = !output.path.empty() && output.path != "-";
  if (to_file && EndingOf(output.path).empty()) return WriteFolder(all, output);
  std::string text;
  for (const ConvertedFile& one : all) {
    if (!text.empty()) text += output.between;
    text += one.text;
  }
  if (to_file)
    return NoneExists({output.path}, output.force) && MayWrite(output.path, *output.read) &&
           WriteOne(output.path, text, output.force);
  Out().Data(text);
  return true;
}

}  // namespace sigrun::cli
