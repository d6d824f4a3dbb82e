// The version of the program and of its formats.
#pragma once

#include <string>

namespace sigrun::cli {

std::string VersionText();

}  // namespace sigrun::cli
