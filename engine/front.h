// Computes everything about a record that depends only on it: its identity, the rules it matches,
// its feeds to stateful rules. One per thread; it shares nothing mutable.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/record/alert_maker.h"
#include "engine/record/duplicates.h"
#include "engine/record/handover.h"
#include "engine/record/identity.h"
#include "engine/record/options.h"
#include "runtime/event/event.h"
#include "runtime/exec/executor.h"

namespace sigrun::engine {

inline exec::Executor::Options ExecutorOptions(const Options& options) {
  return {options.any_source, options.only_rule};
}

// The kind of the ids in handovers.
enum class HandoverIds {
  // The name of the event.
  kNames,
  // Followed by the digest of the record: whether several records share the id is only known when
  // all have been seen.
  kWithDigests,
};

class Front final : private exec::MatchHandler {
 public:
  // The layout that a decoder must fill for this program.
  static event::Layout LayoutOf(const exec::LoadedProgram& program, const Options& options);

  // The program and the options must outlive it.
  Front(const exec::LoadedProgram& program, const Options& options, Comparison comparison,
        HandoverIds ids);

  // For each event: Identify, Begin, and Evaluate unless it is a copy. The event must live until
  // then. What they return is valid until the next event.
  //
  // The identity without its mark, to fetch from memory what is known of it.
  const Identity& Identify(const event::Event& event);
  // Finds the rules that may match the event, and completes the identity.
  const Identity& Begin();
  Handover Evaluate(const Verdict& verdict);

  // Of the last evaluated event.
  exec::EventResults results() const { return executor_.results(); }

 private:
  void OnMatch(uint32_t rule, exec::Evaluation& evaluation) override;
  void OnFeed(const program::Fed& fed, exec::Evaluation& evaluation) override;

  std::string_view Digest();
  std::string_view Name();
  std::string_view OrderId();
  std::string_view AlertKey();

  const exec::LoadedProgram& loaded_;
  const Options& options_;
  HandoverIds ids_;
  AlertMaker maker_;
  exec::Executor executor_;
  IdentityReader identities_;
  HandoverWriter writer_;
  // The current event. The texts are empty until they are requested.
  const event::Event* event_ = nullptr;
  const Identity* identity_ = nullptr;
  Verdict verdict_;
  std::string digest_, name_, order_id_, alert_key_;
};

}  // namespace sigrun::engine
