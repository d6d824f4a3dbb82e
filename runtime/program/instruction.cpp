#include "runtime/program/instruction.h"

#include <algorithm>

#include "base/check.h"
#include "runtime/program/operands.h"

namespace sigrun::program {
namespace {

constexpr OpInfo kOps[] = {
#define SIGRUN_OP(name, text, a, b, c, d, doc) \
  {text, {OperandKind::k##a, OperandKind::k##b, OperandKind::k##c, OperandKind::k##d}, doc},
#include "runtime/program/opcodes.def"
};
static_assert(std::size(kOps) == kOpCount);

// Operand kinds that fit in 16 bits: registers, and numbers that are always small.
constexpr bool FitsFirst(OperandKind kind) {
  switch (kind) {
    case OperandKind::kNone:
    case OperandKind::kDst:
    case OperandKind::kReg:
    case OperandKind::kArgs:
    case OperandKind::kPresenceMode:
    case OperandKind::kAnswer:
    case OperandKind::kResult:
      return true;
    default:
      return false;
  }
}

// False for rows that the builder, the verifier and the printer would misinterpret.
constexpr bool IsWellFormed(const OpInfo& info) {
  size_t kernels = 0;
  for (const OperandKind kind : info.operands) kernels += IsKernel(kind) ? 1 : 0;
  const size_t destination = PlaceOf(info, OperandKind::kDst).value_or(0);
  const bool arguments = Has(info, OperandKind::kArgs), count = Has(info, OperandKind::kCount);
  return FitsFirst(info.operands[0]) && destination == 0 && kernels <= 1 &&
         arguments == (count || kernels == 1);
}
static_assert(std::ranges::all_of(kOps, IsWellFormed));

}  // namespace

const OpInfo& Info(Op op) {
  SIGRUN_CHECK(static_cast<size_t>(op) < kOpCount);
  return kOps[static_cast<size_t>(op)];
}

std::optional<Op> FindOp(std::string_view text) {
  const auto found = std::ranges::find(kOps, text, &OpInfo::text);
  if (found == std::end(kOps)) return std::nullopt;
  return static_cast<Op>(found - std::begin(kOps));
}

}  // namespace sigrun::program
