#include "runtime/program/verify/unit_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include "runtime/program/operands.h"
#include "runtime/program/text.h"

namespace sigrun::program {
namespace {

// What is known about a register at one point of the code.
using Content = uint8_t;
constexpr Content kUnassigned = 0;
constexpr Content kValue = 1;
constexpr Content kDiffers = 2;  // a prepared constant, but not the same kind on every path
constexpr Content kFirstPrepared = 3;

Content PreparedContent(stdlib::PreparedKind kind) {
  return static_cast<Content>(kFirstPrepared + static_cast<int>(kind));
}

Content Join(Content a, Content b) {
  if (a == b) return a;
  return a == kUnassigned || b == kUnassigned ? kUnassigned : kDiffers;
}

std::string_view Holds(Content content) {
  if (content == kUnassigned) return "nothing on some path";
  if (content == kValue) return "a value";
  if (content == kDiffers) return "different kinds of constants on different paths";
  return Name(static_cast<stdlib::PreparedKind>(content - kFirstPrepared));
}

// Memory for the register states of branches whose targets were not reached yet; no compiled rule
// comes close to it.
constexpr size_t kMaxOpenState = size_t{32} << 20;

// Targets point forward only, so one pass in order sees every path to an instruction before it.
class UnitCheck {
 public:
  UnitCheck(const Program& program, const Unit& unit, const UnitRole& role)
      : program_(program),
        role_(role),
        code_(std::span(program.code).subspan(unit.begin, unit.size)),
        registers_(unit.registers, kUnassigned) {}

  Complaint Run();

 private:
  Complaint CheckInstruction();
  Complaint CheckOperand(OperandKind kind, uint32_t value);
  Complaint CheckSource(std::string_view what, Context context, uint32_t index, size_t count) const;
  Complaint CheckConstant(uint32_t index) const;
  Complaint CheckRule(uint32_t index) const;
  Complaint CheckKey(uint32_t index) const;
  Complaint CheckKernel(uint32_t index, bool is_test) const;
  Complaint CheckTarget(uint32_t target) const;
  Complaint CheckRegister(uint32_t index) const;
  Complaint CheckRead(uint32_t index) const;
  Complaint CheckArguments() const;
  Complaint CheckArgumentCount(const Arguments& arguments) const;
  Complaint CheckArgument(uint32_t index, const stdlib::Kernel& kernel, uint32_t argument) const;
  Complaint CheckReturn() const;
  void Define();
  Complaint Leave();
  Complaint Open(uint32_t target);
  void Arrive();

  const Instruction& current() const { return code_[at_]; }

