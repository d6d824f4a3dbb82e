// The log sources that rules name after `on`. The table is log_sources.def: a row names a function
// of a file of its own, which says everything that depends on the source.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/log_source_id.h"
#include "stdlib/schema/schema.h"

namespace sigrun::stdlib {

// What Sigma calls a log source.
struct SigmaNames {
  std::string_view category = {}, product = {}, service = {};  // empty: nothing
  std::vector<std::string_view> product_also = {};  // other words for the product, often written
};

struct LogSource {
  Schema schema;  // its name and fields, and whether other fields are errors
  std::string_view doc;
  // The class in runtime/event that recognises the records ("cloudtrail"). Empty: an object is a
  // record if it has all of `keys`. Without keys, too, the source takes every object that no other
  // source recognises.
  std::string_view reader = {};
  // Keys at the top of every record. An event of a rule test that has only some of them is hardly a
  // record.
  std::vector<std::string_view> keys = {};
  // Where records have their time: the first of these fields that is there, and not null, counts.
  // Empty: the first of the usual fields that holds a time. Paths are written with dots.
  std::vector<std::string_view> time = {};
  // What makes two records the same event: the first of these fields that holds a string. Empty:
  // records are never copies of each other.
  std::vector<std::string_view> id = {};
  // Keys at the top below which a path can have several values in one record.
  std::vector<std::string_view> arrays = {};
  SigmaNames sigma = {};

  std::string_view name() const { return schema.name(); }
  bool takes_any() const { return reader.empty() && keys.empty(); }
};

// In the order of the table. The first is what a rule is checked against that names no source.
const IdVector<LogSourceId, LogSource>& LogSources();
// By the name that rules use; an invalid id when there is none.
LogSourceId FindLogSource(std::string_view name);
// The source that takes any object.
const LogSource& AnyLogSource();
// Whether some source declares a field, or an object with fields, of this name at the top.
bool IsFieldOfSome(std::string_view key);

}  // namespace sigrun::stdlib
