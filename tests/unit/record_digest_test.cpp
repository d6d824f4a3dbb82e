#include "runtime/event/record_digest.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace sigrun::event {
namespace {

using Json = nlohmann::ordered_json;

bool Agree(std::string_view a, std::string_view b) {
  RecordDigest digest({"eventID", "eventId"});
  const bool same = digest.Of(a) == digest.Of(b);
  const std::string form(digest.Canonical(a));
  CHECK((form == digest.Canonical(b)) == same);
  return same;
}

TEST_CASE("white space, key order and escapes do not count") {
  CHECK(Agree(R"({"a":1,"b":[true,null]})", R"( { "b" : [ true , null ] ,
    "a" : 1 } )"));
  CHECK(Agree(R"({"a":{"x":1,"y":2}})", R"({"a":{"y":2,"x":1}})"));
  CHECK(Agree(R"({"k":"a/bé"})", R"({"\u006b":"a\/b\u00e9"})"));
}

TEST_CASE("a UUID as the id of the event is the same in any letter case") {
  const std::string id = "6b54e0ad-c23c-4850-b896-7533a3558526";
  const std::string capitals = "6B54E0AD-C23C-4850-B896-7533A3558526";
  const auto with = [](const std::string& key, const std::string& value) {
    return "{\"" + key + "\":\"" + value + "\"}";
  };
  CHECK(Agree(with("eventID", id), with("eventID", capitals)));
  CHECK_FALSE(Agree(with("requestID", id), with("requestID", capitals)));
  CHECK_FALSE(Agree(with("eventID", id + "a"), with("eventID", capitals + "A")));
  CHECK_FALSE(
      Agree("{\"a\":" + with("eventID", id) + "}", "{\"a\":" + with("eventID", capitals) + "}"));
}

TEST_CASE("all else does") {
  for (const char* other :
       {R"({"a":2,"b":[1,2]})", R"({"a":1,"b":[2,1]})", R"({"a":1,"b":[1,2],"c":null})",
        R"({"a":"1","b":[1,2]})", R"({"a":1.0,"b":[1,2]})", R"({"a":1,"b":[12]})",
        R"({"a":1,"b":{"1":2}})", R"({"a":1,"b":[1,2],"a":1})", R"({"b":[1],"a":[1,2]})",
        R"({"a":1,"b":[1,[2]]})", R"({"A":1,"b":[1,2]})"})
    CHECK_FALSE(Agree(R"({"a":1,"b":[1,2]})", other));
  CHECK_FALSE(Agree(R"({"a":"x","b":"y"})", R"({"a":"y","b":"x"})"));
  CHECK_FALSE(Agree(R"({"a":{"b":1},"c":2})", R"({"a":{"b":1,"c":2}})"));
  // Of equal keys the order counts: rules see the last.
  CHECK_FALSE(Agree(R"({"a":1,"a":2})", R"({"a":2,"a":1})"));
}

TEST_CASE("text that is no JSON is told apart, too, and ends") {
  CHECK_FALSE(Agree(R"({"a":1,)", R"({"a":1})"));
  CHECK_FALSE(Agree(R"({"a")", R"({"a"})"));
  CHECK_FALSE(Agree(R"({"a":"\x"})", R"({"a":"x"})"));
  CHECK_FALSE(Agree(R"({"a":"x\)", R"({"a":"x)"));
  CHECK_FALSE(Agree("", "{}"));
  const std::string deep(200'000, '[');
  CHECK_FALSE(Agree(deep, deep + "["));
}

Json RandomValue(std::mt19937_64& random, int depth) {
  switch (random() % (depth > 3 ? 4 : 6)) {
    case 0:
      return random() % 100;
    case 1:
      return nullptr;
    case 2:
      return std::string(random() % 5, static_cast<char>('a' + random() % 26)) + "\"\\\n é";
    case 3:
      return random() % 2 == 0;
    case 4: {
      Json list = Json::array();
      for (auto n = random() % 4; n > 0; --n) list.push_back(RandomValue(random, depth + 1));
      return list;
    }
    default: {
      Json object = Json::object();
      for (auto n = random() % 5; n > 0; --n)
        object[std::string(1, static_cast<char>('a' + random() % 26))] =
            RandomValue(random, depth + 1);
      return object;
    }
  }
}

Json Shuffled(const Json& json, std::mt19937_64& random) {
  if (json.is_array()) {
    Json list = Json::array();
    for (const Json& each : json) list.push_back(Shuffled(each, random));
    return list;
  }
  if (!json.is_object()) return json;
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  std::shuffle(keys.begin(), keys.end(), random);
  Json object = Json::object();
  for (const std::string& key : keys) object[key] = Shuffled(json.at(key), random);
  return object;
}

TEST_CASE("random values agree with themselves in any form, and only with equal ones") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    const Json a = RandomValue(random, 0), b = RandomValue(random, 0);
    const Json again = Shuffled(a, random);
    CHECK(Agree(a.dump(), again.dump(static_cast<int>(random() % 5), ' ', random() % 2 == 0)));
    // Compared without regard to the order of keys.
    const bool same = nlohmann::json::parse(a.dump()) == nlohmann::json::parse(b.dump());
    CHECK(Agree(a.dump(), b.dump()) == same);
  }
}

}  // namespace
}  // namespace sigrun::event
