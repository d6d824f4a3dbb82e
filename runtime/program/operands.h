// The operands of an instruction by position, so that code that handles all instructions (builder,
// verifier, printer, image) needs only OperandKind. Private to this folder.
#pragma once

#include <cstdint>
#include <optional>

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

// The first operand has 16 bits: larger values are truncated.
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

// The position of the operand of this kind; none if there is none.
constexpr std::optional<size_t> PlaceOf(const OpInfo& info, OperandKind kind) {
  for (size_t position = 0; position < kOperandCount; ++position)
    if (info.operands[position] == kind) return position;
  return {};
}
constexpr bool Has(const OpInfo& info, OperandKind kind) { return PlaceOf(info, kind).has_value(); }

constexpr bool IsKernel(OperandKind kind) {
  return kind == OperandKind::kTestKernel || kind == OperandKind::kFunctionKernel;
}

// True if control never continues with the next instruction.
inline bool EndsBlock(Op op) {
  const OpInfo& info = Info(op);
  return Has(info, OperandKind::kTarget) || Has(info, OperandKind::kAnswer) ||
         Has(info, OperandKind::kResult);
}

// The argument registers of an instruction, and the kernel they are for, if any.
struct Arguments {
  uint32_t first = 0, count = 0;
  const stdlib::Kernel* kernel = nullptr;
};

// None for an instruction without arguments. Its kernel must exist.
inline std::optional<Arguments> ArgumentsOf(const Instruction& instruction) {
  const OpInfo& info = Info(instruction.op);
  const auto first = PlaceOf(info, OperandKind::kArgs);
  if (!first) return {};
  Arguments arguments{Operand(instruction, *first), 0, nullptr};
  for (size_t position = 0; position < kOperandCount; ++position)
    if (IsKernel(info.operands[position]))
      arguments.kernel = &stdlib::Kernels()[Operand(instruction, position)];
  const auto count = PlaceOf(info, OperandKind::kCount);
  arguments.count = count ? Operand(instruction, *count)
                          : static_cast<uint32_t>(arguments.kernel->parameters.size());
  return arguments;
}

}  // namespace sigrun::program
