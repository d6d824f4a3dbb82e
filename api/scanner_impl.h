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

}  // namespace sigrun
