// The tokens of one text, and the slice of them that a run of the parser sees. Positions are byte
// offsets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "SigrunLexer.h"
#include "base/source_map.h"

namespace sigrun::syntax {

using Lexer = grammar::SigrunLexer;

// Feeds bytes to the lexer. Every byte beyond ASCII is read as DEL, which keeps the lexer on its
// cached path and positions in bytes; a no-break space is read as a space.
class ByteStream : public antlr4::CharStream {
 public:
  explicit ByteStream(std::string_view text) : text_(text) {}

  void consume() override { ++at_; }
  size_t LA(ssize_t i) override;
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return at_; }
  void seek(size_t index) override { at_ = index < text_.size() ? index : text_.size(); }
  size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

struct Token {
  size_t type;
  uint32_t begin, end;  // in the text
  uint32_t column;      // bytes from the start of its line
  bool first_on_line;
};

// Owns the tokens of a text, without comments and white space. The text must outlive it.
class Tokens {
 public:
  // Spans are shifted by `offset`, the position of `text` in its source.
  Tokens(std::string_view text, uint32_t offset, SourceId source);

  uint32_t size() const { return static_cast<uint32_t>(tokens_.size()); }
  const Token& operator[](uint32_t i) const { return tokens_[i]; }
  // The type at `i`, or EOF beyond the end.
  size_t type(uint32_t i) const { return i < size() ? tokens_[i].type : antlr4::Token::EOF; }
  std::string_view text(uint32_t i) const;
  // The text of the tokens [begin, end) without what is between them.
  std::string Joined(size_t begin, size_t end) const;
  std::string_view source_text() const { return text_; }
  SourceId source() const { return source_; }
  Span span(uint32_t i) const { return Between(tokens_[i].begin, tokens_[i].end); }
  Span Between(uint32_t begin, uint32_t end) const {
    return {source_, begin + offset_, end + offset_};
  }
  // The span from the first byte of one token to the last of another.
  Span span(const antlr4::Token& first, const antlr4::Token& last) const {
    return Between(static_cast<uint32_t>(first.getStartIndex()),
                   static_cast<uint32_t>(last.getStopIndex() + 1));
  }
  std::string_view text(const antlr4::Token& token) const {
    return text_.substr(token.getStartIndex(), token.getStopIndex() + 1 - token.getStartIndex());
  }
  antlr4::TokenSource* antlr_source() { return &lexer_; }

 private:
  void Keep(const antlr4::Token& token, uint32_t& line_begin);

  std::string_view text_;
  uint32_t offset_;
  SourceId source_;
  ByteStream stream_;
  Lexer lexer_;
  std::vector<Token> tokens_;
};

// The tokens [begin, end) as the whole input of the parser. Creates the parser's own, much larger,
// tokens only for these.
class TokenSlice : public antlr4::TokenStream {
 public:
  explicit TokenSlice(Tokens& tokens);

  void Show(uint32_t begin, uint32_t end);
  uint32_t end_index() const { return end_; }

  antlr4::Token* LT(ssize_t k) override;
  antlr4::Token* get(size_t index) const override {
    return const_cast<antlr4::CommonToken*>(&shown_[index - begin_]);
  }
  antlr4::TokenSource* getTokenSource() const override { return tokens_.antlr_source(); }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }
  void consume() override {
    if (at_ < end_) ++at_;
  }
  size_t LA(ssize_t i) override;
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return at_; }
  void seek(size_t index) override;
  size_t size() override { return end_; }
  std::string getSourceName() const override { return {}; }

 private:
  Tokens& tokens_;
  uint32_t begin_ = 0, end_ = 0, at_ = 0;
  std::vector<antlr4::CommonToken> shown_;  // and one for the end
};

}  // namespace sigrun::syntax
