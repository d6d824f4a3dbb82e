#include "stdlib/tags.h"

#include <algorithm>
#include <vector>

#include "base/text/ascii.h"
#include "base/text/suggest.h"

namespace sigrun::stdlib {
namespace {

bool AreDigits(std::string_view text, size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), IsDigit);
}

// t1078, t1078.004; a group, a piece of software, a mitigation or an asset: g0016.
bool IsNumber(std::string_view name) {
  const size_t dot = std::min(name.find('.'), name.size());
  const bool has_part = dot < name.size();
  return AreDigits(name.substr(1, dot - 1), 4) &&
         (!has_part || (name[0] == 't' && AreDigits(name.substr(dot + 1), 3)));
}
bool LooksLikeNumber(std::string_view name) {
  return name.size() > 1 && std::string_view("tgsma").find(name[0]) != std::string_view::npos &&
         IsDigit(name[1]);
}

// Of all three matrices, and as they were called before.
constexpr std::string_view kTactics[] = {"reconnaissance",
                                         "resource-development",
                                         "initial-access",
                                         "execution",
                                         "persistence",
                                         "privilege-escalation",
                                         "defense-evasion",
                                         "stealth",
                                         "defense-impairment",
                                         "credential-access",
                                         "discovery",
                                         "lateral-movement",
                                         "collection",
                                         "command-and-control",
                                         "exfiltration",
                                         "impact",
                                         "evasion",
                                         "inhibit-response-function",
                                         "impair-process-control",
                                         "network-effects",
                                         "remote-service-effects"};

TagAdvice AdviceOnAttack(std::string_view name) {
  constexpr std::string_view kForms =
      "write a technique as attack.t1078 or attack.t1078.004, a group as attack.g0016, software as "
      "attack.s0002, and a tactic with dashes: attack.privilege-escalation";
  const std::string what = "is not part of ATT&CK";
  if (LooksLikeNumber(name))
    return IsNumber(name) ? TagAdvice{} : TagAdvice{what, std::string(kForms), ""};
  if (std::find(std::begin(kTactics), std::end(kTactics), name) != std::end(kTactics)) return {};
  std::string dashes(name);
  std::replace(dashes.begin(), dashes.end(), '_', '-');
  const std::string near(Suggest(dashes, std::span<const std::string_view>(kTactics)));
  if (near.empty()) return {what, std::string(kForms), ""};
  return {what, "did you mean `attack." + near + "`?", "attack." + near};
}

}  // namespace

bool IsTag(std::string_view text) {
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return false;
  const bool mixed = text.substr(0, dot) == "d3fend";  // its identifiers have capitals
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return IsAsciiLower(c) || IsDigit(c) || c == '.' || c == '_' || c == '-' ||
           (mixed && IsAsciiUpper(c));
  });
}

TagAdvice AdviceOnTag(std::string_view tag) {
  if (!IsTag(tag)) {
    std::string lower = AsciiLower(tag);
    if (LooksLikeNumber(lower) && IsNumber(lower)) lower = "attack." + lower;
    const bool right = lower != tag && IsTag(lower);
    return {"is not a `namespace.name` in lower case",
            right ? "did you mean `" + lower + "`?" : "for example, attack.t1078.004",
            right ? lower : ""};
  }
  const std::string_view space = tag.substr(0, tag.find('.'));
  const std::vector<std::string> known = {"attack",    "car", "cve", "d3fend",
                                          "detection", "stp", "tlp"};
  if (std::find(known.begin(), known.end(), space) == known.end()) {
    const std::string near(Suggest(space, known));
    return {"has the unknown namespace `" + std::string(space) + "`",
            near.empty() ? "the namespaces are attack, car, cve, d3fend, detection, stp and tlp"
                         : "did you mean `" + near + "`?",
            near.empty() ? "" : near + std::string(tag.substr(space.size()))};
  }
  return space == "attack" ? AdviceOnAttack(tag.substr(7)) : TagAdvice{};
}

}  // namespace sigrun::stdlib
