// Everything about a record that can be found out of it alone: its identity, which rules it
// matches, what it feeds to rules with state. One for each thread; it shares nothing that changes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/alert_maker.h"
#include "engine/duplicates.h"
#include "engine/handover.h"
#include "engine/identity.h"
#include "engine/options.h"
#include "runtime/event/event.h"
#include "runtime/exec/executor.h"

namespace sigrun::engine {

// What the ids in handovers are.
enum class HandoverIds {
  // What the event is called.
  kNames,
  // Followed by the digest of the record: whether several records bear the id is known only when
  // all have been seen.
  kWithDigests,
};

class Front final : private exec::MatchHandler {
 public:
  // What a decoder has to fill for this program.
  static event::Layout LayoutOf(const exec::LoadedProgram& program, const Options& options);

  // The program and the options must outlive it.
  Front(const exec::LoadedProgram& program, const Options& options, Comparison comparison,
        HandoverIds ids);

  // For each event: Identify, Begin, and Evaluate unless it is a copy. The event must live until
  // then. What they return is valid until the next event.
  //
  // The identity without its mark, to fetch from memory what is known of it.
  const Identity& Identify(const event::Event& event);
  // Finds the rules that may concern the event, and completes the identity.
  const Identity& Begin();
  Handover Evaluate(const Verdict& verdict);

  const std::vector<exec::RuleCounters>& counters() const { return executor_.counters(); }
  // Events on which some rule is undecided; and those of them that took too much memory.
  uint64_t undecided_events() const { return executor_.undecided_events(); }
  uint64_t exhausted_events() const { return executor_.exhausted_events(); }

 private:
  void OnMatch(uint32_t rule, exec::Evaluation& evaluation) override;
  void OnFeed(const program::Fed& fed, exec::Evaluation& evaluation) override;

  bool GivesAlerts(uint32_t rule) const;
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
  // The event that is being evaluated. The texts are empty until somebody asks for them.
  const event::Event* event_ = nullptr;
  const Identity* identity_ = nullptr;
  Verdict verdict_;
  std::string digest_, name_, order_id_, alert_key_;
};

}  // namespace sigrun::engine
