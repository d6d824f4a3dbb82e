// The log sources of a layout: whose record an object is, when it happened and what identifies it.
// Private to runtime/event.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/log_source_id.h"
#include "runtime/event/readers.h"
#include "runtime/event/vocabulary/record_time.h"

namespace sigrun::event {

class Sources {
 public:
  Sources(const Layout& layout, ProbePaths& paths);

  // The source whose record the object is; not valid where no source recognises it.
  LogSourceId Recognise(const Walked& object, Certainty certainty) const {
    for (const Known& known : known_)
      if (std::visit([&](const auto& reader) { return reader.IsRecord(object, certainty); },
                     known.reader))
        return known.id;
    return {};
  }
  // The source that takes every other object; may not be valid.
  LogSourceId any() const { return any_; }

  RecordTime TimeOf(LogSourceId source, const Walked& record, Arena& arena) const;
  std::string_view IdOf(LogSourceId source, const Walked& record, Arena& arena) const;

  // What an object is that is not a record, as far as a source knows it.
  std::optional<Classified> Classify(const Walked& object) const;
  // Whether there were records in a text that cannot be read.
  bool MayHoldRecord(std::string_view text) const;
  // The keys that records begin with.
  const std::vector<std::string_view>& first_keys() const { return first_keys_; }

 private:
  struct Known {
    LogSourceId id;
    Reader reader;
  };
  struct Field {
    Probe probe;
    std::string name;
  };
  struct Record {
    std::vector<Field> time;
    bool guessed = false;  // the fields for the time are the usual ones
    std::vector<Probe> id;
  };

  std::vector<Known> known_;     // in the order of the layout
  std::vector<Record> records_;  // by LogSourceId
  Record other_;                 // of an object without a source
  LogSourceId any_;
  std::vector<std::string_view> first_keys_, hints_;
};

// What a field says of the time: text as ParseLogTime reads it, or a number since 1970, in seconds,
// milliseconds, microseconds or nanoseconds by its size.
RecordTime ReadTime(std::string_view field, const Value& value);

}  // namespace sigrun::event
