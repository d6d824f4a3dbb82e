#include "sigrun/scanner.h"

#include "api/scanner_impl.h"
#include "base/processors.h"

namespace sigrun {
namespace {

using State = Scanner::Impl::State;

Timestamp TimestampOf(Time time) { return {time.time_since_epoch().count()}; }

event::Payloads PayloadsOf(Payloads payloads) {
  switch (payloads) {
    case Payloads::kAuto:
      return event::Payloads::kAuto;
    case Payloads::kNever:
      return event::Payloads::kNever;
    case Payloads::kAlways:
      return event::Payloads::kAlways;
  }
  return event::Payloads::kAuto;
}

engine::Carry CarryOf(Leave leave) {
  switch (leave) {
    case Leave::kNothing:
      return engine::Carry::kNothing;
    case Leave::kUnsettled:
      return engine::Carry::kUnsettled;
    case Leave::kSettled:
      return engine::Carry::kSettled;
  }
  return engine::Carry::kNothing;
}

engine::Options OptionsOf(const ScanOptions& from) {
  engine::Options options;
  options.carry = CarryOf(from.leave);
  options.lateness = Duration{from.lateness.count()};
  if (from.since) options.since = TimestampOf(*from.since);
  if (from.until) options.until = TimestampOf(*from.until);
  options.any_source = from.any_source;
  options.deduplicate = from.deduplicate;
  options.dedup_field = from.dedup_field;
  for (const std::string& field : from.time_fields)
    options.time_fields.push_back(engine::FieldPath(field));
  options.payloads = PayloadsOf(from.payloads);
  options.strict_input = from.strict_input;
  options.SetMemory(std::max<uint64_t>(from.memory, uint64_t{1} << 20));
  options.threads = from.threads == 0 ? UsableProcessors() : from.threads;
  return options;
}

}  // namespace

Status SinkAdapter::OnAlert(const alert::Alert& alert) {
  const Alert made = PublicAlert(alert, rules_);
  const Outcome outcome = Guarded([&] { return sink_.OnAlert(made); });
  if (outcome.ok()) return Ok();
  failed_ = true;
  return Error{outcome.message().empty() ? "the sink failed" : outcome.message()};
}

Scanner::Impl::Impl(Rules with, const ScanOptions& from, Sink& to)
    : rules(std::move(with)), options(OptionsOf(from)), order(from.order), sink(rules, to) {}

Outcome Scanner::Impl::Open(engine::Arrival arrival) {
  pipeline.emplace(program(), options, sink, arrival);
  decoder.emplace(engine::Pipeline::LayoutOf(program(), options), options.event_limits, *pipeline);
  if (!loaded) return {};
  const Status status = pipeline->LoadState(*loaded);
  loaded.reset();
  return status.ok() ? Outcome() : Outcome(Failure::kState, status.error().message);
}

Outcome Scanner::Impl::OpenFeed() {
  if (pipeline) return {};
  return Open(order == ScanOptions::Order::kStream ? engine::Arrival::kStream
                                                   : engine::Arrival::kOnce);
}

Outcome Scanner::Impl::Scan(const io::InputSet& inputs, const ScanHooks& hooks) {
  return Call(this, State::kReady, "an input is open, or the scanner is finished",
              [&](Impl&) -> Outcome {
                if (pipeline) return {Failure::kMisuse, "use a separate scanner for ScanFiles"};
                if (Outcome opened = Open(engine::ArrivalOf(inputs)); !opened.ok()) return opened;
                result = engine::Scan(inputs, program(), options, *pipeline,
                                      {hooks.progress, hooks.pause, hooks.stop, hooks.wake});
                state = State::kFinished;
                if (Outcome failed = FailureOf(pipeline->status()); !failed.ok()) return failed;
                if (result.file_errors.empty()) return {};
                return {Failure::kInput, result.file_errors.front().message};
              });
}

Outcome Scanner::Impl::Save(std::string& bytes) {
  if (!failure.ok() && failure.failure() != Failure::kInput) return failure;
  if (state != State::kFinished) return {Failure::kMisuse, "call Finish or ScanFiles first"};
  if (options.carry == engine::Carry::kNothing || saved)
    return {Failure::kMisuse, "SaveState needs ScanOptions::leave, and works once"};
  saved = true;
  auto made = pipeline->SaveState();
  if (!made.ok()) return {Failure::kState, made.error().message};
  bytes = std::move(*made);
  return {};
}

Outcome Scanner::Impl::FailureOf(const Status& status) const {
  if (status.ok()) return {};
  return {sink.failed() ? Failure::kSink : Failure::kNoRoom, status.error().message};
}

Scanner::Scanner(Rules rules, const ScanOptions& options, Sink& sink) noexcept {
  try {
    auto impl = std::make_unique<Impl>(std::move(rules), options, sink);
    if (!impl->rules.usable())
      impl->failure = Outcome(Failure::kRules, impl->rules.outcome().message());
    impl_ = std::move(impl);
  } catch (...) {
    impl_.reset();  // out of memory: without it, every call reports that
  }
}
Scanner::~Scanner() = default;

Outcome Scanner::Begin(std::string_view name) noexcept {
  return Impl::Call(impl_.get(), State::kReady, "an input is open, or the scanner is finished",
                    [&](Impl& impl) -> Outcome {
                      if (Outcome opened = impl.OpenFeed(); !opened.ok()) return opened;
                      impl.decoder->Begin(impl.pipeline->BeginFile(std::string(name)));
                      impl.state = State::kReading;
                      return {};
                    });
}

Outcome Scanner::Feed(std::string_view bytes) noexcept {
  return Impl::Call(impl_.get(), State::kReading, "call Begin first", [&](Impl& impl) {
    impl.decoder->Feed(bytes);
    return impl.FailureOf(impl.pipeline->status());
  });
}

Outcome Scanner::Flush() noexcept {
  return Impl::Call(impl_.get(), State::kReading, "call Begin first", [&](Impl& impl) {
    impl.decoder->Flush();
    return impl.FailureOf(impl.pipeline->status());
  });
}

Outcome Scanner::End() noexcept {
  return Impl::Call(impl_.get(), State::kReading, "call Begin first", [&](Impl& impl) {
    impl.decoder->End();
    impl.state = State::kReady;
    return impl.FailureOf(impl.pipeline->status());
  });
}

Outcome Scanner::ScanFiles(const std::vector<std::string>& paths, const ScanHooks& hooks) noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  return Guarded([&] { return impl_->Scan(io::FindInputs(paths), hooks); });
}

