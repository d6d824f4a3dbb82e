// Decides what a JSON value of the input is: a record, an envelope with records in it, a carrier
// of a payload, or nothing for us. Private to runtime/event.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/event/cloudtrail.h"
#include "runtime/event/event.h"
#include "runtime/event/outcomes.h"
#include "runtime/event/payload.h"
#include "runtime/event/walker.h"

namespace sigrun::event {

class Splitter;

// A stretch of the input that is being read.
struct Input {
  TokenView view;
  uint64_t offset = 0;           // in the file: of view.text, or of the carrier
  bool carried = false;          // out of a carrier's string: everything stands at `offset`
  std::vector<uint32_t> broken;  // where in the text it is not UTF-8

  uint64_t OffsetOf(uint32_t token) const { return carried ? offset : offset + view.at[token]; }
};

class Examiner {
 public:
  Examiner(const Layout& layout, const Limits& limits, Outcomes& outcomes);
  ~Examiner();

  // Walks the value at the token and, if it is complete and JSON, sees to it that its records reach
  // the outcomes. Nothing has happened when the result is not kDone.
  WalkResult Examine(const Input& input, uint32_t token) { return Examine(input, token, 0); }
  WalkResult Skip(const Input& input, uint32_t token) { return walker_.Skip(input.view, token); }

 private:
  struct Level;

  WalkResult Examine(const Input& input, uint32_t token, uint32_t nesting);
  void Object(const Input& input, uint32_t first, uint32_t last, uint32_t nesting);
  bool Container(const Input& input, const Walked& object, uint32_t nesting);
  void Elements(const Input& input, uint32_t token, uint32_t nesting);
  bool Carrier(const Input& input, const Walked& object);
  bool TryCarrier(const Input& input, const Walked& object, const ProbeSpec& spec);
  bool TryObject(const Input& input, uint32_t token);
  bool TryText(const Input& input, const Walked& object, const ProbeSpec& spec);
  bool TryBase64(const Input& input, const Walked& object, const ProbeSpec& spec);
  bool Unwrap(const Input& input, const Walked& object, std::string& payload);
  bool Judge(const Outcomes::Verdict& verdict, std::string_view payload, uint64_t offset);
  bool Whole(const Input& input, const Walked& object);
  void Record(const Input& input, const Walked& record);
  void Other(const Input& input, const Walked& object);
  void Give(const Input& input, const Walked& object, Source source, std::optional<Timestamp> time);
  std::string& Payload();

  const bool accept_json_, accept_untimed_;
  const Limits limits_;
  Outcomes& outcomes_;
  Walker walker_;
  PayloadDecoder payloads_;
  std::vector<std::unique_ptr<Level>> levels_;  // one for each envelope inside another
  size_t level_ = 0;
};

}  // namespace sigrun::event
