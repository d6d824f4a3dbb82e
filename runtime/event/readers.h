// The classes that recognise the records of log sources. One more is one more type in Reader; what
// it must have is what KeyReader has.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/event/cloudtrail/cloudtrail.h"
#include "runtime/event/fields/certainty.h"
#include "runtime/event/fields/walked.h"
#include "runtime/event/vocabulary/layout.h"
#include "runtime/event/vocabulary/outcome.h"

namespace sigrun::event {

// Of a source without a class of its own: records are objects that have all of its keys.
class KeyReader {
 public:
  static constexpr std::string_view kName = "";
  // The key that its records begin with as a rule: where reading failed, the next record is sought
  // by it.
  static constexpr std::string_view kFirstKey = "";
  // Texts that say of a payload that cannot be read that there were records in it.
  static constexpr std::span<const std::string_view> kHints = {};

  KeyReader(ProbePaths& paths, const std::vector<std::string>& keys);

  bool IsRecord(const Walked& object, Certainty certainty) const;
  // What the source's product delivers beside records.
  std::optional<Classified> Classify(const Walked& object) const;

 private:
  std::vector<Probe> keys_;
};

using Reader = std::variant<KeyReader, CloudTrail>;

// Aborts where no class has the name: programs are verified.
Reader MakeReader(const SourceSpec& source, ProbePaths& paths);

}  // namespace sigrun::event
