// The inside of a scanner, which the command line uses as well.
#pragma once

#include <optional>
#include <string>

#include "api/alert_source.h"
#include "api/guard.h"
#include "api/rules_impl.h"
#include "engine/scan.h"
#include "runtime/event/decoder.h"
#include "runtime/io/input.h"
#include "sigrun/scanner.h"

namespace sigrun {

// Passes alerts on, and stores exceptions of the sink.
class SinkAdapter final : public engine::AlertSink {
 public:
  SinkAdapter(const Rules& rules, Sink& sink) : rules_(rules), sink_(sink) {}

  Status OnAlert(const alert::Alert& alert) override;
  bool failed() const { return failed_; }

 private:
  const Rules& rules_;
  Sink& sink_;
  bool failed_ = false;
};

struct Scanner::Impl {
  Impl(Rules with, const ScanOptions& from, Sink& to);

  const exec::LoadedProgram& program() const { return *rules.impl()->program; }
  Outcome Open(engine::Arrival arrival);
  Outcome OpenFeed();
  // ScanFiles, of inputs that were found.
  Outcome Scan(const io::InputSet& inputs, const ScanHooks& hooks);
  Outcome Save(std::string& bytes);
  // The failure of the engine, if it has one.
  Outcome FailureOf(const Status& status) const;

  enum class State { kReady, kReading, kFinished };

  Rules rules;
  engine::Options options;
  ScanOptions::Order order;
  SinkAdapter sink;
  std::optional<engine::Pipeline> pipeline;
  std::optional<event::Decoder> decoder;
  std::optional<std::string> loaded;  // the state to go on with
  bool saved = false;
  engine::ScanResult result;
  State state = State::kReady;
  Outcome failure;

  // Does one call, `work(impl)`: refuses it after a failure, in a wrong state, and keeps a new
  // failure. Without `impl` there was no memory to make it.
  template <class Work>
  static Outcome Call(Impl* impl, State wanted, const char* misuse, Work work) noexcept {
    if (impl == nullptr) return {Failure::kOutOfMemory, {}};
    return Guarded([&]() -> Outcome {
      if (!impl->failure.ok()) return impl->failure;
      if (impl->state != wanted) return {Failure::kMisuse, misuse};
      Outcome outcome = Guarded([&] { return work(*impl); });
      if (!outcome.ok() && outcome.failure() != Failure::kMisuse) impl->failure = outcome;
      return outcome;
    });
  }
};

}  // namespace sigrun
