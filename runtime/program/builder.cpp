#include "runtime/program/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "runtime/program/operands.h"

namespace sigrun::program {
namespace {

// Equal exactly for identical constants: 0.0 and -0.0 differ.
struct KeyOf {
  std::string operator()(bool b) const { return b ? "1" : "0"; }
  std::string operator()(int64_t i) const { return std::to_string(i); }
  std::string operator()(double d) const { return std::to_string(std::bit_cast<uint64_t>(d)); }
  std::string operator()(const std::string& s) const { return s; }
  std::string operator()(Timestamp t) const { return std::to_string(t.micros); }
  std::string operator()(Duration d) const { return std::to_string(d.micros); }
  std::string operator()(const stdlib::PreparedSpec& spec) const {
    std::string key = fmt::format("{} {} ", static_cast<int>(spec.kind), spec.flags);
    for (const std::string& item : spec.items)
      fmt::format_to(std::back_inserter(key), "{}:{}", item.size(), item);
    return key;
  }
};

}  // namespace

uint32_t ConstantPool::Intern(Constant constant) {
  std::string key = fmt::format("{} {}", constant.index(), std::visit(KeyOf{}, constant));
  const auto [known, added] = known_.try_emplace(std::move(key), 0);
  if (added) known->second = Add(std::move(constant));
  return known->second;
}

uint32_t ConstantPool::Add(Constant constant) {
  program_.constants.push_back(std::move(constant));
  return static_cast<uint32_t>(program_.constants.size() - 1);
}

uint16_t UnitBuilder::NewRegisters(uint32_t count) {
  const uint32_t first = next_register_;
  next_register_ += count;
  register_count_ = std::max(register_count_, next_register_);
  return static_cast<uint16_t>(first);
}

void UnitBuilder::Release(uint32_t mark) {
  SIGRUN_CHECK(mark <= next_register_);
  next_register_ = mark;
}

Label UnitBuilder::NewLabel() {
  labels_.push_back(kUnbound);
  used_.push_back(false);
  return {static_cast<uint32_t>(labels_.size() - 1)};
}

void UnitBuilder::Bind(Label label) {
  SIGRUN_CHECK(label.index < labels_.size() && labels_[label.index] == kUnbound);
  labels_[label.index] = static_cast<uint32_t>(code_.size());
  if (used_[label.index]) reachable_ = true;
}

void UnitBuilder::Emit(Op op, std::initializer_list<EmitOperand> operands, uint8_t flag) {
  if (!reachable_) return;
  std::vector<EmitOperand> by_position(kOperandCount, EmitOperand(0u));
  const EmitOperand* given = operands.begin();
  for (size_t position = 0; position < kOperandCount; ++position) {
    const OperandKind kind = Info(op).operands[position];
    if (kind == OperandKind::kNone) continue;
    SIGRUN_CHECK(given != operands.end());
    SIGRUN_CHECK(given->is_label == (kind == OperandKind::kTarget));
    by_position[position] = *given++;
  }
  SIGRUN_CHECK(given == operands.end());
  Append(op, by_position, flag);
}

void UnitBuilder::Append(Op op, const std::vector<EmitOperand>& by_position, uint8_t flag) {
  Instruction instruction{op, flag};
  for (size_t position = 0; position < kOperandCount; ++position) {
    const EmitOperand& operand = by_position[position];
    if (!operand.is_label) {
      SetOperand(instruction, position, operand.number);
      continue;
    }
    SIGRUN_CHECK(operand.number < labels_.size() && labels_[operand.number] == kUnbound);
    used_[operand.number] = true;
    uses_.push_back({static_cast<uint32_t>(code_.size()), position, Label{operand.number}});
  }
  // Registers in the narrow operand are covered by the limit on registers.
  code_.push_back(instruction);
  reachable_ = !EndsBlock(op);
}

Result<Unit> UnitBuilder::Finish() {
  SIGRUN_CHECK(!reachable_);
  if (register_count_ > kMaxRegisters)
    return Error{
        fmt::format("needs {} registers; the limit is {}", register_count_, kMaxRegisters)};
  if (code_.size() > kMaxUnitSize)
    return Error{fmt::format("has {} instructions; the limit is {}", code_.size(), kMaxUnitSize)};
  for (const Use& use : uses_) {
    SIGRUN_CHECK(labels_[use.label.index] < code_.size());
    SetOperand(code_[use.instruction], use.position, labels_[use.label.index]);
  }
  Unit unit{static_cast<uint32_t>(program_.code.size()), static_cast<uint32_t>(code_.size()),
            static_cast<uint16_t>(register_count_)};
  program_.code.insert(program_.code.end(), code_.begin(), code_.end());
  return unit;
}

}  // namespace sigrun::program
