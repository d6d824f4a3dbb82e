// Rule text of a syntax tree: what a person would have written. Reading it back gives the same
// tree, spans and needless quotes aside.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "compiler/ast/ast.h"

namespace sigrun::format {

// A comment of the text that the tree was made from.
struct Comment {
  uint32_t offset = 0;    // where it begins in that text
  std::string text;       // without the sign that begins it; may be several lines
  bool own_line = false;  // nothing stands before it on its line
};

// A key that no rule can name, as it has no escapes at the beginning of a path; nullptr if there is
// none.
const ast::PathSegment* FindUnsayable(const ast::File& file);

// Names are printed as they are: that they are names of the language is up to whoever made the
// tree. So is that a test is sayable (`all of` before a path only, `not` before a word only).
// Comments, in order, stand before what begins after them, or behind what they stood behind.
std::string Format(const ast::File& file, std::span<const Comment> comments = {});

}  // namespace sigrun::format
