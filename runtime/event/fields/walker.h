// Walks one JSON value along the path trie: fills the slots, records the probes, checks the grammar
// of everything it passes. Private to runtime/event.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "runtime/event/fields/path_trie.h"
#include "runtime/event/fields/shapes.h"
#include "runtime/event/fields/slots.h"
#include "runtime/event/json/structural_index.h"
#include "runtime/event/json/walk_result.h"
#include "runtime/event/vocabulary/limits.h"

namespace sigrun::event {

class Walker {
 public:
  // A record with more tokens (brackets, commas, colons, keys and values) is too large. This bounds
  // the lists of its slots, so that no rule decides whether a record can be read.
  static constexpr uint32_t kMostTokens = 2'000'000;

  Walker(const std::vector<SlotSpec>& slots, const ProbePaths& probes, const Limits& limits);

  // Walks the object at the token as a record: afterwards slots() and probes() describe it, while
  // its text exists and until the next call. Bytes inside strings are not checked: a bad escape is
  // left unchanged.
  WalkResult Record(const TokenView& view, uint32_t token);
  // Walks any value without examining it; leaves slots() and probes() unchanged.
  WalkResult Skip(const TokenView& view, uint32_t token);

  std::span<const Value> slots() const { return slots_.values().first(slot_count_); }
  const Probes& probes() const { return probes_; }
  // Counts the calls of Record().
  uint32_t record() const { return record_; }
  Arena& arena() { return arena_; }

 private:
  // An open object or array.
  struct Frame {
    uint32_t node;     // what to find in it
    uint32_t capture;  // the node whose slots receive its text when it closes, or kNothing
    uint32_t begin;    // its token
    uint16_t joined;   // dots in the keys that led here
    bool object;
    bool in_array;  // some array on the way here: values are added to lists
  };
  // When a node was last reached outside arrays, and how.
  struct Visit {
    uint32_t record = 0;
    uint16_t joined = 0;
  };
  struct Child {
    uint32_t node;
    uint16_t joined;
  };

  WalkResult Learn(const TokenView& view, uint32_t token);
  bool Replay(const TokenView& view, uint32_t token, WalkResult& result);
  void Do(const TokenView& view, uint32_t token, const Shapes::Act& act);
  WalkResult Container(const TokenView& view, uint32_t token, uint32_t root);
  Child Member(const TokenView& view, const Frame& frame, uint32_t token);
  Child EscapedMember(const Frame& frame, const char* key, size_t size);
  Child Reach(const Frame& frame, const PathTrie::Edge& edge);
  Child Revisit(uint32_t node, uint16_t joined);
  Frame Open(const TokenView& view, uint32_t token, Child child, bool in_array);
  void OpenList(uint32_t node, bool in_array);
  void Note(uint32_t token, uint32_t node, bool in_array, const Frame& frame);
  void Close(const TokenView& view, const Frame& frame, uint32_t token);
  // `all`: the value belongs to the list of all scalars, too.
  void TakeString(const TokenView& view, uint32_t token, uint32_t node, bool in_array, bool all);
  void TakeScalar(const char* text, size_t size, uint32_t token, uint32_t node, bool in_array,
                  bool all);
  void FinishAll();
  void StoreText(const PathTrie::Node& node, Kind kind, std::string_view text, bool in_array);
  void Store(const PathTrie::Node& node, const Value& value, bool in_array);
  void NextRecord();

  PathTrie trie_;
  size_t slot_count_;
  uint32_t depth_;
  std::unique_ptr<Frame[]> frames_;
  std::vector<Visit> visits_;
  uint32_t record_ = 0;
  Slots slots_;
  Probes probes_;
  Arena arena_;
  std::vector<Value> all_;  // the scalars of the record, if a slot wants them
  const bool remember_;
  Shapes shapes_;
  bool noting_ = false;
  Shapes::Draft draft_;  // of the record that is walked, while it is noted
};

}  // namespace sigrun::event
