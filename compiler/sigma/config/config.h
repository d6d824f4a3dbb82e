// A pack's `sigrun.yml`: where the log sources of Sigma rules are found, what their fields are
// called there, and the values of placeholders. docs/reference/sigma.md describes the file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::sigma {

struct LogSource {
  std::string category, product, service;  // in lower case; empty: any

  // Whether this one, used as a pattern, matches the other.
  bool Covers(const LogSource& other) const;
};

// The log source of the language that it means: the product alone includes its services, and so
// does the service alone. Null if it means none.
const stdlib::LogSource* SourceOf(const LogSource& source);

// The names of a log source's fields in its events.
struct FieldMapping {
  // With several names, any of them. `a.*` matches all fields below a; a `*` at the end of the
  // target is replaced by the rest of the field.
  std::map<std::string, std::vector<std::string>> names;
  std::string prefix;  // prepended to fields that `names` does not have
};

// Rules whose log source `match` covers read `source`, and there only the events for which all of
// `where` holds.
struct Route {
  LogSource match;
  const stdlib::LogSource* source = &stdlib::AnyLogSource();
  FieldMapping fields;
  yaml::NodeId where;  // a mapping as in a selection; invalid: all events
};

struct Config {
  std::map<std::string, std::vector<std::string>> placeholders;
  std::vector<std::vector<std::string>> time_fields;  // fields with the time of a record, as keys
  std::vector<Route> routes;  // the first one that covers a rule's log source applies
  yaml::Tree tree;            // the tree of the `where` nodes
  // Correlations fire at every event for which their condition holds, not only when it turns true.
  bool refire_every = false;

  // The route of a log source: one of the above, otherwise the source of the language that it
  // means, otherwise JSON with unchanged field names.
  Route RouteOf(const LogSource& source) const;
};

// A file to translate.
struct Input {
  SourceId source;
  const Config* config;  // the configuration of the pack that contains the file
};

// Reads the file. Reports errors and uses the rest.
Config ReadConfig(SourceId source, const SourceMap& sources, diag::Sink& sink);

// The built-in mappings, by name: "ecs", "ocsf".
const FieldMapping* BuiltinMapping(std::string_view name);
std::vector<std::string> BuiltinMappings();

}  // namespace sigrun::sigma
