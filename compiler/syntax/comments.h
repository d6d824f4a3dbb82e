// The comments of a rule file, which its tree does not hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::syntax {

struct Comment {
  uint32_t begin = 0, end = 0;  // in the text, signs included
  std::string text;             // without the signs around it; may be several lines
  bool own_line = false;        // nothing stands before it on its line
};

// In order.
std::vector<Comment> CommentsOf(std::string_view text);

}  // namespace sigrun::syntax
