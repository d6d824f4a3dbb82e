#include "engine/duplicates.h"

namespace sigrun::engine {
namespace {

Hash128 HashOf(const Identity& identity) {
  const struct {
    Hash128 hash;
    uint64_t mark;
  } both{*identity.hash, identity.mark};
  return SecretHash128({reinterpret_cast<const char*>(&both), sizeof both});
}

}  // namespace

Verdict Duplicates::See(const Identity& identity, Timestamp time) {
  using Seen = state::Dedup::Verdict;
  if (!identity.hash) return {};
  Verdict verdict;
  switch (first_.Insert(*identity.hash, time, identity.mark)) {
    case Seen::kNew:
      return verdict;
    case Seen::kCopy:
      verdict.copy = true;
      break;
    case Seen::kDiffers:
      verdict.differs = true;
      verdict.copy = others_.Insert(HashOf(identity), time) == Seen::kCopy;
      break;
  }
  verdict.copy = verdict.copy && identity.unique;
  return verdict;
}

}  // namespace sigrun::engine
