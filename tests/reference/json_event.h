// Reads the fields of an event by plain walks over a JSON document: the reference for the slots of
// the decoder.
#pragma once

#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/value.h"

namespace sigrun::reference {

class JsonEvent {
 public:
  explicit JsonEvent(const std::string& line) : json_(nlohmann::ordered_json::parse(line)) {}

  // As rules see it: through arrays any element, flat keys with dots before nested ones. Without
  // keys, the list of all scalars.
  Value Field(const std::vector<std::string>& path);
  const nlohmann::ordered_json& json() const { return json_; }

 private:
  using Json = nlohmann::ordered_json;
  void Walk(const Json& node, const std::vector<std::string>& path, size_t from, bool& crossed,
            std::vector<Value>& found);
  Value Leaf(const Json& node);
  void Scalars(const Json& node, std::vector<Value>& out);
  void Flatten(const Json& array, std::vector<Value>& out);
  std::string_view Keep(std::string text);
  Value MakeList(std::vector<Value> values);

  Json json_;
  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> lists_;
};

}  // namespace sigrun::reference
