// Counts what becomes of the records and hands it to the handler; holds it back while a payload is
// on trial. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "runtime/event/event.h"

namespace sigrun::event {

// A trial is the reading of a payload that may turn out to hold no CloudTrail at all. What it gives
// is held back until its first event; without one, all of it is dropped and the carrier counts as
// one record. Trials may be nested.
//
// Only so much is held back. A payload that goes on without an event is read on, but what it gives
// is forgotten; should an event come after all, the payload has to be read again from its
// beginning, this time as one that is known to hold events.
class Outcomes {
 public:
  struct Verdict {
    bool events = false;  // there was an event: everything has been handed on
    bool again = false;   // there was one, but what came before it is forgotten
    // Else the first of what was held back.
    std::vector<Reject> rejects;
    std::vector<NotEvent> others;
  };

  explicit Outcomes(Handler& handler) : handler_(handler) {}

  void BeginFile(uint32_t file);
  // Without one that the end of the file has cut off.
  uint64_t records() const { return records_ - truncated_; }
  // Whether an event is given at once. Where it is not, it will never be.
  bool Ready();

  // The number of the next record.
  uint64_t next() const { return records_ + 1; }

  // Fills in the origin's file and, but for a carrier, the record.
  void Give(Event& event);
  void Give(RejectReason reason, std::string detail, uint64_t offset);
  void Give(NotEventKind kind, std::string detail, uint64_t offset);
  void GiveCarrier();

  // `known`: it is known to hold events.
  void BeginTrial(bool known);
  Verdict EndTrial();
  // True while the payload on trial need not be read on, because it has to be read again.
  bool stopped() const { return stopped_; }

 private:
  struct Carrier {};
  using Outcome = std::variant<Reject, NotEvent, Carrier>;
  struct Trial {
    bool known = false;
    bool events = false, again = false;
    bool forgetful = false;  // something has been forgotten
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
