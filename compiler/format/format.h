// Formats a syntax tree as rule text, as a person would write it. Reading it back gives the same
// tree, except for spans and redundant quotes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "compiler/ast/ast.h"

namespace sigrun::format {

// A comment in the text that the tree was made from.
struct Comment {
  uint32_t offset = 0;    // its position in that text
  std::string text;       // without the comment sign; may span several lines
  bool own_line = false;  // nothing precedes it on its line
};

// A key that rules cannot express, because the beginning of a path has no escapes; nullptr if there
// is none.
const ast::PathSegment* FindUnsayable(const ast::File& file);

// Names are printed unchanged: the caller ensures that they are names of the language, and that
// tests can be expressed (`all of` only before a path, `not` only before a word). Comments, in
// order, are printed before the part that follows them, or after the part that they followed.
std::string Format(const ast::File& file, std::span<const Comment> comments = {});

}  // namespace sigrun::format
