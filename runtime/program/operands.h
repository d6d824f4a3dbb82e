// An instruction's operands by position, so that what works on any instruction (builder, verifier,
// printer, image) can go by OperandKind alone. For this folder's use.
#pragma once

#include <cstdint>

#include "runtime/program/program.h"

namespace sigrun::program {

inline constexpr size_t kOperandCount = 4;

inline uint32_t Operand(const Instruction& instruction, size_t position) {
  switch (position) {
    case 0:
      return instruction.a;
    case 1:
      return instruction.b;
    case 2:
      return instruction.c;
    default:
      return instruction.d;
  }
}

// The first operand has 16 bits: a larger value is cut off there.
inline void SetOperand(Instruction& instruction, size_t position, uint32_t value) {
  switch (position) {
    case 0:
      instruction.a = static_cast<uint16_t>(value);
      break;
    case 1:
      instruction.b = value;
      break;
    case 2:
      instruction.c = value;
      break;
    default:
      instruction.d = value;
      break;
  }
}

// After it, control never goes on to the next instruction by itself.
inline bool EndsBlock(Op op) {
  if (op == Op::kReturnBool || op == Op::kReturnValue) return true;
  for (const OperandKind kind : Info(op).operands)
    if (kind == OperandKind::kTarget) return true;
  return false;
}

}  // namespace sigrun::program
