// YAML as a tree in which every node has its location. Scalars stay text: the caller decides what
// `true` or `5` means (YAML 1.2: only true and false are booleans). libyaml parses; it is not
// visible here.
//
// Broken documents are reported, and reading continues with the next one. Aliases share the node of
// their anchor: a tree is never larger than its text, however often it repeats itself (see
// kMaxWeight).
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

// A part of a scalar's text that occurs literally in the source, or the result of one escape.
struct Piece {
  uint32_t text_begin;
  uint32_t source_begin, source_end;
  bool escape;  // one character, not written literally
};

struct Node {
  Kind kind = Kind::kScalar;
  // For a scalar: the text between its quotes, if that is literally the value.
  Span span;
  std::string text;            // scalars
  bool plain = true;           // scalars: written without quotes and not as a block
  std::vector<Piece> pieces;   // scalars: the locations of their text; empty if unknown
  std::vector<NodeId> items;   // sequences
  std::vector<Entry> entries;  // mappings, in the order written; keys differ
  uint32_t weight = 1;         // number of nodes below, counting each use of an alias; saturating
};

// The location of a part of a scalar's text in the source; nullopt if unknown.
std::optional<Span> FindPart(const Node& scalar, size_t begin, size_t end);

struct Document {
  NodeId root;
};

struct Tree {
  IdVector<NodeId, Node> nodes;
  std::vector<Document> documents;  // the readable ones, in order; without empty ones
  bool damaged = false;             // a part could not be read

  const Node& operator[](NodeId id) const { return nodes[id]; }
  // The value of a key in a mapping; invalid if there is none.
  NodeId Find(NodeId mapping, std::string_view key) const;
  NodeId FindKey(NodeId mapping, std::string_view key) const;
};

// The value of a scalar in YAML 1.2's core schema. Quoted scalars are always text.
bool IsNull(const Node& node);
std::optional<bool> AsBool(const Node& node);
std::optional<int64_t> AsInt(const Node& node);
std::optional<double> AsNumber(const Node& node);  // also for integers

inline constexpr uint32_t kMaxDepth = 100;
inline constexpr uint32_t kMaxWeight = 2'000'000;  // of a document, counting each use of an alias

// The locations of the words of a scalar's text in `source`, the scalar as written (including
// quotes and block header), which begins at `base`.
std::vector<Piece> Align(std::string_view text, std::string_view source, uint32_t base);

Tree Parse(SourceId source, const SourceMap& sources, diag::Sink& sink);

// A comment: its text without the `#`, and its location.
struct Comment {
  uint32_t offset = 0;
  std::string text;
  bool own_line = false;
};
// In order. `tree` must come from this source.
std::vector<Comment> Comments(const Tree& tree, SourceId source, const SourceMap& sources);

}  // namespace sigrun::yaml
