#include "gen/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "gen/template/text.h"

namespace sigrun::gen {
namespace {

constexpr int64_t kHour = Hours(1).micros;

constexpr const char* kOpeningActions[] = {"",
                                           "sts:AssumeRole",
                                           "sts:AssumeRoleWithSAML",
                                           "sts:AssumeRoleWithWebIdentity",
                                           "sts:AssumeRole",
                                           "signin:ConsoleLogin",
                                           "sts:GetFederationToken"};

size_t FirstAbove(const std::vector<uint64_t>& sums, uint64_t value) {
  return static_cast<size_t>(std::upper_bound(sums.begin(), sums.end(), value) - sums.begin());
}

bool IsTemporary(const Identity& who) {
  return who.kind == IdentityKind::kRole || who.kind == IdentityKind::kFederated || who.temporary;
}

}  // namespace

Noise::Noise(const World& world, uint64_t seed)
    : world_(world), random_(seed, 2), states_(world.principals.size()), hour_{INT64_MIN} {}

void Noise::Turn(Timestamp time, const Use& use) {
  State* state = nullptr;
  const Principal& principal = Pick(time, state);
  if (OpenSession(principal, *state, time, use)) return;
  const Habit& habit = PickHabit(principal, *state);
  Call call = Base(principal, *state, time);
  FillHabit(principal, habit, call);
  AddError(habit, call);
  Emit(call, state->who, use);
}

const Principal& Noise::Pick(Timestamp time, State*& state) {
  const Timestamp hour{time.micros - time.micros % kHour};
  if (hour != hour_) {
    hour_ = hour;
    weights_.clear();
    uint64_t sum = 0;
    for (const Principal& p : world_.principals) weights_.push_back(sum += ActivityAt(p, hour));
  }
  SIGRUN_CHECK(weights_.back() > 0);
  const size_t index = FirstAbove(weights_, random_.Below(weights_.back()));
  state = &states_[index];
  return world_.principals[index];
}

// A new session changes the credentials and, in turn, the address; opening it is a call itself.
bool Noise::OpenSession(const Principal& principal, State& state, Timestamp time, const Use& use) {
  const int64_t local = (time + Hours(principal.zone)).micros;
  const int64_t session = local / principal.session_length.micros;
  if (session == state.session) return false;
  state.session = session;
  state.who = principal.identity;
  state.address = static_cast<size_t>(session) % principal.addresses.size();
  if (IsTemporary(state.who)) {
    state.who.access_key = NewAccessKey(random_, "ASIA");
    state.who.created = Timestamp{time.micros - time.micros % kMicrosPerSecond};
  }
  state.actor = ArnOf(state.who);
  state.identity.clear();
  AppendIdentity(state.who, state.identity);
  if (principal.opening == Opening::kNone) return false;

  Call call = Base(principal, state, time);
  std::string identity;
  AppendIdentity(principal.opener, identity);
  const std::string actor = ArnOf(principal.opener);
  call.action = &FindAction(kOpeningActions[static_cast<size_t>(principal.opening)]);
  call.identity = identity;
  call.actor = actor;
  call.user = principal.opener.session;
  call.console = false;
  call.direct = principal.opening != Opening::kByService;
  if (!principal.opener_address.empty()) call.address = principal.opener_address;
  if (principal.opening == Opening::kByService) call.agent = principal.opener_address;
  call.resource = principal.identity.name;
  call.resource_account = principal.identity.account;
  call.resource_path = principal.identity.path;
  call.session = principal.identity.session;
  call.new_key = state.who.access_key;
  if (principal.opening == Opening::kByConsole) {
    call.resource = {};
    if (random_.Chance(1, 40)) {  // a mistyped password; the next turn tries again
      call.error_message = "Failed authentication";
      state.session = -1;
    }
  }
  Emit(call, principal.opener, use);
  return true;
}

Call Noise::Base(const Principal& principal, const State& state, Timestamp time) const {
  Call call;
  call.time = time;
  call.identity = state.identity;
  call.actor = state.actor;
  call.user = principal.identity.name;
  call.account = principal.identity.account;
  call.region = principal.region;
  call.address = principal.addresses[state.address];
  call.agent = principal.agent;
  call.console = principal.console;
  call.direct = principal.identity.invoked_by.empty();
  return call;
}

// The first round uses all habits in order, so that none is new in the second week.
const Habit& Noise::PickHabit(const Principal& principal, State& state) {
  const std::vector<Habit>& habits = principal.habits;
  if (state.next_habit < habits.size()) return habits[state.next_habit++];
  uint64_t sum = 0;
  for (const Habit& habit : habits) sum += habit.weight;
  uint64_t at = random_.Below(sum);
  for (const Habit& habit : habits) {
    if (at < habit.weight) return habit;
    at -= habit.weight;
  }
  return habits.back();
}

void Noise::FillHabit(const Principal& principal, const Habit& habit, Call& call) {
  call.action = habit.action;
  call.resource = habit.resource;
  call.resource_account = habit.resource_account;
  if (habit.action->service == "s3") {
    key_.assign(principal.key_prefix).append("/");
    if (habit.action->name != "ListObjects") {
      const uint64_t part = random_.Below(40);
      fmt::format_to(std::back_inserter(key_), "{:04}/part-", part);
      AppendHex(random_, 12, key_);
      key_ += random_.Chance(1, 3) ? ".parquet" : ".json";
    }
    call.key = key_;
  } else if (habit.action->name == "AssumeRole") {
    new_key_ = NewAccessKey(random_, "ASIA");
    call.new_key = new_key_;
    call.session = principal.key_prefix;
  }
}

void Noise::AddError(const Habit& habit, Call& call) {
  const Action& action = *call.action;
  if (habit.denied) {
    call.error_code = action.service == "ec2" ? "Client.UnauthorizedOperation" : "AccessDenied";
    message_ = fmt::format(
        "User: {} is not authorized to perform: {}:{} on resource: \\\"{}\\\" because no "
        "identity-based policy allows the {}:{} action",
        call.actor, action.service, action.name, habit.resource, action.service, action.name);
    call.error_message = message_;
  } else if (!action.error_code.empty() && random_.Chance(1, 80)) {
    call.error_code = action.error_code;
    call.error_message = action.error_message;
  }
}

// An AssumeRole into another account is recorded there too, with the same sharedEventID.
void Noise::Emit(const Call& call, const Identity& who, const Use& use) {
  const bool crosses = call.action->name == "AssumeRole" && who.kind == IdentityKind::kUser &&
                       who.account != call.resource_account;
  if (!crosses) return use(call, random_);
  shared_id_.clear();
  AppendUuid(random_, shared_id_);
  Call caller = call;
  caller.account = who.account;
  caller.shared_event_id = shared_id_;
  use(caller, random_);
  Identity seen = who;
  seen.kind = IdentityKind::kAccount;
  seen.session.clear();
  std::string identity;
  AppendIdentity(seen, identity);
  Call owner = caller;
  owner.account = call.resource_account;
  owner.identity = identity;
  use(owner, random_);
}

}  // namespace sigrun::gen
