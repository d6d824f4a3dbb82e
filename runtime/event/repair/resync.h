// Resynchronises after an unreadable record: drops bytes until one that plausibly begins the next
// record. Resumable, one pass, independent of the pieces. Private to runtime/event.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::event {

class Resync {
 public:
  enum class Found : uint8_t {
    kNothing,
    kTop,           // at a value at top level
    kElement,       // at a record in an array
    kAfterElement,  // after the end of the bad record, in an array
  };

  // Outside arrays: to the next line that begins with { or [, or to what looks like the beginning
  // of a record `error` bytes or more after the beginning: }{" or { and one of the keys.
  void BeginTop(std::span<const std::string_view> first_keys, size_t error);
  // In an array, at the beginning of what is bad: to its end if its brackets and quotes add up, or
  // else to a record that begins with one of the keys, `error` bytes or more after
  // the beginning (before that only where the brackets do not add up).
  void BeginInArray(std::span<const std::string_view> first_keys, size_t error);
  void Stop() { mode_ = Mode::kIdle; }

  bool active() const { return mode_ != Mode::kIdle; }
  // Scans the next bytes and returns how many of them to drop. If active() afterwards, the rest
  // must be passed again with more input after it.
  size_t Advance(std::string_view text, bool final);
  Found found() const { return found_; }

 private:
  enum class Mode : uint8_t { kIdle, kTop, kArray };
  enum class Match : uint8_t { kNo, kYes, kNeedMore };

  size_t AdvanceTop(std::string_view text, bool final);
  size_t AdvanceInArray(std::string_view text, bool final);
  Match MatchesRecord(std::string_view text, bool final) const;
  Match EndsRecord(std::string_view text, bool final) const;
  Match EndsScalar(std::string_view text, bool final) const;
  Match Count(std::string_view text, bool final);
  size_t RecordOnLine(std::string_view line) const;
  size_t Drop(size_t size);
  size_t Finish(Found found, size_t size);
  void SetKeys(std::span<const std::string_view> first_keys);

  Mode mode_ = Mode::kIdle;
  Found found_ = Found::kNothing;
  size_t error_ = 0;                 // bytes to go until the error
  std::vector<std::string> begins_;  // "key" in quotes
  bool started_ = false;             // the first byte has been seen
  bool bracketed_ = false;           // it was a bracket
  bool counting_ = false;
  bool in_string_ = false, escaped_ = false;
  size_t depth_ = 0;
};

}  // namespace sigrun::event
