#include "engine/pipeline.h"

namespace sigrun::engine {
namespace {

// What was found out of the event that is being delivered: which rules with state fired on it.
struct Firings {
  const std::vector<uint64_t>& fired_on;
  uint64_t delivery;
  bool Has(uint32_t rule) const { return fired_on[rule] == delivery; }
};

// State as the VM reads it.
class FrameReader final : public exec::StateReader {
 public:
  FrameReader(const state::StateFrame& frame, const Firings& firings)
      : frame_(frame), firings_(firings) {}
  Value Cell(uint32_t index) const override { return frame_.Cell(index); }
  Value Capture(uint32_t index) const override { return frame_.captures()[index]; }
  bool Fired(uint32_t rule) const override { return firings_.Has(rule); }

 private:
  const state::StateFrame& frame_;
  const Firings firings_;
};

// An event that feeds a rule, before it has fed it.
class FeedReader final : public exec::StateReader {
 public:
  FeedReader(const program::ValueView& captures, const Firings& firings)
      : captures_(captures), firings_(firings) {}
  Value Cell(uint32_t) const override { return {}; }
  Value Capture(uint32_t index) const override { return captures_[index]; }
  bool Fired(uint32_t rule) const override { return firings_.Has(rule); }

 private:
  const program::ValueView& captures_;
  const Firings firings_;
};

void SetEventId(const Hash128& identity, std::string_view id, std::string& out) {
  out = id.empty() ? "record-" + ToHex(identity) : std::string(id);
}

}  // namespace

event::Layout Pipeline::LayoutOf(const exec::LoadedProgram& program, const Options& options) {
  event::Layout layout;
  layout.slots = program.program().slots;
  layout.accept_json = layout.accept_untimed = options.any_source;
  for (const program::Rule& rule : program.program().rules)
    layout.accept_json |= rule.source != program::SourceFilter::kCloudTrail;
  return layout;
}

Pipeline::Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink)
    : loaded_(program),
      options_(options),
      sink_(sink),
      maker_(program),
      executor_(program, {options.any_source}),
      state_vm_(program),
      dedup_(options.dedup_memory),
      late_seen_(options.dedup_memory / 8),
      reorder_({options.reorder_memory, {}}),
      state_(program.program(), options.state_limits),
      suppressor_(program.program().rules.size()),
      watermark_(options.lateness),
      alerts_(program.program().rules.size()),
      fired_on_(program.program().rules.size()),
      handover_(program),
      delivered_(program.program()) {}

void Pipeline::OnlyRule(uint32_t rule) {
  executor_.OnlyRule(rule);
  only_rule_ = rule;
}

bool Pipeline::GivesAlerts(uint32_t rule) const {
  return only_rule_ ? rule == *only_rule_ : loaded_.program().rules[rule].alert.enabled;
}

void Pipeline::BeginFile(const std::string& name) {
  files_.push_back(name);
  watermark_ = state::Watermark(options_.lateness);
}

void Pipeline::OnEvent(const event::Event& event) {
  ledger_.Record();
  late_ = event.timed && !watermark_.Observe(event.time);
  matched_before_ = false;
  // The copy's place is fetched from memory while the rules are found.
  if (options_.deduplicate) dedup_.Prefetch(event.identity);
  executor_.Begin(event);
  if (options_.deduplicate && IsCopy(event)) {
    ledger_.Duplicate();
    return;
  }
  late_ ? ledger_.Late() : ledger_.Evaluated();
  untimed_ += !event.timed;
  if (event.timed && !late_) {
    earliest_ = std::min(earliest_, event.time);
    latest_ = std::max(latest_, event.time);
  }
  event_ = &event;
  SetEventId(event.identity, event.id, event_id_);
  handover_.Begin(event_id_);
  executor_.Evaluate(*this);
  event_ = nullptr;
  if (handover_.empty()) return;
  Keep(reorder_.Add({event.time, event.identity, event.origin, handover_.bytes()}));
}

// A late copy must not shut out one that is in time: stateful rules have not seen the event yet.
bool Pipeline::IsCopy(const event::Event& event) {
  if (late_)
    return dedup_.Contains(event.identity) || !late_seen_.Insert(event.identity, event.time);
  if (!dedup_.Insert(event.identity, event.time)) return true;
  matched_before_ = late_seen_.Contains(event.identity);
  return false;
}

