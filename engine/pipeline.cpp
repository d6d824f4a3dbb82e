#include "engine/pipeline.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "engine/back.h"
#include "engine/identities.h"
#include "runtime/state/order/stream_clock.h"

namespace sigrun::engine {
namespace {

// How far a single file may fall behind itself for state to follow its reading. No answer depends
// on it.
constexpr Duration kFollowBehind = Minutes(15);

constexpr size_t kMostTimeText = 64;  // of a time that cannot be read, for people

bool IsBefore(const event::Origin& a, const event::Origin& b) {
  return std::tie(a.file, a.record) < std::tie(b.file, b.record);
}

std::vector<std::string> PathOf(std::string_view field) {
  std::vector<std::string> path(1);
  for (const char c : field)
    if (c == '.')
      path.emplace_back();
    else
      path.back() += c;
  return path;
}

std::optional<size_t> DedupSlot(const event::Layout& layout, const Options& options) {
  if (options.dedup_field.empty()) return std::nullopt;
  const event::SlotSpec wanted{PathOf(options.dedup_field)};
  const auto slot = std::find(layout.slots.begin(), layout.slots.end(), wanted);
  return static_cast<size_t>(slot - layout.slots.begin());
}

}  // namespace

event::Layout Pipeline::LayoutOf(const exec::LoadedProgram& program, const Options& options) {
  event::Layout layout;
  layout.slots = program.program().slots;
  layout.accept_json = options.any_source;
  layout.payloads = options.payloads;
  layout.time_fields = options.time_fields;
  layout.time_fields.insert(layout.time_fields.end(), program.program().time_fields.begin(),
                            program.program().time_fields.end());
  for (const program::Rule& rule : program.program().rules)
    layout.accept_json |= rule.source != program::SourceFilter::kCloudTrail;
  if (const auto slot = DedupSlot(layout, options); slot == layout.slots.size())
    layout.slots.push_back({PathOf(options.dedup_field)});
  return layout;
}

// Everything that one reading of the input builds up.
struct Pipeline::Run {
  Run(const Pipeline& pipeline, AlertSink& sink)
      : executor(pipeline.loaded_, {pipeline.options_.any_source}),
        identities(pipeline.options_, pipeline.exact_ ? Comparison::kCanonical : Comparison::kBytes,
                   DedupSlot(LayoutOf(pipeline.loaded_, pipeline.options_), pipeline.options_)),
        outlet(sink, pipeline.options_, pipeline.loaded_.program().rules.size()),
        back({pipeline.loaded_, pipeline.options_, identities, pieces, pipeline.files_, outlet},
             pipeline.NamesFollow() ? HandoverIds::kWithDigests : HandoverIds::kNames,
             pipeline.arrival_ == Arrival::kStream ? AlertOrder::kAnyTime : AlertOrder::kByTime) {
    if (pipeline.arrival_ == Arrival::kStream) clock.emplace(pipeline.options_.lateness);
    outlet.Hold(pipeline.arrival_ == Arrival::kOneFile);
  }

  Ledger ledger;
  exec::Executor executor;
  Identities identities;
  state::TimePieces pieces;                 // of the records that were not late
  std::optional<state::StreamClock> clock;  // of a stream
  std::optional<Timestamp> newest;          // of a single file
  Timestamp sealed{INT64_MIN};
  Outlet outlet;
  Back back;
  uint64_t untimed = 0;
  UntimedEvent first_untimed;
  Status status = Ok();  // the first failure of the ordered stage
};

Pipeline::Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
                   Arrival arrival)
    : loaded_(program),
      options_(options),
      sink_(sink),
      maker_(program),
      arrival_(arrival),
      exact_(arrival == Arrival::kStream || arrival == Arrival::kOnce || options.rule_test),
      run_(MakeRun()),
      handover_(program) {}
Pipeline::~Pipeline() = default;

std::unique_ptr<Pipeline::Run> Pipeline::MakeRun() {
  auto run = std::make_unique<Run>(*this, sink_);
  if (only_rule_) {
    run->executor.OnlyRule(*only_rule_);
    run->back.OnlyRule(*only_rule_);
  }
  return run;
}

void Pipeline::OnlyRule(uint32_t rule) {
  only_rule_ = rule;
  run_->executor.OnlyRule(rule);
  run_->back.OnlyRule(rule);
}

void Pipeline::BeginFile(const std::string& name, bool other_log) {
  files_.push_back(name);
  other_log_ = other_log;
}

