// Compiles any text as a Sigma file: the compiler must not crash, and must end with diagnostics or
// with a program that verifies.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/compile.h"
#include "compiler/diag/render.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sigrun::modules::MemoryFileSystem files;
  const std::string text(reinterpret_cast<const char*>(data), size);
  files.files["fuzz.yml"] = text;
  // The configuration is YAML too.
  if (size % 2 == 0) files.files["sigrun.yml"] = text;
  const auto compiled = sigrun::compiler::Compile({{"fuzz.yml", ""}}, files);
  for (const auto& diagnostic : compiled.diagnostics.all())
    if (sigrun::diag::Render(diagnostic, compiled.sources).empty()) std::abort();
  return 0;
}
