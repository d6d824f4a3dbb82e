// The events that wait to be sorted, in an archive: their feeds and suppressed matches, each by the
// rule that it is for. Another program takes over those of rules that it has as well.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/archive.h"
#include "base/result.h"
#include "engine/carry/rule_keys.h"
#include "runtime/exec/loaded_program.h"
#include "runtime/state/order/reorder.h"

namespace sigrun::engine {

// The limit for what is saved of them. Events ahead of all others wait for as long as the log does
// not come to them: whoever can write into a log could make its state grow.
inline constexpr size_t kMostWaiting = size_t{1} << 30;  // bytes

struct Waiting {
  uint64_t events = 0;
  uint64_t given_up = 0;                      // the latest ones, for that limit
  std::optional<Timestamp> earliest, latest;  // of the others
};

// Takes all events out of the buffer. `numbers`: the number of each rule of the program in the
// archive. An error is that of reading the buffer.
Result<Waiting> SaveWaiting(state::ReorderBuffer& buffer, const program::Program& program,
                            const std::vector<uint32_t>& numbers, ArchiveWriter& to);

// Adds them to a buffer. `saved` are the rules by number, `successors` tells which ones are still
// there; entries of others are left out, and events without an entry.
Result<Waiting> LoadWaiting(ArchiveReader& from, const std::vector<RuleKey>& saved,
                            const Successors& successors, const exec::LoadedProgram& program,
                            state::ReorderBuffer& buffer);

}  // namespace sigrun::engine
