// The truth file, for tests that check which alerts are correct.
#include <nlohmann/json.hpp>

#include "gen/generator.h"

namespace sigrun::gen {
namespace {

using Json = nlohmann::ordered_json;

Json StepJson(const Step& step) {
  Json json;
  json["name"] = step.name;
  json["signal"] = step.signal;
  json["technique"] = step.technique;
  json["start"] = FormatTimestamp(step.start);
  json["end"] = FormatTimestamp(step.end);
  json["actor"] = step.actor;
  json["arn"] = step.arn;
  json["sourceIPAddress"] = step.address;
  json["account"] = step.account;
  json["events"] = step.event_ids.size();
  json["eventIDs"] = step.event_ids;
  return json;
}

}  // namespace

std::string TruthJson(const Truth& truth) {
  Json json;
  json["seed"] = truth.seed;
  json["start"] = FormatTimestamp(truth.start);
  json["end"] = FormatTimestamp(truth.start + truth.span);
  json["records"] = truth.records;
  json["duplicates"] = truth.duplicates;
  json["steps"] = Json::array();
  for (const Step& step : truth.steps) json["steps"].push_back(StepJson(step));
  return json.dump(2) + "\n";
}

}  // namespace sigrun::gen
