#include "compiler/sigma/documents/characters.h"

#include <fmt/format.h>

#include <cstdint>
#include <set>
#include <string>

#include "compiler/diag/codes/syntax.h"
#include "compiler/diag/invisible.h"
#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {
namespace {

class Characters {
 public:
  Characters(const yaml::Tree& tree, diag::Sink& sink) : tree_(tree), sink_(sink) {}

  void Check(NodeId root) {
    for (const yaml::Entry& entry : tree_[root].entries) {
      const std::string& key = tree_[entry.key].text;
      CheckText(entry.key);
      if (key == "logsource" || key == "detection" || key == "correlation" || key == "filter")
        CheckAll(entry.value);
    }
  }

 private:
  void CheckAll(NodeId id) {
    if (!seen_.insert(id.index).second) return;
    const yaml::Node& node = tree_[id];
    if (node.kind == yaml::Kind::kScalar) CheckText(id);
    for (const NodeId item : node.items) CheckAll(item);
    for (const yaml::Entry& entry : node.entries) {
      CheckText(entry.key);
      CheckAll(entry.value);
    }
  }

  void CheckText(NodeId id) {
    const yaml::Node& node = tree_[id];
    size_t from = 0;
    while (const auto found = diag::FindInvisible(node.text, from)) {
      from = found->end;
      // A quoted text that consists only of this character is intended.
      if (!node.plain && found->end - found->begin == node.text.size()) return;
      if (IsEscape(node, found->begin)) continue;
      const auto place = yaml::FindPart(node, found->begin, found->end);
      auto diagnostic =
          sink_.Emit(codes::InvisibleCharacter, place.value_or(node.span), found->name);
      diagnostic.Help(std::string(found->blank ? "write an ordinary space" : "remove it") +
                      "; to keep it, put the text in double quotes and write it as `" +
                      Escape(found->character) + "`");
      if (place) diagnostic.FixWith(*place, found->blank ? " " : "");
    }
  }

  static bool IsEscape(const yaml::Node& node, size_t at) {
    for (const yaml::Piece& piece : node.pieces)
      if (piece.text_begin == at && piece.escape) return true;
    return false;
  }

  static std::string Escape(uint32_t c) {
    return c < 0x10000 ? fmt::format("\\u{:04X}", c) : fmt::format("\\U{:08X}", c);
  }

  const yaml::Tree& tree_;
  diag::Sink& sink_;
  std::set<uint32_t> seen_;  // aliases share nodes
};

}  // namespace

void CheckCharacters(const Documents& documents, diag::Sink& sink) {
  for (const Document& document : documents)
    Characters(documents.TreeOf(document), sink).Check(document.root);
}

}  // namespace sigrun::sigma
