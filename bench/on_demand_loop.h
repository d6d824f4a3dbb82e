// The bar to measure against: a bare simdjson On-Demand loop that reads the fields of a layout in
// one pass over each line, and does nothing with them.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "runtime/event/fields/path_trie.h"
#include "runtime/event/json/scalars.h"

namespace sigrun::event {

// The On-Demand loop: every object in document order, the same trie to tell what is wanted.
class OnDemandLoop {
 public:
  explicit OnDemandLoop(const Layout& layout)
      : trie_(layout.slots, ProbePaths()), slots_(layout.slots.size()) {}

  // Lines of JSON; the text needs SIMDJSON_PADDING bytes behind it. Returns how many there were.
  uint64_t Run(std::string_view text) {
    uint64_t events = 0;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = text.find('\n', begin);
      std::fill(slots_.begin(), slots_.end(), Value());
      auto document = parser_.iterate(text.data() + begin, end - begin,
                                      text.size() - begin + simdjson::SIMDJSON_PADDING);
      simdjson::ondemand::object object;
      if (!document.get_object().get(object)) Object(object, PathTrie::kRoot);
      values_ += slots_[0].size;
      ++events;
      begin = end + 1;
    }
    return events;
  }

  // Something that depends on what was read, so that nothing is optimised away.
  uint64_t values() const { return values_; }

 private:
  void Object(simdjson::ondemand::object& object, uint32_t node) {
    for (auto field : object) {
      const char* const key = field.key().raw();
      const auto size = static_cast<const char*>(std::strchr(key, '"')) - key;
      const PathTrie::Edge* edge = trie_.Find(trie_.node(node), key, static_cast<size_t>(size));
      if (edge == nullptr) continue;
      simdjson::ondemand::value value = field.value();
      Take(value, edge->node);
    }
  }
  void Take(simdjson::ondemand::value& value, uint32_t node) {
    const PathTrie::Node& wanted = trie_.node(node);
    simdjson::ondemand::json_type type;
    if (value.type().get(type)) return;
    if (type == simdjson::ondemand::json_type::object) {
      simdjson::ondemand::object object;
      if (wanted.has_keys() && !value.get_object().get(object)) Object(object, node);
      return;
    }
    if (!wanted.has_slots()) return;
    slots_[trie_.slots()[wanted.slots_begin]] = Scalar(value, type);
  }
  static Value Scalar(simdjson::ondemand::value& value, simdjson::ondemand::json_type type) {
    if (type == simdjson::ondemand::json_type::string) {
      std::string_view text;
      if (!value.get_string().get(text)) return Value::String(text);
    } else if (type == simdjson::ondemand::json_type::number) {
      int64_t integer;
      if (!value.get_int64().get(integer)) return Value::Int(integer);
    } else if (type == simdjson::ondemand::json_type::boolean) {
      bool flag;
      if (!value.get_bool().get(flag)) return Value::Bool(flag);
    }
    return Value::Null();
  }

  PathTrie trie_;
  std::vector<Value> slots_;
  simdjson::ondemand::parser parser_;
  uint64_t values_ = 0;
};

}  // namespace sigrun::event
