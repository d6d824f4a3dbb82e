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

bool AreDigits(std::string_view text, size_t count) {
  return text.size() == count && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// t1098.001: the technique T1098 and its sub-technique T1098.001.
bool IsTechnique(std::string_view name) {
  if (name.size() < 5 || name[0] != 't' || !AreDigits(name.substr(1, 4), 4)) return false;
  return name.size() == 5 || (name[5] == '.' && AreDigits(name.substr(6), 3));
}

void WriteTactic(const Tactic& tactic, JsonWriter& json) {
  json.Key("tactic").Open('{');
  json.Key("name").Text(tactic.name).Key("uid").Text(tactic.uid).Close('}');
}

void WriteTechnique(std::string_view name, JsonWriter& json) {
  std::string uid(name);
  uid[0] = 'T';
  json.Key("technique").Open('{').Key("uid").Text(uid.substr(0, 5)).Close('}');
  if (name.size() > 5) json.Key("sub_technique").Open('{').Key("uid").Text(uid).Close('}');
}

}  // namespace

// Tags do not say which technique serves which tactic: with one tactic it is clear, several are
// listed separately.
JsonWriter OcsfAttacks(const std::vector<std::string>& tags) {
  std::vector<const Tactic*> tactics;
  std::vector<std::string_view> techniques;
  for (const std::string& tag : tags) {
    if (!tag.starts_with("attack.")) continue;
    const std::string_view name = std::string_view(tag).substr(7);
    if (const Tactic* tactic = FindTactic(name))
      tactics.push_back(tactic);
    else if (IsTechnique(name))
      techniques.push_back(name);
  }
  JsonWriter json;
  if (tactics.empty() && techniques.empty()) return json;
  json.Open('[');
  const bool one = tactics.size() == 1 && !techniques.empty();
  if (!one)
    for (const Tactic* tactic : tactics) {
      json.Open('{');
      WriteTactic(*tactic, json);
      json.Close('}');
    }
  for (const std::string_view technique : techniques) {
    json.Open('{');
    WriteTechnique(technique, json);
    if (one) WriteTactic(*tactics.front(), json);
    json.Close('}');
  }
  json.Close(']');
  return json;
}

}  // namespace sigrun::alert
