// What a decoder is asked for: the fields that a program reads, and the log sources it knows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_source_id.h"

namespace sigrun::event {

// The path of a field: keys from the record's root.
using Path = std::vector<std::string>;

// Where records have their time whose log source does not say it: the first that holds one.
inline constexpr std::string_view kUsualTimes[] = {"timestamp", "@timestamp", "time",
                                                   "eventTime", "Timestamp",  "ts"};

// The fields that a program reads: slot i is filled from slots[i].
struct SlotSpec {
  // Without keys: the list of all strings, numbers and booleans of the record, in the order in
  // which they stand there.
  Path path;
  friend auto operator<=>(const SlotSpec&, const SlotSpec&) = default;
};

// A log source as far as the decoder has to know it.
struct SourceSpec {
  std::string name;  // as rules name it: "aws.cloudtrail"
  // The name of the class that recognises its records, one of readers.h. Empty: an object that has
  // all of `keys`, with values other than null, is a record.
  std::string reader;
  std::vector<std::string> keys;
  // Where its records have their time: the first path that is there, and not null, counts. Empty:
  // the first of the usual fields that holds a time.
  std::vector<Path> time;
  // What makes two records the same event: the first path that holds a string. Empty: nothing.
  std::vector<Path> id;

  // Whether every object that no other source recognises is a record.
  bool takes_any() const { return reader.empty() && keys.empty(); }
  friend bool operator==(const SourceSpec&, const SourceSpec&) = default;
};

// What of an event's own text is opened in search of records.
enum class Payloads : uint8_t {
  kAuto,  // the places of a vendor's envelope, told by its fixed keys; elsewhere complete records
  kNever,
  kAlways,  // every known place
};

struct Layout {
  std::vector<SlotSpec> slots;
  // By LogSourceId. A record is of the first source that recognises it.
  std::vector<SourceSpec> sources;
  // Objects that are neither records nor known envelopes are events of the source that takes any
  // object. Otherwise they are reported as not events.
  bool accept_any = false;
  Payloads payloads = Payloads::kAuto;
  // Where such events have their time: the first path that is there counts. Empty: as their source
  // says.
  std::vector<Path> time_fields;
};

}  // namespace sigrun::event
