// Prints a syntax tree, to compare printed and parsed trees.
#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/ast/print.h"

namespace sigrun {

// Redundant quotes are not kept, nor is a backslash before a slash in a regular expression.
inline ast::File Unquoted(ast::File file) {
  const auto plain = [](ast::PathSegment& segment) {
    const bool name = segment.name.find_first_not_of(
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                          std::string::npos &&
                      !segment.name.empty() && (segment.name[0] < '0' || segment.name[0] > '9');
    if (name) segment.quoted = false;
  };
  for (ast::Expr& expr : file.exprs) {
    auto* literal = std::get_if<ast::Literal>(&expr.node);
    auto* regex = literal == nullptr ? nullptr : std::get_if<ast::RegexText>(&literal->value);
    for (size_t at = 0;
         regex != nullptr && (at = regex->pattern.find("\\/", at)) != std::string::npos;)
      regex->pattern.erase(at, 1);
    if (auto* path = std::get_if<ast::Path>(&expr.node))
      for (ast::PathSegment& segment : path->segments) plain(segment);
    if (auto* call = std::get_if<ast::Call>(&expr.node))
      for (ast::PathSegment& segment : call->members) plain(segment);
  }
  return file;
}

inline std::string TreeText(const ast::File& file) { return ast::Print(Unquoted(file)); }

}  // namespace sigrun
