// One instruction of a program's code, and what each opcode takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sigrun::program {

enum class Op : uint8_t {
#define SIGRUN_OP(name, text, a, b, c, d, doc) k##name,
#include "runtime/program/opcodes.def"
};

enum class OperandKind : uint8_t {
  kNone,
  kDst,
  kReg,
  kArgs,
  kCount,
  kSlot,
  kConst,
  kKey,
  kAtom,
  kValueUnit,
  kCapture,
  kCell,
  kRule,
  kTestKernel,
  kFunctionKernel,
  kTarget,
  kPresenceMode,
  kAnswer,
  kResult,
};

struct OpInfo {
  std::string_view text;
  OperandKind operands[4];
  std::string_view doc;
};
// `op` must be one of the above.
const OpInfo& Info(Op op);
// The inverse of Info(op).text.
std::optional<Op> FindOp(std::string_view text);
inline constexpr size_t kOpCount = 0
#define SIGRUN_OP(...) +1
#include "runtime/program/opcodes.def"
    ;

struct Instruction {
  Op op;
  uint8_t flag = 0;  // Test: 0 any element, 1 all elements
  uint16_t a = 0;
  uint32_t b = 0, c = 0, d = 0;
  friend bool operator==(const Instruction&, const Instruction&) = default;
};
static_assert(sizeof(Instruction) == 16);

// A piece of code: instructions [begin, begin + size) of Program::code. Targets count from the
// unit's first instruction and point forward only, so every unit ends.
struct Unit {
  uint32_t begin = 0;
  uint32_t size = 0;
  uint16_t registers = 0;
};

}  // namespace sigrun::program