// From now on less is assumed: the file is sorted, and where that was not what failed, copies are
// compared by what they say.
void Pipeline::Restart() {
  if (!left_before_ || IsBefore(*left_before_, *restart_at_)) left_before_ = restart_at_;
  restart_at_.reset();
  arrival_ = Arrival::kFiles;
  exact_ = exact_ || copies_differ_;
  files_.clear();
  run_.reset();
  run_ = MakeRun();
}

bool Pipeline::HasLeft(const event::Origin& origin) const {
  return left_before_ && IsBefore(origin, *left_before_);
}

void Pipeline::OnEvent(const event::Event& event) {
  if (must_restart()) return;
  Run& run = *run_;
  last_ = event.origin;
  // The copy's place is fetched from memory while the rules are found.
  run.identities.Prefetch(event);
  run.executor.Begin(event);
  const Identities::Sight sight = run.identities.See(event);
  if (sight.differs && !exact_) {
    copies_differ_ = true;
    return RestartAt(event.origin);
  }
  if (!sight.copy && !TakeTime(event, sight.mark)) return;
  differs_ = sight.differs;
  // What carries records is an event beside them, and counts as a carrier only.
  if (!event.carrier) {
    Count(event, sight.copy);
    if (sight.copy) return;
  }
  event_ = &event;
  digest_.clear();
  name_.clear();
  handover_.Begin();
  run.executor.Evaluate(*this);
  if (!handover_.empty()) HandOver(event);
  event_ = nullptr;
  if (run.clock) Follow(run.clock->ready());
}

void Pipeline::Count(const event::Event& event, bool copy) {
  Ledger& ledger = run_->ledger;
  ledger.Record();
  if (!event.flaw.empty()) ledger.Flagged(event);
  if (copy) return ledger.Duplicate();
  if (differs_) ledger.Differs(event.origin);
  late_ ? ledger.Late() : ledger.Evaluated();
  if (event.timed || run_->untimed++ > 0) return;
  run_->first_untimed = {event.origin, std::string(event.unread_time.field),
                         std::string(event.unread_time.text.substr(0, kMostTimeText))};
}

// False if everything has to be read again.
bool Pipeline::TakeTime(const event::Event& event, uint64_t mark) {
  late_ = false;
  if (!event.timed) return true;
  if (run_->clock) {
    late_ = run_->clock->IsLate(event.time);
    if (late_) return true;
    // The records that came out of it move the clock.
    if (!event.carrier)
      run_->clock->Observe(event.time, mark != 0 ? mark : SecretHash64(event.json), event.origin);
  } else if (arrival_ == Arrival::kOneFile && !Follows(event.time)) {
    out_of_order_ = event.origin;
    RestartAt(event.origin);
    return false;
  }
  run_->pieces.Add(event.time, event.origin);
  return true;
}

// State can follow a file as long as it falls little and does not jump: then all of it is its body.
bool Pipeline::Follows(Timestamp time) {
  std::optional<Timestamp>& newest = run_->newest;
  if (newest && (time < *newest - kFollowBehind || *newest + state::TimePieces::kGap < time))
    return false;
  newest = newest ? std::max(*newest, time) : time;
  return true;
}

void Pipeline::HandOver(const event::Event& event) {
  std::string_view id = NameOfEvent().shown;
  if (NamesFollow()) {
    if (const std::string_view written = run_->identities.id(); !written.empty()) id = written;
    id = order_id_.assign(id).append(1, '\0').append(Digest());
  }
  handover_.End(id);
  const Status taken = run_->back.Take(
      {event.time, event.origin, handover_.bytes(), static_cast<uint32_t>(id.size())});
  if (!taken.ok() && !event.carrier) run_->ledger.Unordered(1);
  Keep(taken);
}

std::string_view Pipeline::Digest() {
  if (digest_.empty()) digest_ = run_->identities.DigestOf(*event_);
  return digest_;
}

// Only of events that match or feed: most are never called by a name.
AlertMaker::EventName Pipeline::NameOfEvent() {
  if (name_.empty()) {
    const std::string_view id = run_->identities.id();
    if (id.empty())
      name_.assign("record-").append(Digest());
    else
      name_ = id;
    if (!id.empty() && differs_) name_.append("#").append(Digest());
  }
  return {name_, {}};
}

void Pipeline::OnReject(const event::Reject& reject) {
  run_->ledger.Record();
  if (other_log_)
    run_->ledger.NotAnEvent({event::NotEventKind::kOtherLog, reject.detail, reject.origin});
  else
    run_->ledger.Rejected(reject);
}

