// Finds the values of a document that may be larger than memory, in any envelope, and continues
// after unreadable ones. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/event/examiner.h"
#include "runtime/event/json/cut.h"
#include "runtime/event/json/input.h"
#include "runtime/event/json/structural_index.h"
#include "runtime/event/outcomes.h"
#include "runtime/event/repair/resync.h"

namespace sigrun::event {

class Splitter {
 public:
  Splitter(Examiner& examiner, Outcomes& outcomes, const Limits& limits);

  // Starts a document.
  void Begin();
  // Reads the complete values in data[0, size), which is at `offset` in the file and is followed by
  // kPadding readable bytes, the first of them NUL. Returns the number of consumed bytes; the rest
  // must be passed again with more input after it. `final`: there is no more input.
  size_t Read(const char* data, size_t size, uint64_t offset, bool final);
  // Nothing is open: what follows does not depend on what was read.
  bool between_records() const { return state_ == State::kTop && !resync_.active(); }
  // A whole document from a carrier at `offset` with that flaw.
  void ReadPayload(const char* data, size_t size, uint64_t offset, std::string_view flaw);

 private:
  enum class State : uint8_t {
    kTop,           // between values at top level
    kElement,       // in an array of records, before one
    kAfterElement,  // after one
    kMember,        // in an object that is read member by member, between two of them
  };
  // The indexed part of the data.
  struct Stretch {
    size_t size = 0;
    bool to_end = false;                  // only more input helps, not more of the data
    size_t line_end = StringScan::kNone;  // a line end in the string that comes next
  };
  enum class Next : uint8_t { kGoOn, kMoreData };

  size_t ReadOn(const char* data, size_t size, bool final, Next& next);
  size_t ReadStretch(const char* text, size_t available, bool final, Next& next);
  Stretch Index(const char* text, size_t available, bool final);
  size_t AtEnd(const char* text, uint32_t token, size_t begin, size_t available, bool final,
               Next& next);
  void Finish(bool at_end);

  // Each continues at the token and advances it past the read text.
  WalkResult Values(uint32_t& token);
  WalkResult Top(uint32_t& token);
  WalkResult TopObject(uint32_t& token);
  WalkResult Element(uint32_t& token);
  WalkResult AfterElement(uint32_t& token);
  WalkResult Member(uint32_t& token);

  WalkResult MemberEnd(uint32_t token);
  bool IsFraming(uint32_t object, WalkResult& result);
  bool HoldsArray(uint32_t object);
  bool OpensArray(uint32_t key) const;
  void OpenObject(uint32_t object);
  void CloseObject();
  void OpenArray(const ContainerSpec* container);
  void CloseArray();
  void CountCarrier();
  void AddToRest(std::string_view key, uint32_t begin, uint32_t end);

  void Fail(RejectReason reason, const char* problem, size_t begin, size_t at, size_t suspect);
  size_t Truncated(std::string_view rest, size_t begin);
  void StartResync(size_t error);
  void Resume();

  Examiner& examiner_;
  Outcomes& outcomes_;
  const size_t chunk_bytes_, record_bytes_;
  StructuralIndex index_;
  Input input_;
  Resync resync_;
  State state_ = State::kTop;
  // The object that is read member by member.
  bool in_object_ = false;
  uint64_t object_offset_ = 0,
           object_record_ = 0;  // where it begins, the number of its first record
  bool own_keys_ = false;       // it has keys that its vendor does not use
  std::string rest_;            // its members without the arrays of records
  // The array that is read element by element.
  const ContainerSpec* container_ = nullptr;
  uint64_t elements_ = 0;                     // so far
  std::string first_key_;                     // of its records
  std::vector<std::string_view> first_keys_;  // it, or any that may be, as long as none is known
  bool counted_ = false;  // the object, or the array outside of one, counts as a carrier already
  size_t window_;         // how much to index at once
};

}  // namespace sigrun::event
