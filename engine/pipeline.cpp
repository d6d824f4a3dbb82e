#include "engine/pipeline.h"

#include <algorithm>

#include "base/hash.h"
#include "engine/back.h"
#include "engine/front.h"
#include "runtime/program/program.h"
#include "runtime/state/order/stream_clock.h"

namespace sigrun::engine {
namespace {

// How far a single file may go back in time while state follows its reading. No result depends on
// it.
constexpr Duration kFollowBehind = Minutes(15);

}  // namespace

event::Layout Pipeline::LayoutOf(const exec::LoadedProgram& program, const Options& options) {
  return Front::LayoutOf(program, options);
}

// Everything that one reading of the input builds.
struct Pipeline::Run {
  explicit Run(const Pipeline& pipeline)
      : front(pipeline.loaded_, pipeline.options_,
              pipeline.exact_ ? Comparison::kCanonical : Comparison::kBytes, Ids(pipeline)),
        back(pipeline.loaded_, pipeline.options_, pipeline.sink_,
             {Ids(pipeline),
              pipeline.arrival_ == Arrival::kStream ? AlertOrder::kAnyTime : AlertOrder::kByTime,
              pipeline.left_before_, pipeline.arrival_ == Arrival::kOneFile}) {
    if (pipeline.arrival_ == Arrival::kStream) clock.emplace(pipeline.options_.lateness);
  }
  static HandoverIds Ids(const Pipeline& pipeline) {
    return pipeline.NamesFollow() ? HandoverIds::kWithDigests : HandoverIds::kNames;
  }

  Front front;
  Back back;
  std::optional<state::StreamClock> clock;  // of a stream
  std::optional<Timestamp> newest;          // of a single file
  Timestamp sealed{INT64_MIN};              // older events have been evaluated
  Timestamp told{INT64_MIN};                // by Seal
};

Pipeline::Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
                   Arrival arrival)
    : loaded_(program),
      options_(options),
      sink_(sink),
      arrival_(arrival),
      exact_(arrival == Arrival::kStream || arrival == Arrival::kOnce || options.rule_test),
      run_(std::make_unique<Run>(*this)) {}
Pipeline::~Pipeline() = default;

void Pipeline::BeginFile(const std::string& name, bool other_log) {
  run_->back.BeginFile(name);
  other_log_ = other_log;
}

// Drops the assumptions: the file is sorted and, if that was not the reason, copies are compared by
// content.
void Pipeline::Restart() {
  if (!left_before_ || IsBefore(*left_before_, *restart_at_)) left_before_ = restart_at_;
  restart_at_.reset();
  arrival_ = Arrival::kFiles;
  exact_ = exact_ || copies_differ_;
  run_.reset();
  run_ = std::make_unique<Run>(*this);
}

void Pipeline::OnEvent(const event::Event& event) {
  if (must_restart()) return;
  Run& run = *run_;
  last_ = event.origin;
  // The data of the identity is prefetched while the rules are found.
  run.back.Prefetch(run.front.Identify(event));
  const Identity& identity = run.front.Begin();
  Verdict verdict = run.back.See(event, identity);
  if (verdict.differs && !exact_) {
    copies_differ_ = true;
    return RestartAt(event.origin);
  }
  if (!verdict.copy && event.timed && !Place(event, identity.mark, verdict.late)) return;
  run.back.Admit(event, verdict);
  if (verdict.copy) return;
  run.back.Take(run.front.Evaluate(verdict), verdict);
  if (run.clock) Follow(run.clock->ready());
}

bool Pipeline::Place(const event::Event& event, uint64_t mark, bool& late) {
  Run& run = *run_;
  if (run.clock) {
    late = run.clock->IsLate(event.time) || event.time < run.told;
    // The records from a carrier move the clock.
    if (!late && !event.carrier)
      run.clock->Observe(event.time, mark != 0 ? mark : SecretHash64(event.json), event.origin);
  } else if (arrival_ == Arrival::kOneFile && !Follows(event.time)) {
    out_of_order_ = event.origin;
    RestartAt(event.origin);
    return false;
  }
  return true;
}

// State can follow a file as long as it goes back little and does not jump: then all of it is its
// body.
bool Pipeline::Follows(Timestamp time) {
  std::optional<Timestamp>& newest = run_->newest;
  if (newest && (time < *newest - kFollowBehind || *newest + state::TimePieces::kGap < time))
    return false;
  newest = newest ? std::max(*newest, time) : time;
  return true;
}

void Pipeline::OnReject(const event::Reject& reject) {
  Ledger& ledger = run_->back.ledger();
  ledger.Record();
  if (other_log_)
    ledger.NotAnEvent({event::NotEventKind::kOtherLog, reject.detail, reject.origin});
  else
    ledger.Rejected(reject);
}

void Pipeline::OnNotEvent(const event::NotEvent& other) {
  Ledger& ledger = run_->back.ledger();
  ledger.Record();
  ledger.NotAnEvent(other);
}

void Pipeline::OnCarrier() { run_->back.ledger().Carrier(); }

void Pipeline::Advance() {
  if (arrival_ != Arrival::kOneFile || !run_->newest || must_restart()) return;
  Follow(*run_->newest - kFollowBehind);
  if (run_->back.outlet().held_bytes() > options_.held_alerts_memory)
    RestartAt({last_.file, last_.record + 1, 0});
}

void Pipeline::Follow(Timestamp upto) {
  if (upto <= run_->sealed) return;
  run_->sealed = upto;
  run_->back.Seal(upto);
}

void Pipeline::Seal(Timestamp upto) {
  if (!run_->clock) return;
  run_->told = std::max(run_->told, upto);
  Follow(upto);
}

const Status& Pipeline::status() const { return run_->back.status(); }

Status Pipeline::Finish() { return run_->back.Finish(); }

const Ledger& Pipeline::ledger() const { return std::as_const(run_->back).ledger(); }
uint64_t Pipeline::alerts() const { return run_->back.outlet().alerts(); }
uint64_t Pipeline::undecided_events() const { return run_->front.undecided_events(); }

TimeReport Pipeline::ReportTimes() const {
  TimeReport times;
  times.out_of_order = out_of_order_;
  times.spilled_bytes = run_->back.spilled_bytes();
  if (run_->clock) {
    times.not_followed = run_->clock->ahead();
    times.first_not_followed = run_->clock->first_ahead();
  }
  if (run_->back.pieces().empty()) return times;
  const state::Body body = run_->back.pieces().FindBody();
  times.behind = body.behind;
  times.ahead = body.ahead;
  times.first_behind = body.first_behind;
  times.first_ahead = body.first_ahead;
  return times;
}

RunReport Pipeline::Report() const {
  const Front& front = run_->front;
  const Back& back = run_->back;
  RunReport report;
  report.files = back.files();
  report.ledger = back.ledger();
  report.times = ReportTimes();
  for (uint32_t rule = 0; rule < loaded_.program().rules.size(); ++rule) {
    const exec::RuleCounters& records = front.counters()[rule];
    report.rules.push_back({records, back.state_stats(rule),
                            records.undecided + back.undecided(rule), back.outlet().alerts(rule),
                            back.outlet().cut(rule), back.suppressor().suppressed(rule),
                            back.suppressor().forgotten(rule)});
  }
  report.alerts_outside = back.outlet().outside();
  report.undecided_events = front.undecided_events();
  report.exhausted_events = front.exhausted_events();
  report.identities_forgotten = back.duplicates().forgotten();
  report.stopped = stopped();
  report.read_twice = left_before_.has_value();
  return report;
}

}  // namespace sigrun::engine
