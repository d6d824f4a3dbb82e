// Diagnostics for people (the source line with the span marked) and for machines (JSON).
#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"

namespace sigrun::diag {

struct RenderOptions {
  bool color = false;
};

// file:line:col: error[E0201]: … with the source line, the span underlined, notes and help.
std::string Render(const Diagnostic& diagnostic, const SourceMap& sources,
                   RenderOptions options = {});

// One JSON object on one line; the keys are stable: file line column end_line end_column severity
// code name message notes help fixes.
std::string RenderJson(const Diagnostic& diagnostic, const SourceMap& sources);

}  // namespace sigrun::diag
