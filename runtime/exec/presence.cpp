#include "runtime/exec/presence.h"

#include "runtime/exec/lift.h"

namespace sigrun::exec {
namespace {

bool IsEmpty(const Value& value, Arena& arena) {
  static const stdlib::Kernel& kernel = stdlib::Kernels()[*stdlib::FindKernel("is_empty")];
  if (value.kind == Kind::kList && value.size == 0) return true;
  return RunTest(kernel, &value, 1, false, arena);
}

}  // namespace

bool HasPresence(const Value& value, program::PresenceMode mode, Arena& arena) {
  switch (mode) {
    case program::PresenceMode::kExists:
      return value.present();
    case program::PresenceMode::kNull:
      return value.kind == Kind::kNull;
    case program::PresenceMode::kAbsent:
      return value.kind == Kind::kAbsent;
    case program::PresenceMode::kEmpty:
      return IsEmpty(value, arena);
  }
  return false;
}

}  // namespace sigrun::exec
