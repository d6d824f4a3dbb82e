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
  // The data to be sorted by time: feeds and suppressed matches, followed by the id for the order.
  std::string_view ordered;
  uint32_t order_id_size = 0;
  std::string_view alert_key;  // see AlertMaker; set where there are matches
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

class HandoverWriter {
 public:
  // The program must outlive the writer.
  explicit HandoverWriter(const exec::LoadedProgram& program);

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
  void End(std::string_view order_id) { ordered_.PutBytes(order_id); }
  // Valid until the next Begin.
  std::string_view matches() const { return matches_.view(); }
  std::string_view ordered() const { return ordered_.view(); }

 private:
  void AddValue(uint32_t index, const Value& value);

  const exec::LoadedProgram& program_;
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

  // Reads the output of a HandoverWriter for the same program, without the id at its end; it must
  // outlive the reading.
  void Open(std::string_view bytes);
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
  std::string_view rest_;
  std::vector<Value> values_;  // of Program::values; those that the handover's entries need
  std::vector<Value> group_, arguments_;
};

}  // namespace sigrun::engine
