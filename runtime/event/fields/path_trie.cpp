#include "runtime/event/fields/path_trie.h"

#include <algorithm>
#include <map>
#include <memory>
#include <span>

namespace sigrun::event {
namespace {

// The trie under construction.
struct Draft {
  std::map<std::string, std::unique_ptr<Draft>, std::less<>> keys;
  std::vector<uint32_t> slots;
  Probe probe;
  uint32_t number = PathTrie::kNothing;

  template <class Path>
  Draft& At(const Path& path) {
    Draft* draft = this;
    for (const auto& key : path) {
      auto& next = draft->keys[std::string(key)];
      if (!next) next = std::make_unique<Draft>();
      draft = next.get();
    }
    return *draft;
  }
};

struct DraftEdge {
  std::string key;
  uint32_t node;
  uint32_t joined;
};

// The edges of a node: its keys, and the joined keys that reach further down.
void CollectEdges(const Draft& draft, const std::string& prefix, uint32_t joined,
                  std::vector<DraftEdge>& edges) {
  for (const auto& [key, next] : draft.keys) {
    const std::string name = prefix + key;
    edges.push_back({name, next->number, joined});
    CollectEdges(*next, name + '.', joined + 1, edges);
  }
}

// A path as single steps: a key with dots equals the steps that it joins.
std::vector<std::string> Steps(const std::vector<std::string>& path) {
  std::vector<std::string> steps;
  for (const std::string& key : path) {
    const bool whole = key.empty() || key.front() == '.' || key.back() == '.' ||
                       key.find("..") != std::string::npos;
    for (size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
      end = whole ? std::string::npos : key.find('.', begin);
      steps.push_back(key.substr(begin, end - begin));
    }
  }
  return steps;
}

uint32_t TableSize(size_t edges) { return std::bit_ceil(static_cast<uint32_t>(edges) * 4); }

}  // namespace

class PathTrie::Builder {
 public:
  explicit Builder(PathTrie& trie) : trie_(trie) {}

  void Number(Draft& draft) {
    draft.number = trie_.size();
    Node node;
    node.probe = draft.probe;
    node.slots_begin = static_cast<uint32_t>(trie_.slots_.size());
    trie_.slots_.insert(trie_.slots_.end(), draft.slots.begin(), draft.slots.end());
    node.slots_end = static_cast<uint32_t>(trie_.slots_.size());
    trie_.nodes_.push_back(node);
    for (auto& [key, next] : draft.keys) Number(*next);
    trie_.nodes_[draft.number].below_end = trie_.size();
  }

  void Connect(const Draft& draft) {
    std::vector<DraftEdge> edges;
    CollectEdges(draft, "", 0, edges);
    const auto single = std::stable_partition(
        edges.begin(), edges.end(), [](const DraftEdge& edge) { return edge.joined == 0; });
    Node& node = trie_.nodes_[draft.number];
    Fill(node.keys, {edges.begin(), single});
    Fill(node.joined, {single, edges.end()});
    for (const auto& [key, next] : draft.keys) Connect(*next);
  }

 private:
  void Fill(Keys& keys, std::span<const DraftEdge> edges) {
    if (edges.empty()) return;
    keys.table = static_cast<uint32_t>(trie_.edges_.size());
    keys.mask = TableSize(edges.size()) - 1;
    trie_.edges_.resize(trie_.edges_.size() + keys.mask + 1);
    for (const DraftEdge& edge : edges) Insert(keys, edge);
  }

  // A key can only exist already if paths contain keys such as "a..b": the first one stays.
  void Insert(Keys& keys, const DraftEdge& draft) {
    const std::string padded = draft.key + std::string(8, '\0');
    const size_t size = draft.key.size();
    if (trie_.FindIn(keys, padded.data(), size) != nullptr) return;
    keys.sizes |= uint64_t{1} << (size & 63);
    const KeyWords words = KeyWords::Of(padded.data(), size);
    uint64_t i = words.Hash(padded.data(), size);
    while (trie_.edges_[keys.table + (i & keys.mask)].node != kNothing) ++i;
    trie_.edges_[keys.table + (i & keys.mask)] = {words, static_cast<uint32_t>(size),
                                                  static_cast<uint32_t>(trie_.names_.size()),
                                                  draft.node, draft.joined};
    trie_.names_ += draft.key;
  }

  PathTrie& trie_;
};

PathTrie::PathTrie(const std::vector<SlotSpec>& slots, const ProbePaths& probes) {
  Draft root;
  for (uint32_t i = 0; i < slots.size(); ++i) root.At(Steps(slots[i].path)).slots.push_back(i);
  for (size_t i = 0; i < probes.paths().size(); ++i)
    root.At(probes.paths()[i]).probe = {static_cast<uint8_t>(i + 1)};
  nodes_.emplace_back();  // kNothing
  edges_.emplace_back();  // its table: one free entry
  Builder builder(*this);
  builder.Number(root);
  builder.Connect(root);
}

}  // namespace sigrun::event