  const Program& program_;
  const UnitRole& role_;
  std::span<const Instruction> code_;
  uint32_t at_ = 0;
  bool reachable_ = true;
  std::vector<Content> registers_;
  std::map<uint32_t, std::vector<Content>>
      open_;  // by target: the joined state of the branches to it
};

Complaint UnitCheck::Run() {
  for (at_ = 0; at_ < code_.size(); ++at_) {
    if (static_cast<size_t>(current().op) >= kOpCount)
      return fmt::format("instruction {}: no opcode {}", at_, static_cast<int>(current().op));
    if (Complaint why = CheckInstruction())
      return fmt::format("instruction {} ({}): {}", at_, Info(current().op).text, *why);
  }
  if (reachable_) return "the code ends without a return";
  return {};
}

Complaint UnitCheck::CheckInstruction() {
  Arrive();
  if (!reachable_) return "cannot be reached";
  const Instruction& instruction = current();
  if (instruction.flag > (Has(Info(instruction.op), OperandKind::kTestKernel) ? 1 : 0))
    return fmt::format("flag {} has no meaning", instruction.flag);
  for (size_t position = 0; position < kOperandCount; ++position)
    if (Complaint why =
            CheckOperand(Info(instruction.op).operands[position], Operand(instruction, position)))
      return why;
  if (Complaint why = CheckArguments()) return why;
  if (Complaint why = CheckReturn()) return why;
  Define();
  return Leave();
}

Complaint UnitCheck::CheckOperand(OperandKind kind, uint32_t value) {
  switch (kind) {
    case OperandKind::kNone:
      return value == 0 ? Complaint() : fmt::format("an operand that has no use is {}", value);
    case OperandKind::kDst:
      return CheckRegister(value);
    case OperandKind::kReg:
    case OperandKind::kResult:
      return CheckRead(value);
    case OperandKind::kArgs:
    case OperandKind::kCount:
      return {};  // together, in CheckArguments
    case OperandKind::kSlot:
      return CheckSource("slot", Context::kEvent, value, program_.slots.size());
    case OperandKind::kConst:
      return CheckConstant(value);
    case OperandKind::kKey:
      return CheckKey(value);
    case OperandKind::kAtom:
      return CheckSource("atom", Context::kEvent, value, program_.atoms.size());
    case OperandKind::kValueUnit:
      return CheckSource("value", Context::kEvent, value, program_.values.size());
    case OperandKind::kCapture:
      return CheckSource("capture", Context::kState, value, role_.captures);
    case OperandKind::kCell:
      return CheckSource("cell", Context::kState, value, role_.cells);
    case OperandKind::kRule:
      return CheckRule(value);
    case OperandKind::kTestKernel:
      return CheckKernel(value, true);
    case OperandKind::kFunctionKernel:
      return CheckKernel(value, false);
    case OperandKind::kTarget:
      return CheckTarget(value);
    case OperandKind::kPresenceMode:
      return value <= static_cast<uint32_t>(PresenceMode::kEmpty)
                 ? Complaint()
                 : fmt::format("no presence mode {}", value);
    case OperandKind::kAnswer:
      return value <= 1 ? Complaint() : fmt::format("answer {} is neither 0 nor 1", value);
  }
  return {};
}

Complaint UnitCheck::CheckSource(std::string_view what, Context context, uint32_t index,
                                 size_t count) const {
  if (role_.context != context)
    return fmt::format("{} code has no {}", context == Context::kEvent ? "state" : "event", what);
  if (index < count) return {};
  return fmt::format("no {} {}: there are {}", what, index, count);
}

Complaint UnitCheck::CheckRule(uint32_t index) const {
  if (index >= program_.rules.size())
    return fmt::format("no rule {}: there are {}", index, program_.rules.size());
  if (index >= role_.rules) return fmt::format("rule {} does not stand before this one", index);
  if (role_.context == Context::kEvent || program_.rules[index].stateful) return {};
  return fmt::format("rule {} has no state: state code cannot ask it", index);
}

Complaint UnitCheck::CheckConstant(uint32_t index) const {
  if (index >= program_.constants.size())
    return fmt::format("no constant {}: there are {}", index, program_.constants.size());
  // Define handles prepared constants only for these instructions.
  if (current().op == Op::kLoadConst ||
      !std::holds_alternative<stdlib::PreparedSpec>(program_.constants[index]))
    return {};
  return fmt::format("constant {} is a {}, which only load_const can take", index,
                     Describe(program_.constants[index]));
}

Complaint UnitCheck::CheckKey(uint32_t index) const {
  if (Complaint why = CheckConstant(index)) return why;
  if (std::holds_alternative<std::string>(program_.constants[index])) return {};
  return fmt::format("the key, constant {}, is {} and not a string", index,
                     Describe(program_.constants[index]));
}

Complaint UnitCheck::CheckKernel(uint32_t index, bool is_test) const {
  if (index >= stdlib::Kernels().size()) return fmt::format("no kernel {}", index);
  const stdlib::Kernel& kernel = stdlib::Kernels()[index];
  if (kernel.is_test == is_test) return {};
  return fmt::format("{} is a {}", kernel.name, kernel.is_test ? "test" : "function");
}

Complaint UnitCheck::CheckTarget(uint32_t target) const {
  if (target <= at_) return fmt::format("target {} does not lead forward", target);
  if (target < code_.size()) return {};
  return fmt::format("target {} is outside of the {} instructions", target, code_.size());
}

Complaint UnitCheck::CheckRegister(uint32_t index) const {
  if (index < registers_.size()) return {};
  return fmt::format("no register r{}: there are {}", index, registers_.size());
}

Complaint UnitCheck::CheckRead(uint32_t index) const {
  if (Complaint why = CheckRegister(index)) return why;
  const Content content = registers_[index];
  if (content == kValue) return {};
  if (content == kUnassigned) return fmt::format("r{} is not set on every path", index);
  return fmt::format("r{} holds {}, which only an argument prepared for it can take", index,
                     Holds(content));
}

Complaint UnitCheck::CheckArguments() const {
  const std::optional<Arguments> arguments = ArgumentsOf(current());
  if (!arguments) return {};
  if (Complaint why = CheckArgumentCount(*arguments)) return why;
  for (uint32_t i = 0; i < arguments->count; ++i) {
    const uint32_t index = arguments->first + i;
    if (Complaint why =
            arguments->kernel ? CheckArgument(index, *arguments->kernel, i) : CheckRead(index))
      return why;
  }
  return {};
}

Complaint UnitCheck::CheckArgumentCount(const Arguments& arguments) const {
  const auto [first, count, kernel] = arguments;
  const size_t declared = kernel ? kernel->parameters.size() : 0;
  if (kernel && (kernel->variadic ? count < declared : count != declared))
    return fmt::format("{} takes {}{} arguments and is given {}", kernel->name, declared,
                       kernel->variadic ? " or more" : "", count);
  if (first > registers_.size() || count > registers_.size() - first)
    return fmt::format("the {} arguments from r{} on reach beyond the {} registers", count, first,
                       registers_.size());
  return {};
}

Complaint UnitCheck::CheckArgument(uint32_t index, const stdlib::Kernel& kernel,
                                   uint32_t argument) const {
  const size_t row = std::min<size_t>(argument, kernel.parameters.size() - 1);
  const auto& prepared = kernel.parameters[row].prepared;
  if (!prepared) return CheckRead(index);
  if (registers_[index] == PreparedContent(*prepared)) return {};
  return fmt::format("argument {} of {} must be a {} constant; r{} holds {}", argument, kernel.name,
                     Name(*prepared), index, Holds(registers_[index]));
}

Complaint UnitCheck::CheckReturn() const {
  const OpInfo& info = Info(current().op);
  if (Has(info, OperandKind::kResult) && role_.answer == Answer::kBool)
    return "a predicate must answer yes or no";
  if (Has(info, OperandKind::kAnswer) && role_.answer == Answer::kValue)
    return "a value is wanted, not yes or no";
  return {};
}

void UnitCheck::Define() {
  const Instruction& instruction = current();
  if (Info(instruction.op).operands[0] != OperandKind::kDst) return;
  registers_[instruction.a] = kValue;
  if (instruction.op != Op::kLoadConst) return;
  if (const auto* spec = std::get_if<stdlib::PreparedSpec>(&program_.constants[instruction.b]))
    registers_[instruction.a] = PreparedContent(spec->kind);
}

Complaint UnitCheck::Leave() {
  const Instruction& instruction = current();
  for (size_t position = 0; position < kOperandCount; ++position)
    if (Info(instruction.op).operands[position] == OperandKind::kTarget)
      if (Complaint why = Open(Operand(instruction, position))) return why;
  reachable_ = !EndsBlock(instruction.op);
  return {};
}

Complaint UnitCheck::Open(uint32_t target) {
  const auto [branch, added] = open_.try_emplace(target, registers_);
  if (!added)
    for (size_t i = 0; i < registers_.size(); ++i)
      branch->second[i] = Join(branch->second[i], registers_[i]);
  if (open_.size() * registers_.size() > kMaxOpenState) return "too many branches are open at once";
  return {};
}

// Joins the state of the branches that lead here.
void UnitCheck::Arrive() {
  const auto branch = open_.find(at_);
  if (branch == open_.end()) return;
  if (reachable_)
    for (size_t i = 0; i < registers_.size(); ++i)
      registers_[i] = Join(branch->second[i], registers_[i]);
  else
    registers_ = std::move(branch->second);
  reachable_ = true;
  open_.erase(branch);
}

}  // namespace

Complaint CheckUnit(const Program& program, const Unit& unit, const UnitRole& role) {
  return UnitCheck(program, unit, role).Run();
}

}  // namespace sigrun::program
