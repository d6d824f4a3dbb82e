// The data that one record passes to the ordered stage, as bytes: alerts of single-event rules, and
// its feeds to stateful rules. Each value of the event is written once, however many rules it
// feeds. The bytes are only for the process that wrote them: numbers have the native
// representation.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/arena.h"
#include "runtime/alert/alert.h"
#include "runtime/exec/evaluation.h"
#include "runtime/program/feed.h"
#include "runtime/state/kept/tuple_hash.h"

namespace sigrun::engine {

// The part of an alert that is computed from the event or the state. The rule has the names of the
// values.
struct Match {
  uint32_t rule = 0;
  program::Level level = program::Level::kMedium;
  std::string message;
  bool cut = false;  // some of its text was
  std::vector<alert::Datum> values;
};

// A match of a rule with `suppress`.
struct SuppressedMatch {
  Match match;
  std::string suppress_key;
};

// The digest that an id for the order may end with, after a zero byte.
inline constexpr size_t kDigestSize = 32;

struct Handover {
  event::Origin origin;
  Timestamp time;
  bool timed = true;
  bool carrier = false;
  std::string_view id;       // the name of the event
  std::string_view matches;  // alerts that do not wait
  // The data to be sorted by time: feeds and suppressed matches, the keys of the feeds, and the id
  // for the order.
  std::string_view ordered;
  uint32_t order_id_size = 0;
  // See AlertMaker; the name of the event if others share its id. Set where it may be needed.
  std::string_view alert_key;
};

// A growing buffer of bytes; its memory is reused.
class HandoverBytes {
 public:
  void Clear() { size_ = 0; }
  bool empty() const { return size_ == 0; }
  std::string_view view() const { return {buffer_.data(), size_}; }

  template <class T>
  void Put(const T& pod) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::memcpy(Extend(sizeof pod), &pod, sizeof pod);
  }
  void PutBytes(std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(Extend(bytes.size()), bytes.data(), bytes.size());
  }
  void PutText(std::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    PutBytes(text);
  }

 private:
  char* Extend(size_t size);

  std::vector<char> buffer_;  // holds size_ bytes, and room for more
  size_t size_ = 0;
};

// The group that an event feeds: of a rule with a window.
struct FeedKey {
  uint32_t rule = 0;
  Hash128 key;
};

class HandoverWriter {
 public:
  // The program must outlive the writer. `saved`: whether the state that it feeds can be saved.
  HandoverWriter(const exec::LoadedProgram& program, bool saved);

  // An event begins.
  void Begin();
  // `evaluation` holds the event.
  void Add(const program::Fed& fed, exec::Evaluation& evaluation);
  void Add(const program::Feed& feed);
  void Add(const Match& match);
  void Add(const SuppressedMatch& suppressed, std::string_view alert_key);
  bool has_matches() const { return !matches_.empty(); }
  bool has_ordered() const { return !ordered_.empty(); }
  // The event ends, with the id for the order.
  void End(std::string_view order_id);
  // Valid until the next Begin.
  std::string_view matches() const { return matches_.view(); }
  std::string_view ordered() const { return ordered_.view(); }

 private:
  // The hash of a group in the event, computed once for all rules that have it.
  struct GroupHash {
    uint64_t event = 0;
    Hash128 hash;
  };

  void AddValue(uint32_t index, const Value& value);
  const Hash128& GroupHashOf(const std::vector<uint32_t>& group, uint32_t number,
                             exec::Evaluation& evaluation);

  const exec::LoadedProgram& program_;
  std::vector<uint32_t> group_of_;  // by rule: which of group_hashes_
  std::vector<GroupHash> group_hashes_;
  std::vector<Value> group_;  // scratch
  std::vector<FeedKey> keys_;
  state::TupleHash hashes_;
  uint64_t event_ = 0;
  std::vector<uint64_t> written_;  // for each of Program::values, the last event it was written for
  HandoverBytes matches_, ordered_;
  std::string list_;
};

class HandoverReader {
 public:
  struct Suppressed : SuppressedMatch {
    std::string_view alert_key;
  };
  using Entry = std::variant<program::Feed, Match, Suppressed>;

  // The program must outlive the reader.
  explicit HandoverReader(const program::Program& program);

  // Reads what a HandoverWriter for the same program wrote, its matches or what is ordered without
  // the id at its end; it must outlive the reading.
  void OpenMatches(std::string_view matches);
  void OpenOrdered(std::string_view ordered);
  // The keys of the feeds in what is ordered, without the id at its end.
  static uint32_t KeyCount(std::string_view ordered);
  static FeedKey KeyAt(std::string_view ordered, uint32_t index);
  // The next entry; nullopt at the end. The values of a feed are valid until the next call.
  std::optional<Entry> Next();

 private:
  program::Feed TakeFeed();
  Match TakeMatch();
  Suppressed TakeSuppressed();
  void TakeValue();
  std::string_view TakeText();
  template <class T>
  T Take();
  std::span<const Value> Gather(const std::vector<uint32_t>& values, std::vector<Value>& out) const;

  const program::Program& program_;
  Arena arena_{SIZE_MAX};  // of lists: at most 24 bytes for each byte of a handover
  std::string_view rest_, ordered_;
  uint32_t next_key_ = 0;
  std::vector<Value> values_;  // of Program::values; those that the handover's entries need
  std::vector<Value> group_, arguments_;
};

}  // namespace sigrun::engine
