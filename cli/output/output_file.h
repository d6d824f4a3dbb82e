// Output targets named by flags: a file, or `-` for standard output.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::cli {

// Whether a run that reads these files may write to the path; otherwise the reason was reported.
// Nothing replaces a rule, a list or a log of the same run, even under another name.
bool MayWrite(const std::string& path, const std::vector<std::string>& read);

// False if it could not be written; the reason was reported.
bool WriteOutput(const std::string& path, std::string_view bytes);

}  // namespace sigrun::cli
