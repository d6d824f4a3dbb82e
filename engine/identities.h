// What an event is called, and whether it has been seen.
//
// An event of CloudTrail is known by its `eventID`, one of another log by what `--dedup` names.
// Records of one identity that say the same are copies. Those that differ are events of their own:
// whoever can write a record with the id of another must not make that one vanish.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/options.h"
#include "runtime/event/event.h"
#include "runtime/event/record_digest.h"
#include "runtime/state/dedup.h"

namespace sigrun::engine {

// How records of one identity are compared.
enum class Comparison {
  // By their bytes. Equal ones are copies; of others it is not known whether they say the same.
  kBytes,
  kCanonical,  // by what they say, for which each record is written out once more
};

class Identities {
 public:
  // `dedup_slot`: the slot of `--dedup`, if there is one.
  Identities(const Options& options, Comparison comparison, std::optional<size_t> dedup_slot);

  struct Sight {
    bool copy = false;     // of an event that has been seen: not to be evaluated
    bool differs = false;  // from the first record of its identity
    uint64_t mark = 0;     // the same for records that say the same; 0 for one without an identity
  };
  void Prefetch(const event::Event& event);
  // Once for each event, after Prefetch.
  Sight See(const event::Event& event);

  // Whether records that differ have been seen with the id.
  bool IsContested(std::string_view id) const;

  // Of the event that was shown last: its id, UUIDs in small letters; empty where it has none that
  // counts.
  std::string_view id() const { return id_; }
  // 32 hexadecimal digits of the digest of the record.
  std::string DigestOf(const event::Event& event);

  uint64_t forgotten() const { return first_.forgotten() + others_.forgotten(); }

 private:
  bool IsAskedFor(const event::Event& event) const;
  uint64_t PrintOf(std::string_view json);

  Comparison comparison_;
  bool deduplicate_;
  std::optional<size_t> dedup_slot_;
  event::RecordDigest digest_;
  state::Dedup first_;   // by identity: the first record of each
  state::Dedup others_;  // by identity and print: records that differ from the first
  // Of the event that is being seen.
  std::string_view id_;
  std::string small_letters_;  // of the id, where it has capitals
  std::optional<Hash128> identity_;
  bool unique_ = false;  // copies are left out
};

}  // namespace sigrun::engine