void Pipeline::OnNotEvent(const event::NotEvent& other) {
  run_->ledger.Record();
  run_->ledger.NotAnEvent(other);
}

void Pipeline::OnCarrier() { run_->ledger.Carrier(); }

void Pipeline::OnMatch(uint32_t rule, exec::Vm& vm) {
  if (!run_->back.GivesAlerts(rule)) return;
  AlertMaker::EventName name = NameOfEvent();
  const std::string_view id = run_->identities.id();
  if (id.empty())
    alert_key_ = name.shown;
  else
    alert_key_.assign(id).append("#").append(Digest());
  name.alert_key = alert_key_;
  alert::Alert alert = maker_.FromMatch(rule, *event_, name, files_[event_->origin.file], vm);
  const bool sent = HasLeft(event_->origin);
  if (!loaded_.program().rules[rule].alert.suppress || !event_->timed)
    return run_->outlet.Send(rule, alert, sent);
  std::optional<std::string> key = maker_.SuppressKey(rule, vm);
  if (!key) return run_->outlet.Send(rule, alert, sent);
  if (late_) {  // nothing would bring it into order any more
    if (run_->back.Passes(rule, *key, event_->time)) run_->outlet.Send(rule, alert);
    return;
  }
  PendingAlert pending{
      rule, alert.level, std::move(alert.message), alert.cut, {}, std::move(*key), alert_key_};
  for (auto& [field, datum] : alert.values) pending.values.push_back(std::move(datum));
  handover_.Add(pending);
}

void Pipeline::OnFeed(const program::Fed& fed, exec::Vm& vm) {
  if (!late_) handover_.Add(fed, vm);
}

void Pipeline::Advance() {
  if (arrival_ != Arrival::kOneFile || !run_->newest || must_restart()) return;
  Follow(*run_->newest - kFollowBehind);
  if (run_->outlet.held_bytes() > options_.held_alerts_memory)
    RestartAt({last_.file, last_.record + 1, 0});
}

void Pipeline::Follow(Timestamp upto) {
  if (upto <= run_->sealed) return;
  run_->sealed = upto;
  Keep(run_->back.Seal(upto));
}

Status Pipeline::Finish() {
  run_->outlet.Release();
  Keep(run_->back.Finish());
  run_->ledger.Unordered(run_->back.waiting());  // what could not be read back
  return run_->status;
}

// The first failure counts; the stream goes on.
void Pipeline::Keep(const Status& status) {
  if (run_->status.ok() && !status.ok()) run_->status = status;
}

const Ledger& Pipeline::ledger() const { return run_->ledger; }
const std::vector<exec::RuleCounters>& Pipeline::rule_counters() const {
  return run_->executor.counters();
}
const state::RuleStateStats& Pipeline::state_stats(uint32_t rule) const {
  return run_->back.state_stats(rule);
}
const Suppressor& Pipeline::suppressor() const { return run_->back.suppressor(); }
uint64_t Pipeline::alerts(uint32_t rule) const { return run_->outlet.alerts(rule); }
uint64_t Pipeline::cut(uint32_t rule) const { return run_->outlet.cut(rule); }
uint64_t Pipeline::outside() const { return run_->outlet.outside(); }
uint64_t Pipeline::undecided(uint32_t rule) const {
  return run_->executor.counters()[rule].undecided + run_->back.undecided(rule);
}
uint64_t Pipeline::undecided_events() const { return run_->executor.undecided_events(); }
bool Pipeline::stopped() const { return !run_->status.ok(); }
uint64_t Pipeline::untimed() const { return run_->untimed; }
const Pipeline::UntimedEvent& Pipeline::first_untimed() const { return run_->first_untimed; }
uint64_t Pipeline::identities_forgotten() const { return run_->identities.forgotten(); }
uint64_t Pipeline::exhausted_events() const { return run_->executor.exhausted_events(); }

Pipeline::TimeNotes Pipeline::time_notes() const {
  TimeNotes notes;
  notes.out_of_order = out_of_order_;
  notes.spilled_bytes = run_->back.spilled_bytes();
  if (run_->clock) {
    notes.not_followed = run_->clock->ahead();
    notes.first_not_followed = run_->clock->first_ahead();
  }
  if (run_->pieces.empty()) return notes;
  const state::Body body = run_->pieces.FindBody();
  notes.behind = body.behind;
  notes.ahead = body.ahead;
  notes.first_behind = body.first_behind;
  notes.first_ahead = body.first_ahead;
  return notes;
}

}  // namespace sigrun::engine
