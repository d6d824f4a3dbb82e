#include "runtime/program/verify/verify.h"

#include <fmt/format.h>

#include <set>

#include "runtime/program/text.h"
#include "runtime/program/units.h"
#include "runtime/program/verify/atom_check.h"
#include "runtime/program/verify/program_check.h"
#include "runtime/program/verify/unit_check.h"

namespace sigrun::program {
namespace {

Complaint CheckShared(const Program& program) {
  for (size_t i = 0; i < program.atoms.size(); ++i)
    if (Complaint why = CheckAtom(program, program.atoms[i]))
      return fmt::format("atom {}: {}", i, *why);
  for (size_t i = 0; i < program.values.size(); ++i)
    if (Complaint why = CheckUnit(program, program.values[i], EventRole(Answer::kValue)))
      return fmt::format("value {}: {}", i, *why);
  return {};
}

Complaint CheckRuleUnits(const Program& program, const Rule& rule) {
  Complaint first;
  ForEachUnit(rule, [&](const Unit& unit, UnitRole role, const std::string& name) {
    if (first) return;
    role.rules = static_cast<uint32_t>(&rule - program.rules.data());
    if (Complaint why = CheckUnit(program, unit, role)) first = fmt::format("{}: {}", name, *why);
  });
  return first;
}

Complaint CheckNames(const Program& program) {
  std::set<std::string_view> names, ids;
  for (const Rule& rule : program.rules) {
    if (!names.insert(rule.info.name).second)
      return fmt::format("two rules are named {}", Quoted(rule.info.name));
    if (!ids.insert(rule.info.id).second)
      return fmt::format("two rules have the id {}", Quoted(rule.info.id));
  }
  for (const Param& param : program.params)
    if (!names.contains(param.rule))
      return fmt::format("param {}: no rule is named {}", Quoted(param.name), Quoted(param.rule));
  return {};
}

Complaint Check(const Program& program) {
  if (Complaint why = CheckTables(program)) return why;
  if (Complaint why = CheckNames(program)) return why;
  for (const Rule& rule : program.rules)
    if (Complaint why = CheckRule(program, rule))
      return fmt::format("rule {}: {}", Quoted(rule.info.name), *why);
  if (Complaint why = CheckLayout(program)) return why;
  if (Complaint why = CheckShared(program)) return why;
  for (const Rule& rule : program.rules)
    if (Complaint why = CheckRuleUnits(program, rule))
      return fmt::format("rule {}, {}", Quoted(rule.info.name), *why);
  return CheckReferences(program);
}

}  // namespace

Status Verify(const Program& program) {
  if (Complaint why = Check(program)) return Error{*std::move(why)};
  return Ok();
}

}  // namespace sigrun::program
