#include "runtime/program/verify/atom_check.h"

#include <fmt/format.h>

#include "runtime/program/text.h"

namespace sigrun::program {
namespace {

class AtomCheck {
 public:
  explicit AtomCheck(const Program& program) : program_(program) {}

  Complaint operator()(const PresenceOf& of) const {
    if (!IsNamed(of.mode)) return fmt::format("no presence mode {}", static_cast<int>(of.mode));
    return CheckSlot(of.slot);
  }

  Complaint operator()(const TestOf& of) const {
    if (Complaint why = CheckSlot(of.slot)) return why;
    if (of.constant >= program_.constants.size())
      return fmt::format("no constant {}: there are {}", of.constant, program_.constants.size());
    if (of.test >= stdlib::Kernels().size()) return fmt::format("no kernel {}", of.test);
    return CheckTest(stdlib::Kernels()[of.test], program_.constants[of.constant]);
  }

  Complaint operator()(const Logic& logic) const {
    const Unit& unit = logic.unit;
    if (Complaint why = CheckUnit(program_, unit, EventRole(Answer::kBool))) return why;
    for (uint32_t i = 0; i < unit.size; ++i)
      if (const Op op = program_.code[unit.begin + i].op; !IsLogic(op))
        return fmt::format("instruction {} ({}): a decision asks other atoms only", i,
                           Info(op).text);
    return {};
  }

  Complaint operator()(const Code& code) const {
    return CheckUnit(program_, code.unit, EventRole(Answer::kBool));
  }

 private:
  Complaint CheckSlot(uint32_t slot) const {
    if (slot < program_.slots.size()) return {};
    return fmt::format("no slot {}: there are {}", slot, program_.slots.size());
  }

  // The slot gives a plain value; the constant must be what the second parameter takes.
  static Complaint CheckTest(const stdlib::Kernel& kernel, const Constant& constant) {
    if (!kernel.is_test) return fmt::format("{} is a function", kernel.name);
    if (kernel.parameters.size() != 2 || kernel.parameters[0].prepared)
      return fmt::format("{} does not take a field and a constant", kernel.name);
    const auto& wanted = kernel.parameters[1].prepared;
    const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant);
    if (wanted ? spec != nullptr && spec->kind == *wanted : spec == nullptr) return {};
    return fmt::format("argument 1 of {} must be {}; it is {}", kernel.name,
                       wanted ? fmt::format("a {} constant", Name(*wanted)) : "a value",
                       Describe(constant));
  }

  const Program& program_;
};

}  // namespace

Complaint CheckAtom(const Program& program, const Atom& atom) {
  return std::visit(AtomCheck(program), atom);
}

}  // namespace sigrun::program
