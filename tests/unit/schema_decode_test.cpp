// The decoder finds every field of the schema in a record, with the kind of value of its type.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "stdlib/schema/log_source.h"
#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

using Json = nlohmann::ordered_json;

Json ExampleOf(const stdlib::Type& type) {
  switch (type.kind) {
    case stdlib::TypeKind::kBool:
      return true;
    case stdlib::TypeKind::kInt:
    case stdlib::TypeKind::kBytes:
      return 7;
    case stdlib::TypeKind::kFloat:
      return 2.5;
    case stdlib::TypeKind::kTimestamp:
      return "2026-11-23T09:00:00Z";
    case stdlib::TypeKind::kIp:
      return "198.51.100.7";
    default:
      return "text";
  }
}

std::string Shown(const Json& value) {
  if (value.is_number_integer()) return "int " + value.dump();
  if (value.is_number()) return "float " + value.dump();
  return value.dump();
}

TEST_CASE("every field of the schema is decoded") {
  for (const stdlib::FieldInfo& field :
       stdlib::LogSources()[stdlib::FindLogSource("aws.cloudtrail")].schema.fields()) {
    CAPTURE(field.path);
    Json record = Json::parse(Record("7de2b615-01b3-41a8-9b8d-01f162360b59"));
    std::string pointer = "/" + std::string(field.path);
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    Json& place = record[Json::json_pointer(pointer)];
    if (place.is_null()) place = ExampleOf(field.type);
    const Log log = Decode(record.dump(), Paths({std::string(field.path)}));
    REQUIRE(log.Kinds() == "event");
    CHECK(log.slots.at(0) == Shown(place));
  }
}

}  // namespace
}  // namespace sigrun::event::testing
