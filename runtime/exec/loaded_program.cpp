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
