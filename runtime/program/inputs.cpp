#include "runtime/program/inputs.h"

#include <set>

#include "runtime/program/units.h"

namespace sigrun::program {
namespace {

// State code reads firings directly: it has no shared code.
void AddAsked(const Program& program, const Rule& rule, std::set<uint32_t>& asked) {
  ForEachUnit(rule, [&](const Unit& unit, const UnitRole& role, const std::string&) {
    if (role.context != Context::kState) return;
    for (uint32_t i = unit.begin; i < unit.begin + unit.size; ++i)
      if (program.code[i].op == Op::kMatch) asked.insert(program.code[i].b);
  });
}

}  // namespace

// A rule refers only to rules before it.
std::vector<uint32_t> WithInputs(const Program& program, uint32_t rule) {
  std::set<uint32_t> open = {rule};
  std::vector<uint32_t> found;
  while (!open.empty()) {
    found.push_back(*open.rbegin());
    open.erase(found.back());
    AddAsked(program, program.rules[found.back()], open);
  }
  return found;
}

}  // namespace sigrun::program
