#include "compiler/diag/format.h"

namespace sigrun::diag {

const std::vector<Format>& Formats() {
  static const std::vector<Format> rows = {
#define SIGRUN_DIAGNOSTIC_FORMAT(name, function, medium, doc) \
  {#name, &formats::function, Medium::medium, doc},
#include "compiler/diag/formats.def"
  };
  return rows;
}

const Format& FormatOf(FormatId id) { return Formats()[static_cast<size_t>(id)]; }

}  // namespace sigrun::diag
