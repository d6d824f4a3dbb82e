// Writes the records of the incident: each call becomes a record, and its eventID is added to the
// current step of the truth.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time/event_time.h"
#include "gen/generator.h"
#include "gen/template/call.h"
#include "gen/template/identity.h"
#include "gen/template/random.h"

namespace sigrun::gen {

// An actor: credentials and a location.
struct Actor {
  Actor(Identity who, std::string address, std::string agent, bool console = false);
  Identity who;
  std::string json, arn, address, agent;
  bool console;
};

struct IncidentRecord {
  Timestamp time;
  std::string account, region, text;
};

class Scribe {
 public:
  Scribe(uint64_t seed, Timestamp begin) : random_(seed, 4), begin_(begin) {}

  // The following records belong to this step, from `from` to `to` after the beginning; its `count`
  // records are spread evenly over it. The actor outlives the step.
  void Start(std::string_view name, std::string_view signal, std::string_view technique,
             const Actor& actor, Duration from, Duration to, int count);

  // The step's next call, not written yet. `action` is "service:Name".
  Call Next(std::string_view action);
  void Write(const Call& call);
  void WriteDenied(Call call);  // with AccessDenied, or the equivalent of EC2
  // AssumeRole into another account: recorded once in each of the two, with one sharedEventID.
  void WriteCrossing(const Call& call);

  Random& random() { return random_; }
  Timestamp begin() const { return begin_; }
  // Records in order of time.
  std::vector<IncidentRecord> TakeRecords();
  std::vector<Step> TakeSteps() { return std::move(steps_); }

 private:
  Random random_;
  Timestamp begin_;
  const Actor* actor_ = nullptr;
  Timestamp from_;
  Duration length_;
  int count_ = 0, made_ = 0;
  std::vector<IncidentRecord> records_;
  std::vector<Step> steps_;
};

}  // namespace sigrun::gen
