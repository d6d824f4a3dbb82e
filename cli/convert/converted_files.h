// Writes converted rules: to standard output, into one file, or one file for each into a folder.
// Nothing is overwritten, and nothing is written at all if something would be lost.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::cli {

struct ConvertedFile {
  std::string source;  // its source
  std::string name;    // its path in a folder, without an extension
  std::string text;
};

struct ConvertedOutput {
  std::string path;  // empty or `-`: standard output
  bool force = false;
  std::string_view ending;                         // .sgr or .yml
  std::string_view between;                        // of several in one file
  const std::vector<std::string>* read = nullptr;  // the files from which the rules were read
};

// .sgr, .yml or .yaml if the output is a file with this extension; otherwise it is a folder, or
// empty.
std::string EndingOf(const std::string& output);

// The path of a file within the folder of `named` that contains it, without its extension.
std::string PlaceIn(const std::string& file, const std::vector<std::string>& named);

// False if not everything could be written; the reason was reported.
bool WriteConverted(const std::vector<ConvertedFile>& all, const ConvertedOutput& output);

}  // namespace sigrun::cli
