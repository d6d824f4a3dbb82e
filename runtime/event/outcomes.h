// Counts the results of the records and passes them to the handler; holds them back while a payload
// is on trial. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "runtime/event/event.h"

namespace sigrun::event {

// A trial is the reading of a payload that may contain no CloudTrail. Its results are held back
// until its first event; without one, all of them are dropped and the carrier counts as one record.
// Trials may be nested.
//
// The amount held back is limited. A payload without an event so far is read further, but its
// results are dropped. If an event comes later, the payload is read again from its beginning, this
// time as one that is known to contain events.
class Outcomes {
 public:
  struct Verdict {
    bool events = false;  // there was an event: everything was delivered
    bool again = false;   // there was one, but earlier results were dropped
    // Otherwise, the first of the results held back.
    std::vector<Reject> rejects;
    std::vector<NotEvent> others;
  };

  explicit Outcomes(Handler& handler) : handler_(handler) {}

  void BeginFile(uint32_t file);
  // Without one that the end of the file cuts off.
  uint64_t records() const { return records_ - truncated_; }
  // Whether an event is delivered at once; otherwise it never will be.
  bool Ready();

  // The number of the next record.
  uint64_t next() const { return records_ + 1; }

  // Fills in the origin's file and, but for a carrier, the record.
  void Give(Event& event);
  void Give(RejectReason reason, std::string detail, uint64_t offset);
  void Give(NotEventKind kind, std::string detail, uint64_t offset);
  void GiveCarrier();

  // `known`: it is known to contain events.
  void BeginTrial(bool known);
  Verdict EndTrial();
  // True if the payload on trial need not be read further, because it must be read again.
  bool stopped() const { return stopped_; }

 private:
  struct Carrier {};
  using Outcome = std::variant<Reject, NotEvent, Carrier>;
  struct Trial {
    bool known = false;
    bool events = false, again = false;
    bool forgetful = false;  // something was dropped
    std::vector<Outcome> held = {};
  };

  void Take(Outcome outcome);
  void HandOn(Outcome& outcome);

  Handler& handler_;
  std::vector<Trial> trials_;
  bool stopped_ = false;
  uint32_t file_ = 0;
  uint64_t records_ = 0, truncated_ = 0;
};

}  // namespace sigrun::event
