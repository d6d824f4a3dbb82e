// --format, and the flags that work with one format only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/formats/alert_format.h"

namespace CLI {
class App;
}

namespace sigrun::cli {

class FormatFlags {
 public:
  // This object must outlive the parsing of the command line.
  void AddTo(CLI::App& command);

  // The chosen format; without --format the default for a terminal or for a pipe. Fails if a flag
  // of another format is set.
  Result<std::unique_ptr<AlertFormat>> Take(bool terminal);

 private:
  struct Offered {
    AlertFormatInfo info;
    std::unique_ptr<AlertFormat> format;
  };
  std::string name_;
  std::vector<Offered> offered_;
};

}  // namespace sigrun::cli
