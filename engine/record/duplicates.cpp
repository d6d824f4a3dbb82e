#include "engine/record/duplicates.h"

#include <utility>

#include "base/archive.h"

namespace sigrun::engine {
namespace {

Hash128 HashOf(const Identity& identity) {
  ArchiveWriter both;
  both(*identity.hash, identity.mark);
  return Sha256Hash128(std::move(both).Take());
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
