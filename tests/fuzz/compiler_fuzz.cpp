// Compiles any text: the compiler must not crash, and must end with diagnostics or with a program
// that verifies.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/compile.h"
#include "compiler/diag/render.h"
#include "runtime/program/image/image.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sigrun::modules::MemoryFileSystem files;
  files.files["fuzz.sgr"] = std::string(reinterpret_cast<const char*>(data), size);
  const auto compiled = sigrun::compiler::Compile({{"fuzz.sgr", "."}}, files);
  for (const auto& diagnostic : compiled.diagnostics.all())
    if (sigrun::diag::Render(diagnostic, compiled.sources).empty()) std::abort();
  if (!compiled.program) return 0;
  if (!sigrun::program::ReadImage(sigrun::program::WriteImage(*compiled.program)).ok())
    std::abort();
  return 0;
}
