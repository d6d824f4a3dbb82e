// A format of diagnostics: one function and one row of formats.def for each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/diag/render.h"

namespace sigrun::diag {

enum class Medium {
  kText,  // for people
  kJson,  // for programs: each text is JSON
};

using Selection = std::vector<const Diagnostic*>;

// Each function returns the texts to print, each followed by a line end. Its file defines it by
// this qualified name, so that the file does not compile without a row.
namespace formats {
#define SIGRUN_DIAGNOSTIC_FORMAT(name, function, medium, doc) \
  std::vector<std::string> function(const Selection&, const SourceMap&, RenderOptions);
#include "compiler/diag/formats.def"
}  // namespace formats

enum class FormatId {
#define SIGRUN_DIAGNOSTIC_FORMAT(name, function, medium, doc) name,
#include "compiler/diag/formats.def"
};

struct Format {
  std::string_view name;
  std::vector<std::string> (*render)(const Selection&, const SourceMap&, RenderOptions);
  Medium medium;
  std::string_view doc;
};
// All rows, in table order.
const std::vector<Format>& Formats();
const Format& FormatOf(FormatId id);

}  // namespace sigrun::diag
