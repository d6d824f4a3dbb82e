// What an event leaves for the ordered stage, as bytes: what it feeds to stateful rules, and alerts
// that must first pass suppression. Each value of the event is written once, however many rules it
// feeds. The bytes are for the process that wrote them: they hold numbers as the machine does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/arena.h"
#include "runtime/alert/alert.h"
#include "runtime/exec/vm.h"
#include "runtime/program/feed.h"

namespace sigrun::engine {

// An alert of a single-event rule on its way to the suppressor. Names of values come from the rule.
struct PendingAlert {
  uint32_t rule = 0;
  program::Level level = program::Level::kMedium;
  std::string message;
  bool cut = false;  // some of its text was
  std::vector<alert::Datum> values;
  std::string suppress_key;
  std::string alert_key;  // what the alert's id is made from: see AlertMaker
};

class HandoverWriter {
 public:
  // The program must outlive the writer.
  explicit HandoverWriter(const exec::LoadedProgram& program);

  // An event begins.
  void Begin();
  // `vm` holds the event.
  void Add(const program::Fed& fed, exec::Vm& vm);
  void Add(const PendingAlert& pending);
  bool empty() const { return empty_; }
  // The event ends. What it is known by when it is put in order stands last.
  void End(std::string_view id) { AddBytes(id); }
  // Valid until the next Begin.
  std::string_view bytes() const { return {buffer_.data(), size_}; }

 private:
  void AddValue(uint32_t index, const Value& value);
  void AddBytes(std::string_view bytes);
  void AddText(std::string_view text);
  char* Extend(size_t size);
  template <class T>
  void Put(const T& pod);

  const exec::LoadedProgram& program_;
  uint64_t event_ = 0;
  std::vector<uint64_t> written_;  // for each of Program::values, the last event it was written for
  bool empty_ = true;
  std::vector<char> buffer_;  // holds size_ bytes, and room for more
  size_t size_ = 0;
  std::string list_;
};

class HandoverReader {
 public:
  using Entry = std::variant<program::Feed, PendingAlert>;

  // The program must outlive the reader.
  explicit HandoverReader(const program::Program& program);

  // Starts on what a HandoverWriter of the same program wrote, without the id at its end; it must
  // outlive the reading.
  void Open(std::string_view handover);
  // The next entry; nothing at the end. A feed's values are valid until the next call.
  std::optional<Entry> Next();

 private:
  program::Feed TakeFeed();
  PendingAlert TakePending();
  void TakeValue();
  std::string_view TakeText();
  template <class T>
  T Take();
  std::span<const Value> Gather(const std::vector<uint32_t>& values, std::vector<Value>& out) const;

  const program::Program& program_;
  Arena arena_{SIZE_MAX};  // of lists: at most 24 bytes for each byte of a handover
  std::string_view rest_;
  std::vector<Value> values_;  // of Program::values; those that the handover's entries need
  std::vector<Value> group_, arguments_;
};

}  // namespace sigrun::engine
