#include <algorithm>
#include <optional>

#include "runtime/alert/ocsf.h"

namespace sigrun::alert {
namespace {

struct Tactic {
  std::string_view tag, name, uid;
};
// The enterprise matrix, with the names used in tags; `stealth` and `defense-impairment` were split
// off from defense evasion.
constexpr Tactic kTactics[] = {
    {"reconnaissance", "Reconnaissance", "TA0043"},
    {"resource-development", "Resource Development", "TA0042"},
    {"initial-access", "Initial Access", "TA0001"},
    {"execution", "Execution", "TA0002"},
    {"persistence", "Persistence", "TA0003"},
    {"privilege-escalation", "Privilege Escalation", "TA0004"},
    {"defense-evasion", "Defense Evasion", "TA0005"},
    {"stealth", "Defense Evasion", "TA0005"},
    {"defense-impairment", "Defense Evasion", "TA0005"},
    {"credential-access", "Credential Access", "TA0006"},
    {"discovery", "Discovery", "TA0007"},
    {"lateral-movement", "Lateral Movement", "TA0008"},
    {"collection", "Collection", "TA0009"},
    {"command-and-control", "Command and Control", "TA0011"},
    {"exfiltration", "Exfiltration", "TA0010"},
    {"impact", "Impact", "TA0040"},
};

const Tactic* FindTactic(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTactics), std::end(kTactics),
                                   [&](const Tactic& row) { return row.tag == name; });
  return found == std::end(kTactics) ? nullptr : found;
}

Json TacticOf(const Tactic& tactic) { return {{"name", tactic.name}, {"uid", tactic.uid}}; }

bool AreDigits(std::string_view text, size_t count) {
  return text.size() == count && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// t1098.001: the technique T1098 and its sub-technique T1098.001.
std::optional<Json> TechniqueOf(std::string_view name) {
  if (name.size() < 5 || name[0] != 't' || !AreDigits(name.substr(1, 4), 4)) return std::nullopt;
  const std::string technique = "T" + std::string(name.substr(1, 4));
  Json attack = {{"technique", {{"uid", technique}}}};
  if (name.size() == 5) return attack;
  if (name[5] != '.' || !AreDigits(name.substr(6), 3)) return std::nullopt;
  attack["sub_technique"] = {{"uid", technique + std::string(name.substr(5))}};
  return attack;
}

}  // namespace

// Tags do not say which technique serves which tactic: with one tactic it is clear, several are
// listed separately.
Json OcsfAttacks(const std::vector<std::string>& tags) {
  std::vector<const Tactic*> tactics;
  std::vector<Json> techniques;
  for (const std::string& tag : tags) {
    if (!tag.starts_with("attack.")) continue;
    const std::string_view name = std::string_view(tag).substr(7);
    if (const Tactic* tactic = FindTactic(name))
      tactics.push_back(tactic);
    else if (auto technique = TechniqueOf(name))
      techniques.push_back(std::move(*technique));
  }
  Json attacks = Json::array();
  const bool one = tactics.size() == 1 && !techniques.empty();
  if (!one)
    for (const Tactic* tactic : tactics) attacks.push_back({{"tactic", TacticOf(*tactic)}});
  for (Json& technique : techniques) {
    if (one) technique["tactic"] = TacticOf(*tactics.front());
    attacks.push_back(std::move(technique));
  }
  return attacks;
}

}  // namespace sigrun::alert
