// The index of rules by text: it may name rules too many, never one too few.
#include "runtime/exec/find/rule_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace sigrun::exec {
namespace {

std::vector<uint32_t> Found(const RuleIndex& index, std::string_view text) {
  std::vector<uint32_t> rules;
  index.ForEach(text, [&](uint32_t rule) { rules.push_back(rule); });
  return rules;
}

TEST_CASE("rules are found by their texts, letter case ignored") {
  const RuleIndex index({{"CreateAccessKey", {3}}, {"GetObject", {1, 4}}, {"", {7}}});
  CHECK(Found(index, "GetObject") == std::vector<uint32_t>{1, 4});
  CHECK(Found(index, "getOBJECT") == std::vector<uint32_t>{1, 4});
  CHECK(Found(index, "createaccesskey") == std::vector<uint32_t>{3});
  CHECK(Found(index, "") == std::vector<uint32_t>{7});
  CHECK(Found(index, "GetObjects").empty());
  CHECK(Found(RuleIndex(), "GetObject").empty());
}

TEST_CASE("every rule whose text equals the event's is found") {
  // Letters that fold to one another across sizes and out of ASCII: K k (Kelvin), s ſ (long s).
  const std::vector<std::string> letters = {"k", "K", "\u212A", "s", "S", "\u017F", "é", "É", "x"};
  std::mt19937 random(7);
  const auto text = [&] {
    std::string made;
    for (auto n = random() % 11; n > 0; --n) made += letters[random() % letters.size()];
    return made;
  };
  std::map<std::string, std::vector<uint32_t>> rules;
  for (uint32_t rule = 0; rule < 300; ++rule) rules[text()].push_back(rule);
  const RuleIndex index(rules);
  size_t equal = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string wanted = text();
    const std::vector<uint32_t> found = Found(index, wanted);
    for (const auto& [each, list] : rules) {
      if (!stdlib::native::EqualFolded(each, wanted)) continue;
      ++equal;
      for (const uint32_t rule : list)
        CHECK(std::find(found.begin(), found.end(), rule) != found.end());
    }
  }
  CHECK(equal > 100);
}

}  // namespace
}  // namespace sigrun::exec
