#include "compiler/passes/passes.h"

namespace sigrun::passes {

std::span<const Pass> All() {
  static constexpr Pass kPasses[] = {
#define SIGRUN_PASS(name, doc) {#name, &name, doc},
#include "compiler/passes/passes.def"
  };
  return kPasses;
}

}  // namespace sigrun::passes
