// A pack's `sigrun.yml`: where the log sources of Sigma rules are found, what their fields are
// called there, and what placeholders stand for. docs/reference/sigma.md describes the file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

struct LogSource {
  std::string category, product, service;  // in small letters; empty: any

  // Whether this one, taken as a pattern, stands for the other.
  bool Covers(const LogSource& other) const;
};

// Whether records of CloudTrail can be meant: `product: aws` covers its services, and the service
// is enough.
bool IsCloudTrail(const LogSource& source);

// How a log source's fields are called in its events.
struct FieldMapping {
  // Several: any of them. `a.*` stands for all fields below a; a `*` at the end of the other name
  // for the rest of theirs.
  std::map<std::string, std::vector<std::string>> names;
  std::string prefix;  // put before a field that `names` does not have
};

// Rules of a log source that `match` covers read `cloudtrail` or any JSON log, there only events
// for which all of `where` holds.
struct Route {
  LogSource match;
  bool cloudtrail = false;
  FieldMapping fields;
  yaml::NodeId where;  // a mapping as in a selection; invalid: all events
};

struct Config {
  std::map<std::string, std::vector<std::string>> placeholders;
  std::vector<std::vector<std::string>> time_fields;  // that hold a record's time, as keys
  std::vector<Route> routes;  // the first that covers a rule's log source counts
  yaml::Tree tree;            // that `where` points into
  // Correlations fire at every event on which they hold, not only when they come to hold.
  bool refire_every = false;

  // The route of a log source: one of the above, else to CloudTrail if its records can be meant,
  // and to JSON as it is.
  Route RouteOf(const LogSource& source) const;
};

// Reads the file; what is wrong in it is reported, and the rest counts.
Config ReadConfig(SourceId source, const SourceMap& sources, diag::Sink& sink);

// The mappings that are built in, by name: "ecs", "ocsf".
const FieldMapping* BuiltinMapping(std::string_view name);
std::vector<std::string> BuiltinMappings();

}  // namespace sigrun::sigma
