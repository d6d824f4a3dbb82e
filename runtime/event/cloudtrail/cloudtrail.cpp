#include "runtime/event/cloudtrail/cloudtrail.h"

namespace sigrun::event {

CloudTrail::CloudTrail(ProbePaths& paths)
    : version_(paths.Add({"eventVersion"})),
      name_(paths.Add({"eventName"})),
      source_(paths.Add({"eventSource"})),
      time_(paths.Add({"eventTime"})),
      id_(paths.Add({"eventID"})),
      type_(paths.Add({"eventType"})),
      category_(paths.Add({"eventCategory"})),
      user_(paths.Add({"userIdentity"})),
      insight_(paths.Add({"insightDetails"})),
      aggregated_id_(paths.Add({"eventId"})),
      window_end_(paths.Add({"timeWindow", "windowEnd"})),
      digest_object_(paths.Add({"digestS3Object"})),
      digest_files_(paths.Add({"logFiles"})) {}

bool CloudTrail::IsRecord(const Walked& object, Certainty certainty) const {
  switch (certainty) {
    case Certainty::kHere:
      return IsRecord(object);
    case Certainty::kAnywhere:
      return IsWhole(object);
    case Certainty::kText:
      return IsComplete(object);
  }
  return false;
}

bool CloudTrail::IsInsight(const Walked& object) const {
  return object.Char(insight_) == '{' || object.Raw(type_) == "AwsCloudTrailInsight";
}

bool CloudTrail::IsAggregated(const Walked& object) const {
  return object.Raw(category_) == "Aggregated" || object.Raw(type_) == "AwsAggregatedEvent";
}

bool CloudTrail::IsRecord(const Walked& object) const {
  const bool versioned = object.Char(version_) == '"';
  if (object.Char(name_) != '"' || object.Char(source_) != '"')
    return versioned && (IsInsight(object) || IsAggregated(object));
  const std::string_view source = object.Raw(source_);
  if (source.starts_with("aws:")) return false;
  return versioned || object.has(time_) || object.has(id_) || source.ends_with(".amazonaws.com");
}

// It has what CloudTrail writes into every record.
bool CloudTrail::IsWhole(const Walked& object) const {
  if (object.Char(version_) != '"') return false;
  if (IsAggregated(object)) return object.Char(aggregated_id_) == '"' && object.has(window_end_);
  if (object.Char(id_) != '"' || object.Char(time_) != '"') return false;
  if (IsInsight(object)) return true;
  return object.Char(name_) == '"' && object.Char(source_) == '"';
}

bool CloudTrail::IsComplete(const Walked& object) const {
  const bool by_someone = object.Char(user_) == '{';
  return IsWhole(object) && (by_someone || IsInsight(object) || IsAggregated(object));
}

std::optional<Classified> CloudTrail::Classify(const Walked& object) const {
  if (object.has(digest_object_) || (object.Char(digest_files_) == '[' && !object.has(name_)))
    return Classified{NotEventKind::kDigest, "CloudTrail digest file"};
  return std::nullopt;
}

}  // namespace sigrun::event
