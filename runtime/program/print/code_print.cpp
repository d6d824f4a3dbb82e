#include "runtime/program/print/code_print.h"

#include <fmt/format.h>

#include "runtime/program/operands.h"
#include "runtime/program/text.h"

namespace sigrun::program {
namespace {

constexpr size_t kCommentColumn = 32;

std::string WithComment(const std::string& line, const std::string& comment) {
  return comment.empty() ? line : fmt::format("{:<{}} ; {}", line, kCommentColumn, comment);
}

// The text of one instruction, in three parts: the words, the target, the comment.
class InstructionText {
 public:
  InstructionText(const Program& program, const Stateful* stateful, const Instruction& instruction)
      : program_(program), stateful_(stateful), instruction_(instruction) {}

  std::string Text() {
    const OpInfo& info = Info(instruction_.op);
    words_ = info.text;
    if (instruction_.flag != 0) words_ += " all";
    for (const bool kernels : {true, false})
      for (size_t position = 0; position < kOperandCount; ++position)
        if (IsKernel(info.operands[position]) == kernels)
          Append(info.operands[position], Operand(instruction_, position));
    return WithComment(result_ + words_ + targets_, comment_);
  }

 private:
  void Word(const std::string& word) { words_ += " " + word; }
  void Word(char sort, uint32_t index) { Word(fmt::format("{}{}", sort, index)); }

  void Append(OperandKind kind, uint32_t value) {
    switch (kind) {
      case OperandKind::kNone:
      case OperandKind::kCount:
        return;
      case OperandKind::kDst:
        result_ = fmt::format("r{} = ", value);
        return;
      case OperandKind::kReg:
      case OperandKind::kResult:
        return Word('r', value);
      case OperandKind::kArgs:
        return AppendArguments(*ArgumentsOf(instruction_));
      case OperandKind::kSlot:
        comment_ = PathOf(program_.slots[value]);
        return Word('s', value);
      case OperandKind::kConst:
      case OperandKind::kKey:
        comment_ = Describe(program_.constants[value]);
        return Word('c', value);
      case OperandKind::kAtom:
        return Word('a', value);
      case OperandKind::kValueUnit:
        return Word('v', value);
      case OperandKind::kCapture:
        comment_ = fmt::format("v{}", stateful_->captures[value]);
        return Word(std::to_string(value));
      case OperandKind::kCell:
        comment_ = CellText(*stateful_, stateful_->cells[value]);
        return Word(std::to_string(value));
      case OperandKind::kRule:
        comment_ = Shown(program_.rules[value].info.name);
        return Word(std::to_string(value));
      case OperandKind::kTestKernel:
      case OperandKind::kFunctionKernel:
        return Word(std::string(stdlib::Kernels()[value].name));
      case OperandKind::kTarget:
        targets_ += fmt::format("{} {}", targets_.empty() ? " ->" : " else", value);
        return;
      case OperandKind::kPresenceMode:
        return Word(std::string(Name(static_cast<PresenceMode>(value))));
      case OperandKind::kAnswer:
        return Word(value == 0 ? "false" : "true");
    }
  }

  void AppendArguments(const Arguments& arguments) {
    const auto [first, count, kernel] = arguments;
    if (count == 0) return Word("()");
    Word(count == 1 ? fmt::format("r{}", first)
                    : fmt::format("r{}..r{}", first, first + count - 1));
  }

  const Program& program_;
  const Stateful* stateful_;
  const Instruction& instruction_;
  std::string result_, words_, targets_, comment_;
};

}  // namespace

std::string PathOf(const event::SlotSpec& slot) {
  if (slot.path.empty()) return "anywhere()";
  std::string path;
  for (const std::string& key : slot.path) {
    const bool dotted = key.find('.') != std::string::npos;
    if (!path.empty()) path += '.';
    path += dotted ? Quoted(key) : Shown(key);
  }
  return path;
}

std::string AtomText(const Program& program, const Atom& atom) {
  if (const auto* of = std::get_if<PresenceOf>(&atom))
    return WithComment(fmt::format("s{} {}", of->slot, Name(of->mode)),
                       PathOf(program.slots[of->slot]));
  const auto& of = std::get<TestOf>(atom);
  return WithComment(
      fmt::format("{}s{} {} c{}", of.all_elements ? "all " : "", of.slot,
                  stdlib::Kernels()[of.test].name, of.constant),
      PathOf(program.slots[of.slot]) + ", " + Describe(program.constants[of.constant]));
}

std::string CellText(const Stateful& stateful, const Cell& cell) {
  if (cell.kind == CellKind::kAggregate) return Shown(stateful.aggregates[cell.index].name);
  if (cell.kind == CellKind::kFirstSeen) return Shown(stateful.first_seen[cell.index].name);
  if (cell.kind == CellKind::kSequence) return "sequence";
  return fmt::format("{}.{}", Shown(stateful.baselines[cell.index].name), Name(cell.kind));
}

std::string PrintCode(const Program& program, const Unit& unit, const Stateful* stateful) {
  std::string out;
  for (uint32_t i = 0; i < unit.size; ++i)
    out += fmt::format("    {:3}: {}\n", i,
                       InstructionText(program, stateful, program.code[unit.begin + i]).Text());
  return out;
}

}  // namespace sigrun::program
