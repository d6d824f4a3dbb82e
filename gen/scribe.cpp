#include "gen/scribe.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "gen/template/text.h"
#include "gen/world/actions.h"
#include "gen/world/record.h"

namespace sigrun::gen {

Actor::Actor(Identity identity, std::string from, std::string with, bool in_console)
    : who(std::move(identity)),
      arn(ArnOf(who)),
      address(std::move(from)),
      agent(std::move(with)),
      console(in_console) {
  AppendIdentity(who, json);
}

void Scribe::Start(std::string_view name, std::string_view signal, std::string_view technique,
                   const Actor& actor, Duration from, Duration to, int count) {
  actor_ = &actor;
  from_ = begin_ + from;
  length_ = Duration{to.micros - from.micros};
  count_ = count;
  made_ = 0;
  Step step;
  step.name = name;
  step.signal = signal;
  step.technique = technique;
  step.actor = CanonicalActor(actor.who);
  step.arn = actor.arn;
  step.address = actor.address;
  step.account = actor.who.account;
  steps_.push_back(std::move(step));
}

Call Scribe::Next(std::string_view action) {
  SIGRUN_CHECK(actor_ != nullptr && made_ < count_);
  const int64_t slot = length_.micros / count_;
  const int64_t within =
      slot == 0 ? 0 : static_cast<int64_t>(random_.Below(static_cast<uint64_t>(slot)));
  Call call;
  call.action = &FindAction(action);
  const int64_t micros = from_.micros + slot * made_++ + within;
  call.time = Timestamp{micros - micros % kMicrosPerSecond};
  call.identity = actor_->json;
  call.actor = actor_->arn;
  call.user = actor_->who.name;
  call.account = actor_->who.account;
  call.region = "us-east-1";
  call.address = actor_->address;
  call.agent = actor_->agent;
  call.console = actor_->console;
  call.resource_account = actor_->who.account;
  return call;
}

void Scribe::Write(const Call& call) {
  std::string id;
  AppendUuid(random_, id);
  Call with_id = call;
  with_id.event_id = id;
  IncidentRecord record;
  record.time = call.time;
  record.account = call.account;
  record.region = RegionOf(call);
  AppendRecord(with_id, random_, record.text);
  records_.push_back(std::move(record));

  Step& step = steps_.back();
  step.start = step.event_ids.empty() ? call.time : std::min(step.start, call.time);
  step.end = std::max(step.end, call.time);
  step.event_ids.push_back(std::move(id));
}

void Scribe::WriteDenied(Call call) {
  const Action& action = *call.action;
  const bool ec2 = action.service == "ec2";
  std::string on;
  if (action.name == "AssumeRole") {
    on = " on resource: " + RoleArn(call.resource_account, call.resource_path, call.resource);
  } else if (action.service == "s3" && !call.resource.empty()) {
    on = fmt::format(R"( on resource: \"arn:aws:s3:::{}{}{}\")", call.resource,
                     call.key.empty() ? "" : "/", call.key);
  }
  const std::string message =
      ec2 ? "You are not authorized to perform this operation."
          : fmt::format(
                "User: {} is not authorized to perform: {}:{}{} because no identity-based "
                "policy allows the {}:{} action",
                call.actor, action.service, action.name, on, action.service, action.name);
  call.error_code = ec2 ? "Client.UnauthorizedOperation" : "AccessDenied";
  call.error_message = message;
  Write(call);
}

void Scribe::WriteCrossing(const Call& call) {
  std::string shared;
  AppendUuid(random_, shared);
  Call caller = call;
  caller.shared_event_id = shared;
  Write(caller);
  Identity seen = actor_->who;
  seen.kind = IdentityKind::kAccount;
  std::string json;
  AppendIdentity(seen, json);
  Call owner = caller;
  owner.account = call.resource_account;
  owner.identity = json;
  Write(owner);
}

std::vector<IncidentRecord> Scribe::TakeRecords() {
  std::stable_sort(
      records_.begin(), records_.end(),
      [](const IncidentRecord& a, const IncidentRecord& b) { return a.time < b.time; });
  return std::move(records_);
}

}  // namespace sigrun::gen
