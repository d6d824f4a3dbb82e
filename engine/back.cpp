#include "engine/back.h"

#include <algorithm>

#include "runtime/program/program.h"

namespace sigrun::engine {
namespace {

// The result of the delivered event: which stateful rules fired on it.
struct Firings {
  const std::vector<uint64_t>& fired_on;
  uint64_t delivery;
  bool Has(uint32_t rule) const { return fired_on[rule] == delivery; }
};

// The state, for its code.
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

}  // namespace

Back::Back(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
           const Settings& settings)
    : loaded_(program),
      options_(options),
      settings_(settings),
      maker_(program),
      tally_(program, ExecutorOptions(options)),
      duplicates_(options.dedup_memory, settings.comparison),
      evaluation_(program),
      reorder_({options.reorder_memory, {}}),
      state_(program.program(), options.state_limits, *this, *this,
             options.carry == Carry::kNothing ? state::Saving::kNo : state::Saving::kYes),
      lookahead_(state_),
      suppressor_(program.program().rules.size(), settings.order, options.suppress_memory),
      reader_(program.program()),
      outlet_(sink, options, program.program().rules.size()),
      fired_on_(program.program().rules.size()),
      undecided_(program.program().rules.size()) {
  outlet_.Hold(settings.hold_alerts);
}

bool Back::HasLeft(const event::Origin& origin) const {
  return settings_.left_before && IsBefore(origin, *settings_.left_before);
}

// The first failure is kept; the stream continues.
void Back::Keep(const Status& status) {
  if (status_.ok() && !status.ok()) status_ = status;
}

void Back::Admit(const event::Event& event, const Verdict& verdict) {
  if (!verdict.copy && event.timed && !verdict.late) pieces_.Add(event.time, event.origin);
  // A carrier is an event in addition to its records, and is only counted as a carrier.
  if (event.carrier) return;
  ledger_.Record();
  if (!event.flaw.empty()) ledger_.Flagged(event);
  if (verdict.copy) return ledger_.Duplicate();
  if (verdict.differs) ledger_.Differs(event.origin);
  verdict.late ? ledger_.Late() : ledger_.Evaluated();
  if (!event.timed) ledger_.Untimed(event);
}

void Back::Count(const exec::EventResults& results) {
  tally_.Count(results);
  undecided_events_ += results.undecided;
  exhausted_events_ += results.exhausted;
}

void Back::Take(const Handover& handover, const Verdict& verdict) {
  if (!handover.matches.empty()) {
    const AlertMaker::MatchedEvent event{
        {handover.time, handover.id, handover.origin}, handover.alert_key, handover.timed};
    const bool sent = HasLeft(handover.origin);
    reader_.OpenMatches(handover.matches);
    while (auto entry = reader_.Next()) {
      Match& match = std::get<Match>(*entry);
      const uint32_t rule = match.rule;
      outlet_.Send(rule, maker_.FromMatch(std::move(match), event, FileOf(handover.origin)), sent);
    }
  }
  if (handover.ordered.empty()) return;
  if (verdict.late) return TakeLate(handover);
  const Status added =
      reorder_.Add({handover.time, handover.origin, handover.ordered, handover.order_id_size});
  if (!added.ok() && !handover.carrier) ledger_.Unordered(1);
  Keep(added);
}

// Nothing would sort it any more: its matches pass suppression at once.
void Back::TakeLate(const Handover& handover) {
  const size_t size = handover.ordered.size() - handover.order_id_size;
  reader_.OpenOrdered(handover.ordered.substr(0, size));
  while (auto entry = reader_.Next()) {
    auto& suppressed = std::get<HandoverReader::Suppressed>(*entry);
    const uint32_t rule = suppressed.match.rule;
    if (!Passes(rule, suppressed.suppress_key, handover.time)) continue;
    const AlertMaker::MatchedEvent event{{handover.time, handover.id, handover.origin},
                                         suppressed.alert_key};
    outlet_.Send(rule,
                 maker_.FromMatch(std::move(suppressed.match), event, FileOf(handover.origin)));
  }
}

state::Body Back::FindBody() const {
  if (options_.rule_test) return {pieces_.first(), pieces_.last(), 0, 0, {}, {}};
  return pieces_.FindBody();
}

// With the first evaluated event: no older one will come, and learning starts here.
void Back::Begin() {
  if (begun_ || pieces_.empty()) return;
  begun_ = true;
  state_.StreamBegan(std::max(FindBody().begin, loaded_until_));
}

Result<Waiting> Back::Save(ArchiveWriter& to, const Renumber& files) {
  SIGRUN_CHECK(settings_.comparison == Comparison::kCarried &&
               settings_.ids == HandoverIds::kWithDigests);
  const std::vector<RuleKey> all = KeysOf(loaded_.program());
  std::vector<uint32_t> by_id;  // rules that keep something
  for (uint32_t rule = 0; rule < all.size(); ++rule)
    if (!all[rule].KeepsNothing()) by_id.push_back(rule);
  std::ranges::sort(by_id, {}, [&](uint32_t rule) { return all[rule].id; });
  std::vector<RuleKey> saved;
  std::vector<uint32_t> numbers(all.size());
  for (const uint32_t rule : by_id) {
    numbers[rule] = static_cast<uint32_t>(saved.size());
    saved.push_back(all[rule]);
  }
  to(saved, pieces_, duplicates_);
  to(state_.Save(StateNames(all), &files));
  for (const uint32_t rule : by_id)
    if (!all[rule].suppress.empty()) suppressor_.Save(rule, to);
  Result<Waiting> waiting = SaveWaiting(reorder_, loaded_.program(), numbers, to);
  if (!waiting.ok()) Keep(waiting.error());
  return waiting;
}

Result<Back::Loaded> Back::Load(ArchiveReader& from, std::vector<std::string> files,
                                Timestamp sealed) {
  const std::vector<RuleKey> all = KeysOf(loaded_.program());
  files_ = std::move(files);
  loaded_until_ = sealed;
  std::vector<RuleKey> saved;
  std::string states;
  from(saved, pieces_, duplicates_, states);
  if (!from.ok()) return Error{from.failure()};
  const Status loaded = state_.Load(states, StateNames(all), nullptr, file_count());
  if (!loaded.ok()) return loaded.error();
  const Successors successors = FindSuccessors(saved, all);
  for (size_t i = 0; i < saved.size() && from.ok(); ++i)
    if (!saved[i].suppress.empty()) LoadSuppression(successors.by_suppress[i], from);
  if (!from.ok()) return Error{from.failure()};
  const Result<Waiting> waiting = LoadWaiting(from, saved, successors, loaded_, reorder_);
  if (!waiting.ok()) return waiting.error();
  return Loaded{Compare(saved, all), *waiting};
}

// What no rule goes on with is read all the same: the rest follows it.
void Back::LoadSuppression(const std::optional<uint32_t>& rule, ArchiveReader& from) {
  if (rule) return suppressor_.Load(*rule, SuppressedFor(*rule), from);
  Suppressor other(1, AlertOrder::kAnyTime, SIZE_MAX);
  other.Load(0, {}, from);
}

void Back::Seal(Timestamp upto) {
  DeliverAll([&](const auto& sink) { return reorder_.DrainBefore(upto, sink); });
  state_.AdvanceTo(upto);
}

Status Back::Finish() {
  outlet_.Release();
  if (!pieces_.empty()) {
    decide_until_ = FindBody().end;
    DeliverAll([&](const auto& sink) { return reorder_.DrainAll(sink); });
    state_.AdvanceTo(decide_until_);
  }
  // What could not be read back; it may have come from an earlier run.
  ledger_.Unordered(std::min(reorder_.size(), ledger_.evaluated()));
  return status();
}

template <class Drain>
void Back::DeliverAll(Drain drain) {
  const auto deliver = [this](const state::ReorderItem& item) { Deliver(item); };
  Keep(drain([&](const state::ReorderItem& item) { lookahead_.Push(item, deliver); }));
  lookahead_.Finish(deliver);
}

void Back::Deliver(const state::ReorderItem& item) {
  Begin();
  ++delivery_;  // what fires at a deadline fires on no event
  state_.AdvanceTo(std::min(item.time, decide_until_));
  if (item.time > decide_until_) state_.StopDeciding();
  ++delivery_;
  reader_.OpenOrdered(item.payload.substr(0, item.payload.size() - item.id_size));
  const state::Occurrence occurrence{item.time, NameOf(item.id()), item.origin};
  while (auto entry = reader_.Next()) {
    if (const auto* feed = std::get_if<program::Feed>(&*entry)) {
      state_.Apply(occurrence, *feed);
      continue;
    }
    auto& suppressed = std::get<HandoverReader::Suppressed>(*entry);
    const uint32_t rule = suppressed.match.rule;
    if (!Passes(rule, suppressed.suppress_key, occurrence.time)) continue;
    outlet_.SendInOrder(
        rule, maker_.FromMatch(std::move(suppressed.match), {occurrence, suppressed.alert_key},
                               FileOf(item.origin)));
  }
}

// An id shared by several events is followed by the digest of this one.
std::string_view Back::NameOf(std::string_view id) {
  if (settings_.ids == HandoverIds::kNames) return id;
  const std::string_view digest = id.substr(id.size() - kDigestSize);
  id.remove_suffix(kDigestSize + 1);
  if (!duplicates_.IsContested(id)) return id;
  name_.assign(id).append("#").append(digest);
  return name_;
}

bool Back::Passes(uint32_t rule, std::string_view suppress_key, Timestamp time) {
  return suppressor_.Pass(rule, suppress_key, time, SuppressedFor(rule));
}

Duration Back::SuppressedFor(uint32_t rule) const {
  return {loaded_.constant(loaded_.program().rules[rule].alert.suppress->duration).integer};
}

bool Back::Holds(uint32_t rule, const state::StateFrame& frame) {
  const FrameReader reader(frame, {fired_on_, delivery_});
  evaluation_.SetState(&reader);
  return Ask(rule, loaded_.program().rules[rule].stateful->condition);
}

bool Back::Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) {
  const FeedReader reader(captures, {fired_on_, delivery_});
  evaluation_.SetState(&reader);
  return Ask(rule, loaded_.program().rules[rule].stateful->provisos[proviso].holds);
}

// An undecided rule neither fires nor feeds.
bool Back::Ask(uint32_t rule, const program::Unit& unit) {
  const exec::Truth truth = evaluation_.Ask(unit);
  undecided_[rule] += truth == exec::Truth::kUndecided;
  return truth == exec::Truth::kYes;
}

void Back::OnFiring(const state::Firing& firing) {
  fired_on_[firing.rule] = delivery_;
  if (!GivesAlerts(loaded_.program(), options_, firing.rule)) return;
  const FrameReader reader(*firing.frame, {fired_on_, delivery_});
  evaluation_.SetState(&reader);
  if (loaded_.program().rules[firing.rule].alert.suppress) {
    const std::optional<std::string> key = maker_.SuppressKey(firing.rule, evaluation_);
    if (key && !Passes(firing.rule, *key, firing.occurrence->time)) return;
  }
  const std::string& file = FileOf(firing.occurrence->origin);
  outlet_.SendInOrder(firing.rule, maker_.FromFiring(firing, file, evaluation_));
}

}  // namespace sigrun::engine
