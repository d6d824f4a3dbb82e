#include "sigrun/scanner.h"

#include "api/alert_source.h"
#include "api/guard.h"
#include "engine/scan.h"
#include "runtime/event/decoder.h"

namespace sigrun {
namespace {

Timestamp TimestampOf(Time time) { return {time.time_since_epoch().count()}; }

engine::Options OptionsOf(const ScanOptions& from) {
  engine::Options options;
  options.lateness = Duration{from.lateness.count()};
  if (from.since) options.since = TimestampOf(*from.since);
  if (from.until) options.until = TimestampOf(*from.until);
  options.any_source = from.any_source;
  options.deduplicate = from.deduplicate;
  options.dedup_field = from.dedup_field;
  for (const std::string& field : from.time_fields)
    options.time_fields.push_back(engine::FieldPath(field));
  return options;
}

// Passes alerts on, and stores exceptions of the sink.
class SinkAdapter final : public engine::AlertSink {
 public:
  SinkAdapter(const Rules& rules, Sink& sink) : rules_(rules), sink_(sink) {}

  Status OnAlert(const alert::Alert& alert) override {
    const Alert made = PublicAlert(alert, rules_);
    const Outcome outcome = Guarded([&] { return sink_.OnAlert(made); });
    if (outcome.ok()) return Ok();
    failed_ = true;
    return Error{outcome.message().empty() ? "the sink failed" : outcome.message()};
  }
  bool failed() const { return failed_; }

 private:
  const Rules& rules_;
  Sink& sink_;
  bool failed_ = false;
};

enum class State { kReady, kReading, kFinished };

}  // namespace

struct Scanner::Impl {
  Impl(Rules with, const ScanOptions& from, Sink& to)
      : rules(std::move(with)), options(OptionsOf(from)), order(from.order), sink(rules, to) {}

  const exec::LoadedProgram& program() const { return *rules.impl()->program; }

  void Open(engine::Arrival arrival) {
    pipeline.emplace(program(), options, sink, arrival);
    decoder.emplace(engine::Pipeline::LayoutOf(program(), options), options.event_limits,
                    *pipeline);
  }
  void OpenFeed() {
    if (pipeline) return;
    Open(order == ScanOptions::Order::kStream ? engine::Arrival::kStream : engine::Arrival::kOnce);
  }

  // The failure of the engine, if it has one.
  Outcome FailureOf(const Status& status) const {
    if (status.ok()) return {};
    return {sink.failed() ? Failure::kSink : Failure::kNoRoom, status.error().message};
  }

  Rules rules;
  engine::Options options;
  ScanOptions::Order order;
  SinkAdapter sink;
  std::optional<engine::Pipeline> pipeline;
  std::optional<event::Decoder> decoder;
  engine::ScanResult result;
  State state = State::kReady;
  Outcome failure;

  // Does one call: refuses it after a failure, in a wrong state, and keeps a new failure.
  template <class Work>
  Outcome Call(State wanted, const char* misuse, Work work) noexcept {
    return Guarded([&]() -> Outcome {
      if (!failure.ok()) return failure;
      if (state != wanted) return {Failure::kMisuse, misuse};
      Outcome outcome = Guarded(work);
      if (!outcome.ok() && outcome.failure() != Failure::kMisuse) failure = outcome;
      return outcome;
    });
  }
};

Scanner::Scanner(Rules rules, const ScanOptions& options, Sink& sink) noexcept {
  try {
    auto impl = std::make_unique<Impl>(std::move(rules), options, sink);
    if (!impl->rules.usable())
      impl->failure = Outcome(Failure::kRules, impl->rules.outcome().message());
    impl_ = std::move(impl);
  } catch (...) {  // out of memory: without impl_, every call reports it
  }
}
Scanner::~Scanner() = default;

Outcome Scanner::Begin(std::string_view name) noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(State::kReady, "an input is open, or the scanner is finished", [&]() -> Outcome {
    impl.OpenFeed();
    impl.decoder->Begin(impl.pipeline->BeginFile(std::string(name)));
    impl.state = State::kReading;
    return {};
  });
}

Outcome Scanner::Feed(std::string_view bytes) noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(State::kReading, "call Begin first", [&] {
    impl.decoder->Feed(bytes);
    return impl.FailureOf(impl.pipeline->status());
  });
}

Outcome Scanner::Flush() noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(State::kReading, "call Begin first", [&] {
    impl.decoder->Flush();
    return impl.FailureOf(impl.pipeline->status());
  });
}

Outcome Scanner::End() noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(State::kReading, "call Begin first", [&] {
    impl.decoder->End();
    impl.state = State::kReady;
    return impl.FailureOf(impl.pipeline->status());
  });
}

Outcome Scanner::ScanFiles(const std::vector<std::string>& paths) noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(State::kReady, "an input is open, or the scanner is finished", [&]() -> Outcome {
    if (impl.pipeline) return {Failure::kMisuse, "use a separate scanner for ScanFiles"};
    const io::InputSet inputs = io::FindInputs(paths);
    impl.Open(engine::ArrivalOf(inputs));
    impl.result = engine::Scan(inputs, impl.program(), impl.options, *impl.pipeline);
    impl.state = State::kFinished;
    if (Outcome failed = impl.FailureOf(impl.pipeline->status()); !failed.ok()) return failed;
    if (impl.result.file_errors.empty()) return {};
    return {Failure::kInput, impl.result.file_errors.front().message};
  });
}

Outcome Scanner::Seal(Time time) noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(impl.state == State::kReading ? State::kReading : State::kReady,
                   "the scanner is finished", [&]() -> Outcome {
                     if (impl.order != ScanOptions::Order::kStream)
                       return {Failure::kMisuse,
                               "Seal needs Order::kStream; Finish evaluates a set"};
                     impl.OpenFeed();
                     impl.pipeline->Seal(TimestampOf(time));
                     return impl.FailureOf(impl.pipeline->status());
                   });
}

Outcome Scanner::Finish() noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  Impl& impl = *impl_;
  return impl.Call(State::kReady, "call End first, and Finish once", [&] {
    impl.OpenFeed();
    impl.state = State::kFinished;
    return impl.FailureOf(impl.pipeline->Finish());
  });
}

Counts Scanner::counts() const noexcept {
  Counts counts;
  if (!impl_ || !impl_->pipeline) return counts;
  const engine::Ledger& ledger = impl_->pipeline->ledger();
  counts.records = ledger.records();
  counts.evaluated = ledger.evaluated();
  counts.duplicate = ledger.duplicate();
  counts.late = ledger.late();
  counts.unordered = ledger.unordered();
  counts.rejected = ledger.rejected();
  counts.not_events = ledger.not_an_event();
  counts.without_time = ledger.untimed();
  counts.alerts = impl_->pipeline->alerts();
  counts.undecided = impl_->pipeline->undecided_events();
  return counts;
}

std::string Scanner::StatsJson() const noexcept {
  try {
    if (!impl_ || !impl_->pipeline) return {};
    return engine::StatsJson(impl_->result, impl_->pipeline->Report(), impl_->program().program());
  } catch (...) {
    return {};
  }
}

}  // namespace sigrun
