#include "engine/carry/rule_keys.h"

#include <unordered_map>

#include "base/hash.h"
#include "base/overloaded.h"

namespace sigrun::engine {
namespace {

// A parameter as it is set. The contents of lists do not count, as in the hashes of the compiler.
void Put(ArchiveWriter& bytes, const program::Constant& constant) {
  bytes(static_cast<uint32_t>(constant.index()));
  std::visit(Overloaded{
                 [](const stdlib::PreparedSpec&) {},
                 [&](const auto& value) { bytes(value); },
             },
             constant);
}

std::string MemoryOf(const program::Program& program, const program::Memory& memory) {
  if (memory.constants.empty()) return memory.hash;
  ArchiveWriter bytes;
  bytes(memory.hash);
  for (const uint32_t constant : memory.constants) Put(bytes, program.constants[constant]);
  return ToHex(Sha256Hash128(std::move(bytes).Take()));
}

using ById = std::unordered_map<std::string, uint32_t>;

ById IndexById(const std::vector<RuleKey>& keys) {
  ById index;
  for (uint32_t i = 0; i < keys.size(); ++i) index.emplace(keys[i].id, i);
  return index;
}

const RuleKey* Find(const std::vector<RuleKey>& keys, const ById& index, const std::string& id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : &keys[found->second];
}

}  // namespace

std::vector<RuleKey> KeysOf(const program::Program& program) {
  std::vector<RuleKey> keys;
  keys.reserve(program.rules.size());
  for (const program::Rule& rule : program.rules) {
    RuleKey key{rule.info.id, rule.meaning, {}, {}, {}};
    if (rule.stateful) {
      key.memory = MemoryOf(program, rule.stateful->memory);
      key.captures = rule.stateful->memory.captures;
    }
    if (rule.alert.suppress) key.suppress = rule.alert.suppress->keys;
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<std::string> StateNames(const std::vector<RuleKey>& keys) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const RuleKey& key : keys)
    names.push_back(key.memory.empty() ? std::string() : key.id + "\n" + key.memory);
  return names;
}

Successors FindSuccessors(const std::vector<RuleKey>& saved, const std::vector<RuleKey>& rules) {
  const ById index = IndexById(rules);
  Successors successors;
  for (const RuleKey& old : saved) {
    const auto found = index.find(old.id);
    const RuleKey* rule = found == index.end() ? nullptr : &rules[found->second];
    const auto if_same = [&](const std::string RuleKey::* part) {
      const bool same = rule != nullptr && !(old.*part).empty() && rule->*part == old.*part;
      return same ? std::optional(found->second) : std::nullopt;
    };
    successors.by_state.push_back(if_same(&RuleKey::memory));
    successors.by_suppress.push_back(if_same(&RuleKey::suppress));
  }
  return successors;
}

TakenOver Compare(const std::vector<RuleKey>& saved, const std::vector<RuleKey>& rules) {
  const ById old_index = IndexById(saved), new_index = IndexById(rules);
  TakenOver taken;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    const RuleKey& rule = rules[i];
    if (rule.KeepsNothing()) continue;
    const RuleKey* const old = Find(saved, old_index, rule.id);
    if (old == nullptr) {
      taken.added.push_back(i);
    } else if (rule.memory.empty() ? old->suppress != rule.suppress : old->memory != rule.memory) {
      taken.changed.push_back(i);
    } else {
      taken.kept.push_back(i);
      if (old->meaning != rule.meaning) taken.kept_changed.push_back(i);
    }
  }
  for (const RuleKey& old : saved)
    if (Find(rules, new_index, old.id) == nullptr) taken.removed.push_back(old.id);
  return taken;
}

}  // namespace sigrun::engine
