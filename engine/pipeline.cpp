#include "engine/pipeline.h"

#include <algorithm>

#include "engine/back.h"
#include "engine/carry/saved_run.h"
#include "runtime/program/program.h"
#include "runtime/state/order/latest_records.h"
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
      : front(pipeline.loaded_, pipeline.options_, ComparisonOf(pipeline), Ids(pipeline)),
        back(pipeline.loaded_, pipeline.options_, pipeline.sink_,
             {Ids(pipeline), OrderOf(pipeline), pipeline.left_before_,
              pipeline.arrival_ == Arrival::kOneFile, ComparisonOf(pipeline)}) {
    using state::StreamClock;
    const bool stream = pipeline.arrival_ == Arrival::kStream;
    if (stream || pipeline.carries())
      clock.emplace(pipeline.options_.lateness,
                    stream ? StreamClock::kJumpSupport : StreamClock::kSupport);
    if (!stream && pipeline.carries()) latest.emplace();
  }
  static Comparison ComparisonOf(const Pipeline& pipeline) {
    if (pipeline.carries()) return Comparison::kCarried;
    return pipeline.exact_ ? Comparison::kCanonical : Comparison::kBytes;
  }
  static AlertOrder OrderOf(const Pipeline& pipeline) {
    const bool late = pipeline.arrival_ == Arrival::kStream || pipeline.carries();
    return late ? AlertOrder::kAnyTime : AlertOrder::kByTime;
  }
  static HandoverIds Ids(const Pipeline& pipeline) {
    return pipeline.NamesFollow() ? HandoverIds::kWithDigests : HandoverIds::kNames;
  }

  Front front;
  Back back;
  std::optional<state::StreamClock> clock;     // of a stream, and of runs that carry state
  std::optional<state::LatestRecords> latest;  // of files: what the clock will be shown
  std::optional<Timestamp> newest;             // of a single file
  Timestamp sealed{INT64_MIN};                 // older events have been evaluated
  Timestamp told{INT64_MIN};  // by Seal or by an earlier run: older events are late
};

Pipeline::Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
                   Arrival arrival)
    : loaded_(program),
      options_(options),
      sink_(sink),
      arrival_(arrival),
      exact_(arrival == Arrival::kStream || arrival == Arrival::kOnce || options.rule_test ||
             carries()) {
  if (carries() && arrival_ == Arrival::kOneFile) arrival_ = Arrival::kFiles;
  run_ = std::make_unique<Run>(*this);
}
Pipeline::~Pipeline() = default;