Outcome Scanner::Seal(Time time) noexcept {
  return Impl::Call(
      impl_.get(), impl_ && impl_->state == State::kReading ? State::kReading : State::kReady,
      "the scanner is finished", [&](Impl& impl) -> Outcome {
        if (impl.order != ScanOptions::Order::kStream)
          return {Failure::kMisuse, "Seal needs Order::kStream; Finish evaluates a set"};
        if (Outcome opened = impl.OpenFeed(); !opened.ok()) return opened;
        impl.pipeline->Seal(TimestampOf(time));
        return impl.FailureOf(impl.pipeline->status());
      });
}

Outcome Scanner::Finish() noexcept {
  return Impl::Call(impl_.get(), State::kReady, "call End first, and Finish once",
                    [&](Impl& impl) -> Outcome {
                      if (Outcome opened = impl.OpenFeed(); !opened.ok()) return opened;
                      impl.state = State::kFinished;
                      return impl.FailureOf(impl.pipeline->Finish());
                    });
}

Outcome Scanner::LoadState(std::string_view bytes) noexcept {
  return Impl::Call(impl_.get(), State::kReady, "call LoadState before the first input",
                    [&](Impl& impl) -> Outcome {
                      if (impl.pipeline || impl.options.carry == engine::Carry::kNothing)
                        return {
                            Failure::kMisuse,
                            "LoadState needs ScanOptions::leave, and comes before the first input"};
                      impl.loaded.emplace(bytes);
                      return {};
                    });
}

Outcome Scanner::SaveState(std::string& bytes) noexcept {
  if (!impl_) return {Failure::kOutOfMemory, {}};
  return Guarded([&] { return impl_->Save(bytes); });
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
