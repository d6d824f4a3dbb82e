// Determines the identity of an event from one record alone, so each thread can have its own
// reader. `Duplicates` compares identities.
//
// An event is identified by the id that its log source defines, or by what `--dedup` names.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "engine/record/options.h"
#include "runtime/event/event.h"
#include "runtime/event/record_digest.h"

namespace sigrun::engine {

inline constexpr size_t kLongestEventId = 256;

// How records with the same identity are compared.
enum class Comparison {
  // By their bytes. Equal records are copies; others may still have the same content.
  kBytes,
  kCanonical,  // by content; each record must be written in canonical form
  // The same, by hashes that mean the same in every process and that nobody can make collide.
  kCarried,
};

struct Identity {
  std::string_view id;  // UUIDs in lower case; empty if the event has no usable id
  std::optional<Hash128> hash;
  bool unique = false;  // copies are skipped
  Hash128 mark;         // the same for records that say the same; zero without an identity
};

// UUIDs regardless of case; other text by a hash for which nobody can construct collisions.
Hash128 HashOfId(std::string_view id, Comparison comparison);

class IdentityReader {
 public:
  // `dedup_slot`: the slot of `--dedup`, if there is one.
  IdentityReader(const Options& options, Comparison comparison, std::optional<size_t> dedup_slot,
                 std::span<const event::SourceSpec> sources);

  // Everything except the mark. Valid until the next call; points into the event.
  const Identity& Read(const event::Event& event);
  // Adds the mark of that event.
  const Identity& Mark(const event::Event& event);
  // 32 hexadecimal digits of the digest of a record.
  std::string DigestOf(const event::Event& event);

 private:
  bool HasDedupField(const event::Event& event) const;

  Comparison comparison_;
  bool deduplicate_;
  std::optional<size_t> dedup_slot_;
  event::RecordDigest digest_;
  Identity identity_;
  std::string lower_case_;  // of the id, where it has capitals
};

}  // namespace sigrun::engine
