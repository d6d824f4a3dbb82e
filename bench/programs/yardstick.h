// What the speed of a scan is compared with: a bare simdjson On-Demand loop that reads twelve
// fields of each record in one pass over the text, line by line, and does nothing with them. A trie
// of its own tells which keys are wanted, so that no change of ours can make it slower.
#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::bench {

inline constexpr std::string_view kTwelveFields[] = {
    "eventName",         "eventSource",      "eventTime",          "eventID",
    "awsRegion",         "sourceIPAddress",  "userAgent",          "errorCode",
    "userIdentity.type", "userIdentity.arn", "recipientAccountId", "requestParameters.bucketName",
};

// Which keys of an object are wanted. A key is found by its size, its first and its last 8 bytes,
// which is exact up to 16 bytes; longer ones are compared.
class FieldTrie {
 public:
  static constexpr uint32_t kRoot = 0, kNone = UINT32_MAX;
  struct Edge {
    uint64_t head = 0, tail = 0;
    std::string_view key;
    uint32_t node = kNone;  // below it
  };

  FieldTrie() : nodes_(1) {
    for (const std::string_view path : kTwelveFields) Add(path);
  }

  // The edge of a key, or nullptr. 8 bytes must be readable at the key.
  const Edge* Find(uint32_t node, const char* key, size_t size) const {
    const Node& here = nodes_[node];
    if ((here.sizes >> (size & 63) & 1) == 0) return nullptr;
    const auto [head, tail] = Words(key, size);
    for (uint64_t i = Hash(head, tail, size);; ++i) {
      const Edge& edge = here.edges[i % kEdges];
      if (edge.key.empty()) return nullptr;
      if (edge.head == head && edge.tail == tail && edge.key.size() == size &&
          (size <= 16 || std::memcmp(edge.key.data(), key, size) == 0))
        return &edge;
    }
  }

 private:
  static constexpr size_t kEdges = 32;
  struct Node {
    uint64_t sizes = 0;  // bit n: some key has n bytes
    std::array<Edge, kEdges> edges;
  };
  static std::pair<uint64_t, uint64_t> Words(const char* key, size_t size) {
    uint64_t head = 0, tail = 0;
    std::memcpy(&head, key, 8);
    if (size >= 8) {
      std::memcpy(&tail, key + size - 8, 8);
    } else {
      head &= (uint64_t{1} << (8 * size)) - 1;
    }
    return {head, tail};
  }
  static uint64_t Hash(uint64_t head, uint64_t tail, size_t size) {
    return ((head ^ tail << 7 ^ size) * 0x9E3779B97F4A7C15u) >> 56;
  }
  void Add(std::string_view path) {
    uint32_t node = kRoot;
    while (!path.empty()) {
      const size_t dot = std::min(path.find('.'), path.size());
      const bool last = dot == path.size();
      Edge& edge = EdgeOf(node, path.substr(0, dot));
      if (!last && edge.node == kNone) {
        edge.node = static_cast<uint32_t>(nodes_.size());
        const uint32_t below = edge.node;
        nodes_.emplace_back();  // moves the edges
        node = below;
      } else {
        node = edge.node;
      }
      path.remove_prefix(last ? dot : dot + 1);
    }
  }
  Edge& EdgeOf(uint32_t node, std::string_view key) {
    const std::string padded = std::string(key) + std::string(8, '\0');
    const auto [head, tail] = Words(padded.data(), key.size());
    nodes_[node].sizes |= uint64_t{1} << (key.size() & 63);
    for (uint64_t i = Hash(head, tail, key.size());; ++i) {
      Edge& edge = nodes_[node].edges[i % kEdges];
      if (edge.key.empty()) edge = {head, tail, key, kNone};
      if (edge.key == key) return edge;
    }
  }
  std::vector<Node> nodes_;
};

class Yardstick {
 public:
  // Lines of JSON; SIMDJSON_PADDING bytes must be readable behind the text. Returns their number.
  uint64_t Lines(std::string_view text) {
    uint64_t events = 0;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      auto document = parser_.iterate(text.data() + begin, end - begin,
                                      text.size() - begin + simdjson::SIMDJSON_PADDING);
      simdjson::ondemand::object object;
      if (!document.get_object().get(object)) Object(object, FieldTrie::kRoot);
      ++events;
      begin = end + 1;
    }
    return events;
  }
  // A document {"Records":[…]}, as CloudTrail delivers it, or lines.
  uint64_t File(std::string_view text) {
    if (!text.starts_with("{\"Records\"")) return Lines(text);
    uint64_t events = 0;
    auto document =
        parser_.iterate(text.data(), text.size(), text.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::array records;
    if (document["Records"].get_array().get(records)) return 0;
    for (auto record : records) {
      simdjson::ondemand::object object;
      if (!record.get_object().get(object)) Object(object, FieldTrie::kRoot);
      ++events;
    }
    return events;
  }

  // Depends on what was read, so that nothing is optimised away.
  uint64_t bytes_seen() const { return bytes_seen_; }

 private:
  void Object(simdjson::ondemand::object& object, uint32_t node) {
    for (auto field : object) {
      const char* const key = field.key().raw();
      const auto size = static_cast<size_t>(static_cast<const char*>(std::strchr(key, '"')) - key);
      const FieldTrie::Edge* const edge = trie_.Find(node, key, size);
      if (edge == nullptr) continue;
      simdjson::ondemand::value value = field.value();
      if (edge->node != FieldTrie::kNone) {
        simdjson::ondemand::object below;
        if (!value.get_object().get(below)) Object(below, edge->node);
      } else {
        std::string_view text;
        if (!value.get_string().get(text)) bytes_seen_ += text.size();
      }
    }
  }

  FieldTrie trie_;
  simdjson::ondemand::parser parser_;
  uint64_t bytes_seen_ = 0;
};

}  // namespace sigrun::bench
