#include "compiler/syntax/comments.h"

#include "compiler/syntax/lex/tokens.h"

namespace sigrun::syntax {

std::vector<Comment> CommentsOf(std::string_view text) {
  ByteStream stream(text);
  Lexer lexer(&stream);
  lexer.removeErrorListeners();
  if (text.starts_with("\xEF\xBB\xBF")) stream.seek(3);
  std::vector<Comment> comments;
  for (;;) {
    const auto token = lexer.nextToken();
    if (token->getType() == antlr4::Token::EOF) return comments;
    const bool block = token->getType() == Lexer::BLOCK_COMMENT;
    if (!block && token->getType() != Lexer::COMMENT) continue;
    Comment comment;
    comment.begin = static_cast<uint32_t>(token->getStartIndex());
    comment.end = static_cast<uint32_t>(token->getStopIndex() + 1);
    std::string_view inside = text.substr(comment.begin, comment.end - comment.begin);
    inside.remove_prefix(inside.front() == '#' ? 1 : 2);
    if (block) inside.remove_suffix(2);
    comment.text = inside;
    const size_t before = text.substr(0, comment.begin).find_last_not_of(" \t");
    comment.own_line = before == std::string_view::npos || text[before] == '\n';
    comments.push_back(std::move(comment));
  }
}

}  // namespace sigrun::syntax
