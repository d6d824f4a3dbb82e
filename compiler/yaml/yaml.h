// YAML as a tree in which every part knows where it stands. Scalars stay text: what `true` or `5`
// means is decided by whoever asks (YAML 1.2: only true and false are booleans). Reading is
// libyaml's work; nothing of it shows here.
//
// Documents that cannot be read are reported, and reading goes on with the next one. Aliases share
// the node of their anchor: a tree is never larger than its text, however often it repeats itself
// (see kMaxWeight).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"

namespace sigrun::yaml {

struct NodeTag;
using NodeId = Id<NodeTag>;

enum class Kind : uint8_t { kScalar, kSequence, kMapping };

struct Entry {
  NodeId key;  // a scalar
  NodeId value;
};

// A run of a scalar's text that stands in the source letter for letter, or what one escape makes.
struct Piece {
  uint32_t text_begin;
  uint32_t source_begin, source_end;
  bool escape;  // one character, not written as it is
};

struct Node {
  Kind kind = Kind::kScalar;
  // Of a scalar: the text between its quotes, where that is the value letter for letter.
  Span span;
  std::string text;            // scalars
  bool plain = true;           // scalars: written without quotes and not as a block
  std::vector<Piece> pieces;   // scalars: where their text stands; empty where that is not known
  std::vector<NodeId> items;   // sequences
  std::vector<Entry> entries;  // mappings, in the order written; keys differ
  uint32_t weight = 1;         // nodes below, aliases counted each time; saturating
};

// Where a part of a scalar's text stands in the source; nothing where that is not known.
std::optional<Span> FindPart(const Node& scalar, size_t begin, size_t end);

struct Document {
  NodeId root;
};

struct Tree {
  IdVector<NodeId, Node> nodes;
  std::vector<Document> documents;  // those that could be read, in order; without empty ones
  bool damaged = false;             // something could not be read

  const Node& operator[](NodeId id) const { return nodes[id]; }
  // The value under a key of a mapping; invalid when there is none.
  NodeId Find(NodeId mapping, std::string_view key) const;
  NodeId FindKey(NodeId mapping, std::string_view key) const;
};

// What a scalar says in YAML 1.2's core schema. Quoted scalars are always text.
bool IsNull(const Node& node);
std::optional<bool> AsBool(const Node& node);
std::optional<int64_t> AsInt(const Node& node);
std::optional<double> AsNumber(const Node& node);  // of an integer too

inline constexpr uint32_t kMaxDepth = 100;
inline constexpr uint32_t kMaxWeight = 2'000'000;  // of a document, aliases counted each time

// Where the words of a scalar's text stand in `source`, the scalar as it is written (quotes, block
// header and all), which begins at `base`.
std::vector<Piece> Align(std::string_view text, std::string_view source, uint32_t base);

Tree Parse(SourceId source, const SourceMap& sources, diag::Sink& sink);

// A comment: its text without the `#`, and where it begins.
struct Comment {
  uint32_t offset = 0;
  std::string text;
  bool own_line = false;
};
// In order. `tree` must come from this source.
std::vector<Comment> Comments(const Tree& tree, SourceId source, const SourceMap& sources);

}  // namespace sigrun::yaml
