// The comments of a rule file, which its tree does not contain.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::syntax {

struct Comment {
  uint32_t begin = 0, end = 0;  // in the text, including the comment signs
  std::string text;             // without the comment signs; may span several lines
  bool own_line = false;        // nothing precedes it on its line
};

// In order.
std::vector<Comment> CommentsOf(std::string_view text);

}  // namespace sigrun::syntax
