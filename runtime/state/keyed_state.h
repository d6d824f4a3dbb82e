// The memory of stateful rules: groups, windows, baselines, first-seen sets. Fed in event-time
// order (see order/reorder.h); nothing here knows the wall clock or how events arrived.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/archive.h"
#include "base/result.h"
#include "base/time/event_time.h"
#include "runtime/program/feed.h"
#include "runtime/program/fwd.h"
#include "runtime/state/limits.h"
#include "runtime/state/rule/firing.h"
#include "runtime/state/rule/rule_state_stats.h"

namespace sigrun::state {

// Whether the state can be saved: then what it keeps of values means the same in every process.
enum class Saving : bool { kNo, kYes };

class KeyedState {
 public:
  // All must outlive the state; the program must have been verified. The judge and the receiver of
  // firings are called within Apply and AdvanceTo only.
  KeyedState(const program::Program& program, const Limits& limits, Judge& judge, Firings& firings,
             Saving saving = Saving::kYes);
  ~KeyedState();

  // The start of the log's body, for rules that were not loaded: learning starts there, and so do
  // the bins of baselines. Earlier events also feed. Must be called before the first Apply;
  // otherwise the body of a rule starts with its first feed.
  void StreamBegan(Timestamp time);
  // The body has ended: no more deadlines are decided, and waiting matches stay undecided whatever
  // follows.
  void StopDeciding();

  // Takes one feed. Calls must come in order of time. Evaluates the rule's condition once and
  // reports a firing where it turns true.
  void Apply(const Occurrence& occurrence, const program::Feed& feed);

  // Optional, some time before the Apply of a feed with a key, one after the other: they have the
  // memory fetched that it will read.
  void PrefetchIndex(uint32_t rule, const Hash128& key) const;
  void PrefetchGroup(uint32_t rule, const Hash128& key) const;

  // Stream time has come to `time`: what is to happen before it does, in order of time. Call it
  // before the Apply of each event and at the end.
  void AdvanceTo(Timestamp time);

  // What is kept, as bytes: the same feeds give the same. `names` has one name for each rule, which
  // tells the rule and everything that its state depends on; state without a name is left out.
  // References in them are to files. Takes no part: that deciding has stopped. Needs Saving::kYes.
  std::string Save(std::span<const std::string> names, const Renumber* files = nullptr) const;
  // Before the first Apply. State is matched by name: what the bytes have of rules that `names`
  // does not have is ignored, other rules begin anew. `loaded` gets the rules whose state was
  // found. Counters begin at zero. After an error nothing is loaded.
  Status Load(std::string_view bytes, std::span<const std::string> names,
              std::vector<uint32_t>* loaded = nullptr, uint32_t files = UINT32_MAX);

  const RuleStateStats& stats(uint32_t rule) const;
  size_t memory_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun::state
