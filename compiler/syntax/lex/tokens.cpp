#include "compiler/syntax/lex/tokens.h"

#include <algorithm>

namespace sigrun::syntax {

size_t ByteStream::LA(ssize_t i) {
  const auto at = static_cast<ssize_t>(at_) + i - (i > 0 ? 1 : 0);
  if (i == 0 || at < 0 || at >= static_cast<ssize_t>(text_.size())) return EOF;
  const auto byte = static_cast<unsigned char>(text_[static_cast<size_t>(at)]);
  if (byte < 0x80) return byte;
  const auto no_break_space = [&](ssize_t first) {
    return first >= 0 && text_.substr(static_cast<size_t>(first), 2) == "\xC2\xA0";
  };
  return no_break_space(at) || no_break_space(at - 1) ? ' ' : 0x7F;
}

std::string ByteStream::getText(const antlr4::misc::Interval& interval) {
  const auto begin = static_cast<size_t>(std::max<ssize_t>(interval.a, 0));
  if (begin >= text_.size() || interval.b < interval.a) return {};
  return std::string(text_.substr(begin, static_cast<size_t>(interval.b) + 1 - begin));
}

Tokens::Tokens(std::string_view text, uint32_t offset, SourceId source)
    : text_(text), offset_(offset), source_(source), stream_(text), lexer_(&stream_) {
  lexer_.removeErrorListeners();
  if (text.starts_with("\xEF\xBB\xBF")) stream_.seek(3);
  tokens_.reserve(text.size() / 5);
  uint32_t line_begin = 0;
  while (true) {
    const auto token = lexer_.nextToken();
    if (token->getType() == antlr4::Token::EOF) break;
    if (token->getChannel() == antlr4::Token::DEFAULT_CHANNEL) Keep(*token, line_begin);
  }
}

void Tokens::Keep(const antlr4::Token& token, uint32_t& line_begin) {
  const auto begin = static_cast<uint32_t>(token.getStartIndex());
  const auto end = static_cast<uint32_t>(token.getStopIndex() + 1);
  const uint32_t gap = tokens_.empty() ? 0 : tokens_.back().end;
  bool first = tokens_.empty();
  for (uint32_t i = gap; i < begin; ++i) {
    if (text_[i] != '\n') continue;
    first = true;
    line_begin = i + 1;
  }
  tokens_.push_back({token.getType(), begin, end, begin - line_begin, first});
}

std::string Tokens::Joined(size_t begin, size_t end) const {
  std::string joined;
  for (size_t i = begin; i < end; ++i) joined += text(static_cast<uint32_t>(i));
  return joined;
}

std::string_view Tokens::text(uint32_t i) const {
  return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
}

TokenSlice::TokenSlice(Tokens& tokens) : tokens_(tokens) { Show(0, 0); }

void TokenSlice::Show(uint32_t begin, uint32_t end) {
  at_ = begin;
  if (begin == begin_ && end == end_ && !shown_.empty()) return;
  begin_ = begin;
  end_ = end;
  shown_.clear();
  shown_.reserve(end - begin + 1);
  const auto add = [&](size_t type, size_t first, size_t last) {
    antlr4::CommonToken& token = shown_.emplace_back(type);
    token.setTokenIndex(begin + shown_.size() - 1);
    token.setStartIndex(first);
    token.setStopIndex(last);
  };
  for (uint32_t i = begin; i < end; ++i)
    add(tokens_[i].type, tokens_[i].begin, tokens_[i].end - size_t{1});
  const size_t place = end < tokens_.size() ? tokens_[end].begin : tokens_.source_text().size();
  add(antlr4::Token::EOF, place, place - 1);
}

antlr4::Token* TokenSlice::LT(ssize_t k) {
  const ssize_t at = static_cast<ssize_t>(at_) + (k > 0 ? k - 1 : k);
  if (k == 0 || at < static_cast<ssize_t>(begin_)) return nullptr;
  return get(std::min(static_cast<size_t>(at), size_t{end_}));
}

size_t TokenSlice::LA(ssize_t i) {
  if (i == 1) return at_ < end_ ? tokens_[at_].type : antlr4::Token::EOF;
  const antlr4::Token* token = LT(i);
  return token == nullptr ? antlr4::Token::INVALID_TYPE : token->getType();
}

void TokenSlice::seek(size_t index) {
  at_ = std::clamp(static_cast<uint32_t>(index), begin_, end_);
}

}  // namespace sigrun::syntax
