// Caches the results of costly atoms and shared values for recent contents of the one slot that
// they read. User agents, addresses and role names repeat; evaluating them again would give the
// same result.
//
// A cache only saves work: an entry is used only for exactly the bytes it was made from, and an
// atom or value is cached only if its code reads nothing but that slot. Fixed size.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"
#include "runtime/program/fwd.h"

namespace sigrun::exec {

// Which atoms and values are worth caching, and where. Belongs to a program; shared by threads.
class CachePlan {
 public:
  struct Place {
    static constexpr uint32_t kNone = UINT32_MAX;
    uint32_t cache = kNone;  // which of the caches
    uint32_t index = 0;      // which result, or which value, of an entry
    bool cached() const { return cache != kNone; }
  };
  // The contents of an entry for each content of the slot.
  struct Cache {
    uint32_t slot = 0;
    uint32_t answers = 0, values = 0;
  };

  CachePlan() = default;  // nothing is cached
  explicit CachePlan(const program::Program& program);

  // By the index of the atom, of the value.
  const std::vector<std::pair<uint32_t, Place>>& atoms() const { return atoms_; }
  const std::vector<std::pair<uint32_t, Place>>& values() const { return values_; }
  const std::vector<Cache>& caches() const { return caches_; }

 private:
  std::vector<std::pair<uint32_t, Place>> atoms_, values_;
  std::vector<Cache> caches_;
};

enum class Answer : uint8_t { kUnknown, kNo, kYes };

// A value that outlives its event. Lists, objects and long texts, even if computed from a short
// one, are not kept.
class KeptValue {
 public:
  // Null while nothing is kept.
  const Value* get() const { return known_ ? &value_ : nullptr; }
  void Keep(const Value& value);
  void Forget() { known_ = false; }

 private:
  static constexpr uint32_t kLongest = 1024;  // bytes

  bool known_ = false;
  Value value_;
  std::string text_;
};

// The cached results for one content of a slot, to be read and filled in.
struct Memory {
  Answer* answers = nullptr;
  KeptValue* values = nullptr;
};

// The cache for the contents of one slot. Belongs to one thread.
class AnswerCache {
 public:
  explicit AnswerCache(const CachePlan::Cache& plan);

  // The entry for `text`, valid until the next call; null if it is not cached. `event`, never 0,
  // distinguishes events, whose text may differ.
  const Memory* For(std::string_view text, uint32_t event) {
    if (event != event_) {
      remembered_ = Find(text);
      event_ = event;
    }
    return remembered_ ? &current_ : nullptr;
  }

  // The event counter restarts.
  void ForgetEvent() { event_ = 0; }

 private:
  static constexpr size_t kLongest = 240;  // maximum length of cached text
  static constexpr size_t kMemory = size_t{512} << 10;
  // At these intervals the cache checks whether values repeat; if they do not, it pauses.
  static constexpr uint32_t kTrial = 1024, kRest = 64 * kTrial;

  struct Entry {
    uint64_t hash = 0;
    uint32_t size = 0;
    bool used = false;
    std::array<char, kLongest> text;
  };

  // Sets current_; false if the text is not cached.
  bool Find(std::string_view text);
  bool Resting();

  const CachePlan::Cache plan_;
  uint32_t event_ = 0;
  bool remembered_ = false;
  Memory current_;
  uint32_t looked_up_ = 0, found_ = 0, rest_ = 0;
  std::vector<Entry> entries_;  // a power of two
  std::vector<Answer> answers_;
  std::vector<KeptValue> values_;
};

}  // namespace sigrun::exec
