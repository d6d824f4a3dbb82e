#include "runtime/exec/loaded_program.h"

#include <algorithm>

#include "stdlib/native/text_set.h"

namespace sigrun::exec {
namespace {

// One more than the nesting that the verifier allows, for the unit that starts it.
constexpr size_t kMaxNesting = 66;

}  // namespace

LoadedProgram::LoadedProgram(program::Program program, const LoadOptions& options)
    : program_(std::move(program)) {
  PrepareConstants();
  IndexRules(options.dispatch);
  for (const program::Unit& unit : program_.atoms) direct_atoms_.push_back(FindDirect(unit));
  size_t largest = 0;
  for (const program::Instruction& instruction : program_.code)
    largest = std::max<size_t>(largest, instruction.a + size_t{1});
  for (const program::Unit& unit : program_.atoms)
    largest = std::max<size_t>(largest, unit.registers);
  for (const program::Unit& unit : program_.values)
    largest = std::max<size_t>(largest, unit.registers);
  register_stack_ = std::min<size_t>(largest, program::kMaxRegisters) * 2 + program::kMaxRegisters +
                    kMaxNesting * largest;
}

void LoadedProgram::PrepareConstants() {
  struct Maker {
    std::vector<std::shared_ptr<const stdlib::PreparedObject>>& prepared;
    Value operator()(bool value) const { return Value::Bool(value); }
    Value operator()(int64_t value) const { return Value::Int(value); }
    Value operator()(double value) const { return Value::Float(value); }
    Value operator()(const std::string& value) const { return Value::String(value); }
    Value operator()(Timestamp value) const { return Value::Time(value); }
    Value operator()(Duration value) const { return Value::Of(value); }
    Value operator()(const stdlib::PreparedSpec& spec) const {
      auto made = stdlib::Prepare(spec);
      SIGRUN_CHECK(made.ok());  // the verifier has prepared it too
      prepared.push_back(*made);
      return stdlib::PreparedValue(*prepared.back());
    }
  };
  for (const program::Constant& constant : program_.constants)
    constants_.push_back(std::visit(Maker{prepared_}, constant));
}

// load_slot, load_const, test, return true, return false: nothing else.
LoadedProgram::DirectAtom LoadedProgram::FindDirect(const program::Unit& unit) const {
  using program::Op;
  const program::Instruction* in = program_.code.data() + unit.begin;
  if (unit.size != 5 || in[0].op != Op::kLoadSlot || in[1].op != Op::kLoadConst ||
      in[2].op != Op::kTest)
    return {};
  if (in[3].op != Op::kReturnBool || in[4].op != Op::kReturnBool) return {};
  const bool in_order =
      in[0].a == in[2].a && in[1].a == in[2].a + 1 && in[2].c == 3 && in[2].d == 4;
  if (!in_order || in[3].a != 1 || in[4].a != 0) return {};
  const auto test = static_cast<stdlib::KernelId>(in[2].b);
  if (stdlib::Kernels()[test].parameters.size() != 2) return {};
  return {true, in[2].flag != 0, test, in[0].b, in[1].b};
}

void LoadedProgram::IndexRules(bool dispatch) {
  for (uint32_t r = 0; r < program_.rules.size(); ++r) {
    const auto& need = program_.rules[r].dispatch;
    if (!need || !dispatch) {
      always_.push_back(r);
      continue;
    }
    const auto same = [&](const SlotIndex& index) { return index.slot == need->slot; };
    auto index = std::find_if(slot_indexes_.begin(), slot_indexes_.end(), same);
    if (index == slot_indexes_.end())
      index = slot_indexes_.insert(index, SlotIndex{need->slot, {}});
    for (const std::string& text : need->texts)
      index->rules[stdlib::native::FoldedHash(text).hash()].push_back(r);
  }
}

}  // namespace sigrun::exec
