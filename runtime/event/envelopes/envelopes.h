// By which keys envelopes are recognised: arrays of values, places that may hold records, and
// notices that hold none. The table is envelopes.def, which says what a row means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/event/fields/probes.h"
#include "runtime/event/fields/walked.h"
#include "runtime/event/vocabulary/outcome.h"

namespace sigrun::event {

struct ContainerSpec {
  enum class How : uint8_t { kAlways, kAlone, kAmong };
  How how;
  std::vector<std::string_view> known;
  KeyPath path;

  bool Knows(std::string_view key) const;
};
const std::vector<ContainerSpec>& Containers();
// The container whose array stands at this key of an object, or nullptr.
const ContainerSpec* ContainerAt(std::string_view key);
// Whether a vendor writes this key into an object around records that is recognised by its array
// alone.
bool IsFramingKey(std::string_view key);
// Whether a key that begins so may be a framing key, or that of an array that is recognised by
// itself: most objects are records, whose first key is neither.
bool MayFrame(char first);

// Whether a member says that the object is a message of a log subscription about itself.
bool IsControl(std::string_view key, std::string_view value);

struct CarrierSpec {
  enum class Form : uint8_t { kText, kBase64 };
  Form form;
  std::vector<std::string_view> marks;   // keys beside it
  std::vector<std::string_view> within;  // keys of the array around it
  bool marked;                           // the place itself is a mark
  KeyPath path;
};
// Places are numbered from 1 in the order of the table.
const std::vector<CarrierSpec>& Carriers();

// The rows with the probes of one decoder.
class Envelopes {
 public:
  struct Container {
    const ContainerSpec& spec;
    Probe probe;
  };
  struct Carrier {
    const CarrierSpec& spec;
    Probe probe;
    uint8_t place;
  };

  // The first to ask for paths, so that the probes of containers follow one another.
  explicit Envelopes(ProbePaths& paths);

  const std::vector<Container>& containers() const { return containers_; }
  const std::vector<Carrier>& carriers() const { return carriers_; }
  bool HasContainer(const Probes& probes) const {
    return probes.HasAny(containers_.front().probe, containers_.size());
  }
  // Whether it is a message of a log subscription about itself.
  bool IsControl(const Walked& object) const;
  // What an object is that is neither a record nor an envelope.
  Classified Classify(const Walked& object) const;

 private:
  std::vector<Container> containers_;
  std::vector<Carrier> carriers_;
  Probe message_type_, detail_type_, s3_event_, event_source_;
  Probe sns_type_, sns_message_, sns_source_;
};

}  // namespace sigrun::event
