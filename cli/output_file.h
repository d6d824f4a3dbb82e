// What flags name as places to write to: a file, or `-` for standard output.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::cli {

// Whether the path may be written to by a run that reads these files; else why not has been said.
// Nothing takes the place of a rule, a list or a log of the same run, also under another name of
// the file.
bool MayWrite(const std::string& path, const std::vector<std::string>& read);

// False if it could not be written; why has been said.
bool WriteOutput(const std::string& path, std::string_view bytes);

}  // namespace sigrun::cli
