// Normal activity: which principal calls what, when. Times only increase; delays are added later.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time/event_time.h"
#include "gen/template/call.h"
#include "gen/template/random.h"
#include "gen/world/world.h"

namespace sigrun::gen {

class Noise {
 public:
  Noise(const World& world, uint64_t seed);

  // Makes the calls of one turn at `time`: usually one, two if a call is recorded in two accounts.
  // The Call is only valid during `use`.
  void Turn(Timestamp time, const std::function<void(const Call&, Random&)>& use);

 private:
  struct State {
    int64_t session = -1;
    size_t next_habit = 0;
    std::string identity;  // JSON
    std::string actor;
    Identity who;
    size_t address = 0;
  };
  using Use = std::function<void(const Call&, Random&)>;

  const Principal& Pick(Timestamp time, State*& state);
  bool OpenSession(const Principal& principal, State& state, Timestamp time, const Use& use);
  Call Base(const Principal& principal, const State& state, Timestamp time) const;
  const Habit& PickHabit(const Principal& principal, State& state);
  void FillHabit(const Principal& principal, const Habit& habit, Call& call);
  void Emit(const Call& call, const Identity& who, const Use& use);
  void AddError(const Habit& habit, Call& call);

  const World& world_;
  Random random_;
  std::vector<State> states_;
  std::vector<uint64_t> weights_;  // of the hour, up to and with each principal
  Timestamp hour_;
  std::string key_, new_key_, message_, event_id_, shared_id_;  // of the call being made
};

}  // namespace sigrun::gen