uint32_t Pipeline::BeginFile(const std::string& name, bool other_log) {
  other_log_ = other_log;
  const uint32_t number = run_->back.file_count();
  run_->back.BeginFile(name);
  return number;
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

std::unique_ptr<Front> Pipeline::MakeFront() const {
  return std::make_unique<Front>(loaded_, options_, Run::ComparisonOf(*this), Run::Ids(*this));
}

Verdict Pipeline::VerdictAlone(const event::Event& event) const {
  Verdict verdict;
  verdict.late = event.timed && run_->clock && event.time < run_->told;
  return verdict;
}

void Pipeline::OnEvent(const event::Event& event) {
  if (must_restart()) return;
  Run& run = *run_;
  // The data of the identity is prefetched while the rules are found.
  run.back.Prefetch(run.front.Identify(event));
  const Identity& identity = run.front.Begin();
  const uint64_t clock_mark = run.clock ? ClockMark(event, identity) : 0;
  const std::optional<Verdict> verdict = Judge(event, identity, clock_mark);
  if (!verdict || verdict->copy) return;
  const Handover handover = run.front.Evaluate(*verdict);
  run.back.Count(run.front.results());
  run.back.Take(handover, *verdict);
  if (run.clock && !run.latest) Follow(run.clock->ready());
}

void Pipeline::OnEvaluated(const Evaluated& record) {
  if (must_restart()) return;
  Run& run = *run_;
  const std::optional<Verdict> verdict = Judge(record.event, record.identity, record.clock_mark);
  if (!verdict || verdict->copy) return;
  run.back.Count(record.results);
  Handover handover = record.handover;
  if (verdict->differs) handover.id = handover.alert_key;
  run.back.Take(handover, *verdict);
}

std::optional<Verdict> Pipeline::Judge(const event::Event& event, const Identity& identity,
                                       uint64_t clock_mark) {
  Run& run = *run_;
  last_ = event.origin;
  Verdict verdict = run.back.See(event, identity);
  if (verdict.differs && !exact_) {
    copies_differ_ = true;
    RestartAt(event.origin);
    return {};
  }
  if (!verdict.copy && event.timed && !Place(event, clock_mark, verdict.late)) return {};
  run.back.Admit(event, verdict);
  return verdict;
}

bool Pipeline::Place(const event::Event& event, uint64_t clock_mark, bool& late) {
  Run& run = *run_;
  if (run.clock) {
    late = event.time < run.told || (!run.latest && run.clock->IsLate(event.time));
    // The records from a carrier move the clock.
    if (late || event.carrier) return true;
    if (run.latest)
      run.latest->Add(event.time, clock_mark, event.origin);
    else
      run.clock->Observe(event.time, clock_mark, event.origin);
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

Status Pipeline::Finish() {
  Run& run = *run_;
  if (run.latest) run.latest->Show(*run.clock);
  switch (options_.carry) {
    case Carry::kNothing:
      return run.back.Finish();
    case Carry::kUnsettled:
      Follow(run.clock->ready());
      return run.back.status();
    case Carry::kSettled: {
      const Status finished = run.back.Finish();
      if (!run.back.pieces().empty())
        run.sealed = std::max(run.sealed, run.back.pieces().FindBody().end);
      return finished;
    }
  }
  return Ok();
}

Status Pipeline::LoadState(std::string_view bytes) {
  SIGRUN_CHECK(carries());
  auto state = UnwrapState(bytes, FlagsOf(options_));
  if (!state.ok()) return state.error();
  Run& run = *run_;
  ArchiveReader from(state->archive, static_cast<uint32_t>(state->files.size()));
  Timestamp sealed;
  from(*run.clock, sealed);
  const bool possible = sealed == Timestamp{INT64_MIN} || IsPlausible(sealed);
  if (!from.Require(possible, "a time is impossible")) return Error{from.failure()};
  auto loaded = run.back.Load(from, std::move(state->files), sealed);
  if (!loaded.ok()) return loaded.error();
  if (from.remaining() != 0) return Error{"bytes are left over"};
  run.sealed = run.told = sealed;
  carry_.loaded = true;
  carry_.rules = std::move(loaded->rules);
  carry_.waited = loaded->waiting.events;
  if (sealed != Timestamp{INT64_MIN}) carry_.from = sealed;
  return Ok();
}

Result<std::string> Pipeline::SaveState() {
  SIGRUN_CHECK(carries());
  Run& run = *run_;
  FileTable table(run.back.files());
  const Renumber files = [&table](uint32_t file) { return table.NumberOf(file); };
  ArchiveWriter to(&files);
  to(*run.clock, run.sealed);
  auto left = run.back.Save(to, files);
  if (!left.ok()) return left.error();
  carry_.left = *left;
  if (run.sealed != Timestamp{INT64_MIN}) carry_.until = run.sealed;
  return WrapState(FlagsOf(options_), table.files(), std::move(to).Take());
}

const Ledger& Pipeline::ledger() const { return std::as_const(run_->back).ledger(); }
uint64_t Pipeline::alerts() const { return run_->back.outlet().alerts(); }
uint64_t Pipeline::undecided_events() const { return run_->back.undecided_events(); }

TimeReport Pipeline::ReportTimes() const {
  TimeReport times;
  times.out_of_order = out_of_order_;
  times.spilled_bytes = run_->back.spilled_bytes();
  if (run_->clock && !carries()) {
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
  const Back& back = run_->back;
  RunReport report;
  report.files = back.files();
  report.ledger = back.ledger();
  report.times = ReportTimes();
  const std::vector<exec::RuleCounters> counters = back.Counters();
  for (uint32_t rule = 0; rule < counters.size(); ++rule) {
    const exec::RuleCounters& records = counters[rule];
    report.rules.push_back({records, back.state_stats(rule),
                            records.undecided + back.undecided(rule), back.outlet().alerts(rule),
                            back.outlet().cut(rule), back.suppressor().suppressed(rule),
                            back.suppressor().forgotten(rule)});
  }
  report.alerts_outside = back.outlet().outside();
  report.undecided_events = back.undecided_events();
  report.exhausted_events = back.exhausted_events();
  if (carries()) report.carry = carry_;
  report.identities_forgotten = back.duplicates().forgotten();
  report.stopped = stopped();
  report.read_twice = left_before_.has_value();
  return report;
}

}  // namespace sigrun::engine
