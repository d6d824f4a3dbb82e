// Maps a scalar's text back to its source. Quotes, escapes, block headers and folded lines change
// the white space between words and the spelling of single characters, but never the order of the
// words. So both texts are walked in parallel.
#include <algorithm>

#include "base/text/utf8.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::yaml {
namespace {

bool IsBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }

class Aligner {
 public:
  Aligner(std::string_view text, std::string_view source, uint32_t base)
      : text_(text), source_(source), base_(base) {
    if (source.empty()) return;
    if (source[0] == '\'' || source[0] == '"') {
      quote_ = source[0];
      at_ = 1;
    } else if (source[0] == '|' || source[0] == '>') {
      at_ = std::min(source.find('\n'), source.size());
    }
  }

  std::vector<Piece> Align() {
    for (size_t i = 0; i < text_.size();) {
      if (IsBlank(text_[i])) {
        ++i;
        continue;
      }
      SkipBlanks(i);
      if (at_ >= source_.size()) return {};
      size_t next = i + 1;
      if (const size_t escape = EscapeHere(); escape > 0) {
        while (next < text_.size() && utf8::IsContinuation(text_[next])) ++next;
        Add(i, escape, false);
        at_ += escape;
      } else {
        if (source_[at_] != text_[i]) return {};
        Add(i, 1, true);
        ++at_;
      }
      i = next;
    }
    return std::move(pieces_);
  }

 private:
  // The length of the escape sequence that begins here; 0 if there is none.
  size_t EscapeHere() const {
    const char next = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
    if (quote_ == '\'' && source_[at_] == '\'' && next == '\'') return 2;
    if (quote_ != '"' || source_[at_] != '\\') return 0;
    return next == 'x' ? 4 : next == 'u' ? 6 : next == 'U' ? 10 : 2;
  }

  // Skips spaces before the word at `next` of the text, and escapes that mean a space or nothing.
  void SkipBlanks(size_t next) {
    while (at_ < source_.size()) {
      const size_t escape = EscapeHere();
      size_t length = 0;
      if (escape > 0)
        length = IsBlankEscape(source_.substr(at_, escape)) ? escape : 0;
      else
        length = IsBlank(source_[at_]) ? 1 : LineBreakHere(next);
      if (length == 0) return;
      at_ += length;
    }
  }
  // YAML 1.1 has three more line breaks; within a line of a block they can be part of the text.
  size_t LineBreakHere(size_t next) const {
    for (const std::string_view end : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
      if (source_.substr(at_, end.size()) == end && text_.substr(next, end.size()) != end)
        return end.size();
    return 0;
  }
  static bool IsBlankEscape(std::string_view escape) {
    if (escape.size() > 2) {
      const size_t digit = escape.find_first_not_of('0', 2);
      const size_t left = digit == std::string_view::npos ? 0 : escape.size() - digit;
      return left < 2 || (left == 2 && (escape[digit] == '1' || escape.substr(digit) == "20"));
    }
    return escape.size() == 2 &&
           (IsBlank(escape[1]) ||
            std::string_view("0abtnvfre").find(escape[1]) != std::string_view::npos);
  }

  void Add(size_t text, size_t length, bool as_written) {
    const auto begin = base_ + static_cast<uint32_t>(at_);
    const auto end = begin + static_cast<uint32_t>(length);
    const auto place = static_cast<uint32_t>(text);
    if (as_written && open_ &&
        begin - pieces_.back().source_begin == place - pieces_.back().text_begin)
      pieces_.back().source_end = end;
    else
      pieces_.push_back({place, begin, end, !as_written});
    open_ = as_written;
  }

  std::string_view text_, source_;
  uint32_t base_;
  size_t at_ = 0;
  char quote_ = '\0';
  bool open_ = false;  // whether the last piece can grow
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> Align(std::string_view text, std::string_view source, uint32_t base) {
  return Aligner(text, source, base).Align();
}

std::optional<Span> FindPart(const Node& scalar, size_t begin, size_t end) {
  const auto piece_of = [&](size_t place) {
    return std::upper_bound(scalar.pieces.begin(), scalar.pieces.end(), place,
                            [](size_t at, const Piece& piece) { return at < piece.text_begin; });
  };
  const auto first = piece_of(begin);
  if (first == scalar.pieces.begin()) return std::nullopt;
  const auto place = [](const Piece& piece, size_t at) {
    return std::min(piece.source_begin + static_cast<uint32_t>(at - piece.text_begin),
                    piece.source_end);
  };
  const uint32_t source_begin = place(first[-1], begin);
  if (end <= begin) return Span{scalar.span.source, source_begin, source_begin};
  const auto last = piece_of(end - 1);
  const uint32_t source_end = last[-1].escape ? last[-1].source_end : place(last[-1], end);
  return Span{scalar.span.source, source_begin, std::max(source_begin, source_end)};
}

}  // namespace sigrun::yaml