void Pipeline::OnReject(const event::Reject& reject) {
  ledger_.Record();
  ledger_.Rejected(reject);
}

void Pipeline::OnNotEvent(const event::NotEvent& other) {
  ledger_.Record();
  ledger_.NotAnEvent(other);
}

void Pipeline::OnMatch(uint32_t rule, exec::Vm& vm) {
  if (matched_before_ || !GivesAlerts(rule)) return;
  alert::Alert alert = maker_.FromMatch(rule, *event_, event_id_, files_[event_->origin.file], vm);
  if (!loaded_.program().rules[rule].alert.suppress || late_ || !event_->timed)
    return Emit(rule, alert);
  PendingAlert pending{
      rule, alert.level, std::move(alert.message), {}, maker_.SuppressKey(rule, vm)};
  for (auto& [name, datum] : alert.values) pending.values.push_back(std::move(datum));
  handover_.Add(pending);
}

void Pipeline::OnFeed(const program::Fed& fed, exec::Vm& vm) {
  if (!late_) handover_.Add(fed, vm);
}

void Pipeline::Advance() {
  if (files_.size() != 1) return;
  state_.StreamBegan(earliest_);
  Keep(reorder_.DrainBefore(watermark_.watermark(),
                            [this](const state::ReorderItem& item) { Deliver(item); }));
  state_.AdvanceTo(watermark_.watermark(), *this, *this);
}

Status Pipeline::Finish() {
  state_.StreamBegan(earliest_);
  Keep(reorder_.DrainAll([this](const state::ReorderItem& item) { Deliver(item); }));
  state_.AdvanceTo(latest_, *this, *this);
  return status_;
}

void Pipeline::Deliver(const state::ReorderItem& item) {
  ++delivery_;  // what fires at a deadline fires on no event
  state_.AdvanceTo(item.time, *this, *this);
  ++delivery_;
  delivered_.Open(item.payload);
  const state::Occurrence occurrence{item.time, item.identity, delivered_.event_id(), item.origin};
  while (const auto entry = delivered_.Next()) {
    if (const auto* feed = std::get_if<program::Feed>(&*entry))
      state_.Apply(occurrence, *feed, *this, *this);
    else
      Release(std::get<PendingAlert>(*entry), occurrence);
  }
}

bool Pipeline::Holds(uint32_t rule, const state::StateFrame& frame) {
  const FrameReader reader(frame, {fired_on_, delivery_});
  state_vm_.SetState(&reader);
  return state_vm_.Predicate(loaded_.program().rules[rule].stateful->condition);
}

bool Pipeline::Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) {
  const FeedReader reader(captures, {fired_on_, delivery_});
  state_vm_.SetState(&reader);
  return state_vm_.Predicate(loaded_.program().rules[rule].stateful->provisos[proviso].holds);
}

void Pipeline::OnFiring(const state::Firing& firing) {
  fired_on_[firing.rule] = delivery_;
  if (!GivesAlerts(firing.rule)) return;
  const FrameReader reader(*firing.frame, {fired_on_, delivery_});
  state_vm_.SetState(&reader);
  const auto& suppress = loaded_.program().rules[firing.rule].alert.suppress;
  if (suppress) {
    const Duration length{loaded_.constant(suppress->duration).integer};
    const std::string key = maker_.SuppressKey(firing.rule, state_vm_);
    if (!suppressor_.Pass(firing.rule, key, firing.occurrence->time, length)) return;
  }
  Emit(firing.rule, maker_.FromFiring(firing, files_[firing.occurrence->origin.file], state_vm_));
}

void Pipeline::Release(const PendingAlert& pending, const state::Occurrence& occurrence) {
  const program::Rule& rule = loaded_.program().rules[pending.rule];
  const Duration length{loaded_.constant(rule.alert.suppress->duration).integer};
  if (!suppressor_.Pass(pending.rule, pending.suppress_key, occurrence.time, length)) return;
  Emit(pending.rule, maker_.FromPending(pending, occurrence, files_[occurrence.origin.file]));
}

void Pipeline::Emit(uint32_t rule, const alert::Alert& alert) {
  ++alerts_[rule];
  sink_.OnAlert(alert);
}

// The first failure counts; the stream goes on.
void Pipeline::Keep(const Status& status) {
  if (status_.ok() && !status.ok()) status_ = status;
}

}  // namespace sigrun::engine
