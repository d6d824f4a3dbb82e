// Counts what becomes of the records and hands it to the handler; holds it back while a payload is
// on trial. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/event/event.h"

namespace sigrun::event {

// A trial is the reading of a payload that may turn out to hold no CloudTrail at all. What it gives
// is held back until its first event; without one, all of it is dropped and the carrier counts as
// one record. Trials may be nested.
class Outcomes {
 public:
  struct Verdict {
    bool events = false;          // there was an event: everything has been handed on
    std::vector<Reject> rejects;  // else what was held back
    std::vector<NotEvent> others;
  };

  explicit Outcomes(Handler& handler) : handler_(handler) {}

  void BeginFile(uint32_t file);
  // Without one that the end of the file has cut off.
  uint64_t records() const { return records_ - truncated_; }

  // Fills in the origin's file and record.
  void Give(Event& event);
  void Give(RejectReason reason, std::string detail, uint64_t offset);
  void Give(NotEventKind kind, std::string detail, uint64_t offset);

  void BeginTrial() { trials_.emplace_back(); }
  Verdict EndTrial();
  // True when the payload on trial has failed so often that it need not be read on.
  bool hopeless() const { return hopeless_; }

 private:
  struct Trial {
    Verdict held;
    std::vector<bool> order;  // true: the next of the rejects; false: the next of the others
  };

  Trial* Holding();
  void Hold(Trial& trial, bool reject);
  void Commit();
  void HandOn(Trial& trial);
  void HandOn(Reject& reject);
  void HandOn(NotEvent& other);

  Handler& handler_;
  std::vector<Trial> trials_;
  bool hopeless_ = false;
  uint32_t file_ = 0;
  uint64_t records_ = 0, truncated_ = 0;
};

}  // namespace sigrun::event
