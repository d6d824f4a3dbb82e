// Where converted rules are written: to standard output, into one file, or a file for each into a
// folder. Nothing is written over, and nothing is written at all where something would get lost.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::cli {

struct ConvertedFile {
  std::string source;  // what it was made from
  std::string name;    // its place in a folder, without an ending
  std::string text;
};

struct ConvertedOutput {
  std::string path;  // empty or `-`: standard output
  bool force = false;
  std::string_view ending;                         // .sgr or .yml
  std::string_view between;                        // of several in one file
  const std::vector<std::string>* read = nullptr;  // what the rules were read from
};

// .sgr, .yml or .yaml where the output is a file that ends so; else it is a folder, or nothing.
std::string EndingOf(const std::string& output);

// Where a file lies in the folder of `named` that it was found in, without its ending.
std::string PlaceIn(const std::string& file, const std::vector<std::string>& named);

// False if not all could be written; why has been said.
bool WriteConverted(const std::vector<ConvertedFile>& all, const ConvertedOutput& output);

}  // namespace sigrun::cli
