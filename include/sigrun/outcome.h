// The result of a call: success, or the kind of failure.
//
// Nothing of this library throws, aborts or exits because of what a caller, a rule, a log or a lack
// of memory does. Calls that can fail return an Outcome.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace sigrun {

enum class Failure : uint8_t {
  kNone,
  kMisuse,       // a call in the wrong order, or an option that makes no sense
  kRules,        // the rules cannot be used
  kInput,        // a file or folder cannot be read, or not to its end
  kNoRoom,       // no room for temporary files (TMPDIR)
  kSink,         // the sink returned an error or threw
  kState,        // the state cannot be loaded or saved
  kOutOfMemory,  // an allocation failed; the message is empty
  kInternal,     // a fault in this library
};

class [[nodiscard]] Outcome {
 public:
  Outcome() = default;  // it did
  Outcome(Failure failure, std::string message) : failure_(failure), message_(std::move(message)) {}

  bool ok() const { return failure_ == Failure::kNone; }
  explicit operator bool() const { return ok(); }
  Failure failure() const { return failure_; }
  // For a person: lower case, exact, with the next step. Empty if ok.
  const std::string& message() const { return message_; }

 private:
  Failure failure_ = Failure::kNone;
  std::string message_;
};

}  // namespace sigrun
