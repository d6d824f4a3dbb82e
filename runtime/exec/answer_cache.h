// Remembers what costly atoms answered for recent values of the one slot they look at. User agents,
// addresses and role names come again and again; searching them again would give the same answer.
//
// A cache only saves work: an entry is used for the very bytes it was made from, and an atom is
// cached only if its code reads nothing but that slot. Fixed in size; nothing is allocated per
// event.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::exec {

// Which atoms are worth remembering, and where their answers lie. Of a program, shared by threads.
class CachePlan {
 public:
  struct Place {
    static constexpr uint32_t kNone = UINT32_MAX;
    uint32_t cache = kNone;  // which of the caches
    uint32_t answer = 0;     // which of its answers
  };
  struct Cache {
    uint32_t slot = 0;
    uint32_t answers = 0;  // for each value of the slot
  };

  CachePlan() = default;  // nothing is remembered
  explicit CachePlan(const program::Program& program);

  const std::vector<std::pair<uint32_t, Place>>& atoms() const { return atoms_; }
  const std::vector<Cache>& caches() const { return caches_; }

 private:
  std::vector<std::pair<uint32_t, Place>> atoms_;
  std::vector<Cache> caches_;
};

enum class Answer : uint8_t { kUnknown, kNo, kYes };

// The answers for the values of one slot. Of one thread.
class AnswerCache {
 public:
  explicit AnswerCache(const CachePlan::Cache& plan);

  // The answers for `text`, to be read and filled in: valid until the next call. Null if this value
  // is not to be remembered. `event`, never 0, tells one event from the next, whose value may
  // differ.
  Answer* For(std::string_view text, uint32_t event) {
    if (event != event_) {
      current_ = Find(text);
      event_ = event;
    }
    return current_;
  }

  // Events are counted anew.
  void ForgetEvent() { event_ = 0; }

 private:
  static constexpr size_t kLongest = 240;  // bytes of text that is remembered
  static constexpr size_t kMemory = size_t{256} << 10;
  // Every so many look-ups it is seen whether values repeat; if they do not, the cache rests.
  static constexpr uint32_t kTrial = 1024, kRest = 64 * kTrial;

  struct Entry {
    uint64_t hash = 0;
    uint32_t size = 0;
    bool used = false;
    std::array<char, kLongest> text;
  };

  Answer* Find(std::string_view text);
  bool Resting();

  uint32_t width_;  // answers of an entry
  uint32_t event_ = 0;
  Answer* current_ = nullptr;
  uint32_t looked_up_ = 0, found_ = 0, rest_ = 0;
  std::vector<Entry> entries_;  // a power of two
  std::vector<Answer> answers_;
};

}  // namespace sigrun::exec
