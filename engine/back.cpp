#include "engine/back.h"

#include <algorithm>

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

constexpr size_t kDigestSize = 32;

}  // namespace

Back::Back(const Surroundings& surroundings, HandoverIds ids, AlertOrder order)
    : all_(surroundings),
      ids_(ids),
      maker_(all_.program),
      vm_(all_.program),
      reorder_({all_.options.reorder_memory, {}}),
      state_(all_.program.program(), all_.options.state_limits),
      suppressor_(all_.program.program().rules.size(), order, all_.options.suppress_memory),
      handover_(all_.program.program()),
      fired_on_(all_.program.program().rules.size()),
      undecided_(all_.program.program().rules.size()) {}

bool Back::GivesAlerts(uint32_t rule) const {
  return only_rule_ ? rule == *only_rule_ : all_.program.program().rules[rule].alert.enabled;
}

state::Body Back::FindBody() const {
  if (all_.options.rule_test) return {all_.pieces.first(), all_.pieces.last(), 0, 0, {}, {}};
  return all_.pieces.FindBody();
}

// With the first event that is evaluated: no older one will come, and learning counts from here.
void Back::Begin() {
  if (begun_ || all_.pieces.empty()) return;
  begun_ = true;
  state_.StreamBegan(FindBody().begin);
}

Status Back::Seal(Timestamp upto) {
  const Status drained =
      reorder_.DrainBefore(upto, [this](const state::ReorderItem& item) { Deliver(item); });
  state_.AdvanceTo(upto, *this, *this);
  return drained;
}

Status Back::Finish() {
  if (all_.pieces.empty()) return Ok();
  const Timestamp end = FindBody().end;
  decide_until_ = end;
  const Status drained =
      reorder_.DrainAll([this](const state::ReorderItem& item) { Deliver(item); });
  state_.AdvanceTo(end, *this, *this);
  return drained;
}

void Back::Deliver(const state::ReorderItem& item) {
  Begin();
  ++delivery_;  // what fires at a deadline fires on no event
  state_.AdvanceTo(std::min(item.time, decide_until_), *this, *this);
  if (item.time > decide_until_) state_.StopDeciding();
  ++delivery_;
  handover_.Open(item.payload.substr(0, item.payload.size() - item.id_size));
  const state::Occurrence occurrence{item.time, NameOf(item.id()), item.origin};
  while (const auto entry = handover_.Next()) {
    if (const auto* feed = std::get_if<program::Feed>(&*entry))
      state_.Apply(occurrence, *feed, *this, *this);
    else
      Release(std::get<PendingAlert>(*entry), occurrence);
  }
}

// An id that several events bear is followed by the digest of this one.
std::string_view Back::NameOf(std::string_view id) {
  if (ids_ == HandoverIds::kNames) return id;
  const std::string_view digest = id.substr(id.size() - kDigestSize);
  id.remove_suffix(kDigestSize + 1);
  if (!all_.identities.IsContested(id)) return id;
  name_.assign(id).append("#").append(digest);
  return name_;
}

bool Back::Passes(uint32_t rule, std::string_view suppress_key, Timestamp time) {
  const auto& suppress = all_.program.program().rules[rule].alert.suppress;
  const Duration length{all_.program.constant(suppress->duration).integer};
  return suppressor_.Pass(rule, suppress_key, time, length);
}

bool Back::Holds(uint32_t rule, const state::StateFrame& frame) {
  const FrameReader reader(frame, {fired_on_, delivery_});
  vm_.SetState(&reader);
  return Ask(rule, all_.program.program().rules[rule].stateful->condition);
}

bool Back::Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) {
  const FeedReader reader(captures, {fired_on_, delivery_});
  vm_.SetState(&reader);
  return Ask(rule, all_.program.program().rules[rule].stateful->provisos[proviso].holds);
}

// What is undecided neither fires nor feeds.
bool Back::Ask(uint32_t rule, const program::Unit& unit) {
  const exec::Truth truth = vm_.Ask(unit);
  undecided_[rule] += truth == exec::Truth::kUndecided;
  return truth == exec::Truth::kYes;
}

void Back::OnFiring(const state::Firing& firing) {
  fired_on_[firing.rule] = delivery_;
  if (!GivesAlerts(firing.rule)) return;
  const FrameReader reader(*firing.frame, {fired_on_, delivery_});
  vm_.SetState(&reader);
  if (all_.program.program().rules[firing.rule].alert.suppress) {
    const std::optional<std::string> key = maker_.SuppressKey(firing.rule, vm_);
    if (key && !Passes(firing.rule, *key, firing.occurrence->time)) return;
  }
  const std::string& file = all_.files[firing.occurrence->origin.file];
  all_.outlet.SendInOrder(firing.rule, maker_.FromFiring(firing, file, vm_));
}

void Back::Release(const PendingAlert& pending, const state::Occurrence& occurrence) {
  if (!Passes(pending.rule, pending.suppress_key, occurrence.time)) return;
  const std::string& file = all_.files[occurrence.origin.file];
  all_.outlet.SendInOrder(pending.rule, maker_.FromPending(pending, occurrence, file));
}

}  // namespace sigrun::engine
