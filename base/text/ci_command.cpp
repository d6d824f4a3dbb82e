#include "base/text/ci_command.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

#include "base/text/ascii.h"
#include "base/text/utf8.h"

namespace sigrun {
namespace {

// `##[` and `##word[`, which may occur anywhere in a line.
bool BeginsBracketCommand(std::string_view text) {
  if (!text.starts_with("##")) return false;
  const auto bracket = std::find_if_not(text.begin() + 2, text.end(), IsAsciiLetter);
  return bracket != text.end() && *bracket == '[';
}

// The length in bytes of the space that the text begins with; 0 if there is none. Services strip
// Unicode spaces.
size_t BlankSize(std::string_view text) {
  if (text[0] == ' ' || text[0] == '\t' || text[0] == '\v' || text[0] == '\f' || text[0] == '\r')
    return 1;
  const utf8::CodePoint c = utf8::Decode(text.data(), text.data() + text.size());
  if (c.value < 0x80 || c.value >= utf8::kInvalidByte) return 0;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c.value));
  return category == UTF8PROC_CATEGORY_ZS ? c.size : 0;
}

}  // namespace

std::string CiCommandFilter::Pass(std::string_view piece) {
  std::string out;
  out.reserve(piece.size());
  const auto take = [&](size_t count) {
    out += piece.substr(0, count);
    piece.remove_prefix(count);
  };
  while (!piece.empty()) {
    if (BeginsBracketCommand(piece)) {
      out += "#\\x23";
      piece.remove_prefix(2);
      line_begins_ = false;
    } else if (piece[0] == '\n') {
      take(1);
      line_begins_ = true;
    } else if (!line_begins_) {
      take(std::min(piece.find_first_of("\n#", 1), piece.size()));
    } else if (const size_t blank = BlankSize(piece); blank > 0) {
      take(blank);
    } else {
      if (piece.starts_with("::")) {
        out += "\\x3a";
        piece.remove_prefix(1);
      }
      line_begins_ = false;
    }
  }
  return out;
}

}  // namespace sigrun
