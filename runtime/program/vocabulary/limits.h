// The hard limits of a program, enforced by the verifier.
#pragma once

#include <cstdint>

#include "base/time/event_time.h"

namespace sigrun::program {

inline constexpr uint32_t kMaxRegisters = 1024;
inline constexpr uint32_t kMaxUnitSize = 1 << 20;
inline constexpr uint32_t kMaxCode = 1 << 24;
inline constexpr uint32_t kMaxConstants = 1 << 20;
inline constexpr uint32_t kMaxSlots = 1 << 16;
inline constexpr uint32_t kMaxAtoms = 1 << 20;
inline constexpr uint32_t kMaxValues = 1 << 20;
inline constexpr uint32_t kMaxSources = 64;
inline constexpr uint32_t kMaxSourceFields = 128;  // of all sources: keys, times and ids
inline constexpr uint32_t kMaxRules = 1 << 17;
inline constexpr uint32_t kMaxParams = 1 << 17;
inline constexpr uint32_t kMaxPathKeys = 64;  // of a slot, and of a time field
inline constexpr uint32_t kMaxTimeFields = 256;
inline constexpr uint32_t kMaxReferenceDepth = 64;  // nesting of atoms, values and rules
inline constexpr uint32_t kMaxAggregates = 64;      // of a rule, as all below
inline constexpr uint32_t kMaxFirstSeen = 64;
inline constexpr uint32_t kMaxBaselines = 64;
inline constexpr uint32_t kMaxSequenceSteps = 64;     // of all alternatives
inline constexpr uint32_t kMaxSequenceEvents = 128;   // of all steps, repetitions counted
inline constexpr uint32_t kMaxSequenceChoices = 256;  // ways to choose `at_least` of the steps
inline constexpr uint32_t kMaxCells = 1024;
inline constexpr uint32_t kMaxCaptures = 4096;
inline constexpr uint32_t kMaxGroup = 32;
inline constexpr uint32_t kMaxArguments = 32;  // of one first_seen
inline constexpr uint32_t kMaxExceptions = 1 << 16;
inline constexpr uint32_t kMaxAlertParts = 1024;  // of the message; and of the fields
inline constexpr uint32_t kMaxSuppressKeys = 32;
inline constexpr Duration kMaxHistory = Days(400);  // any duration
inline constexpr int64_t kMaxBaselineBins = 100'000;

}  // namespace sigrun::program
