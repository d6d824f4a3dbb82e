// Decides the kind of a JSON value of the input: a record, an envelope with records, a carrier of a
// payload, or none of these. Private to runtime/event.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/event/envelopes/envelopes.h"
#include "runtime/event/envelopes/payload.h"
#include "runtime/event/event.h"
#include "runtime/event/fields/walker.h"
#include "runtime/event/json/input.h"
#include "runtime/event/outcomes.h"
#include "runtime/event/sources.h"

namespace sigrun::event {

class Splitter;

// The location of a value.
struct Place {
  uint32_t nesting = 0;                   // arrays of values around it
  const ContainerSpec* within = nullptr;  // the innermost of them, where it is a known one
};

class Examiner {
 public:
  Examiner(const Layout& layout, const Limits& limits, Outcomes& outcomes);
  ~Examiner();

  // Walks the value at the token and, if its strings and brackets are closed properly, passes its
  // records to the outcomes. It has no effect if the result is not kDone.
  WalkResult Examine(const Input& input, uint32_t token, Place place) {
    return Examine(input, token, place, {});
  }
  // Finds the end of a value without examining it.
  WalkResult Skip(const Input& input, uint32_t token);
  // The elements of a skipped array, as values of the input.
  void Elements(const Input& input, uint32_t token, Place place);
  // The rest of an object without its arrays of records, as text: the object was already counted as
  // a carrier. `record`: the number of its first record.
  void Rest(std::string_view object, uint64_t offset, uint64_t record);
  // The keys that records begin with.
  const std::vector<std::string_view>& first_keys() const { return sources_.first_keys(); }

 private:
  struct Level;
  // A carrier whose event may still be reported.
  struct Carrying {
    bool counted = false;
    uint64_t record = 0;  // the number of the first record out of it
  };

  WalkResult Examine(const Input& input, uint32_t token, Place place, Carrying carrying);
  WalkResult EndOf(const Input& input, uint32_t token, const WalkResult& walked) const;
  static std::string Problem(const Input& input, const WalkResult& bad);
  void NoObject(const Input& input, uint32_t first, uint32_t last, Place place);
  void Object(const Input& input, uint32_t first, uint32_t last, Place place, Carrying carrying);
  void Single(const Input& input, uint32_t first, uint32_t last, Place place, Carrying carrying);
  void Repaired(const Input& input, uint32_t first, uint32_t last, const std::string& flaw,
                Place place, Carrying carrying);
  std::string Flaw(const Input& input, uint32_t first, uint32_t last) const;
  void Made(MadeText& made, uint64_t offset, Place place, Carrying carrying);
  void OpenArray(const Input& input, const Walked& object, const Envelopes::Container& container,
                 Place place);
  bool Container(const Input& input, const Walked& object, Place place);
  void Row(const Input& input, uint32_t first, uint32_t last, Place place);
  bool Carrier(const Input& input, const Walked& object, Place place);
  bool IsMarked(const Input& input, const Walked& object, const CarrierSpec& spec,
                Place place) const;
  bool TryCarrier(const Input& input, const Walked& object, const Envelopes::Carrier& carrier,
                  bool marked);
  bool TryObject(const Input& input, uint32_t token, bool marked);
  bool TryText(const Input& input, const Walked& object, const Envelopes::Carrier& carrier,
               bool marked);
  bool TryBase64(const Input& input, const Walked& object, const Envelopes::Carrier& carrier,
                 bool marked);
  bool TooDeep(const Input& input, const Walked& object);
  bool Unwrap(std::string& payload, uint64_t offset, std::string_view flaw);
  bool UnwrapRecord(std::string_view payload, uint64_t offset, std::string_view flaw);
  bool Judge(const Outcomes::Verdict& verdict, std::string_view payload, uint64_t offset);
  void Record(const Input& input, const Walked& record, LogSourceId source);
  void Other(const Input& input, const Walked& object);
  void Give(const Input& input, const Walked& object, LogSourceId source, const RecordTime& time,
            Carrying carrying);
  std::string& Payload();

  RecordTime TimeOf(const Walked& object);

  ProbePaths paths_;
  const Envelopes envelopes_;
  const Sources sources_;
  const bool accept_any_;
  const Payloads payloads_;
  const size_t slot_count_;  // of the layout; those of the times follow them
  std::vector<std::string> time_fields_;
  const Limits limits_;
  Outcomes& outcomes_;
  Walker walker_;
  PayloadDecoder decoder_;
  MadeTexts texts_;
  std::vector<std::unique_ptr<Level>> levels_;  // one for each payload inside another
  size_t level_ = 0;
  Passage passage_;
  std::optional<NotEvent> inside_;  // the kind of the last tried payload, if it is not a record
};

}  // namespace sigrun::event
