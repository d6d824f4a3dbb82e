// Formats expressions: on one line if they fit, otherwise broken where a reader would break them.
// Private to format.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/format/comments.h"
#include "compiler/format/scope.h"
#include "compiler/format/writer.h"

namespace sigrun::format {

class ExprFormat {
 public:
  ExprFormat(const ast::File& file, const Comments& comments) : file_(file), comments_(comments) {}

  void SetScope(Scope scope) { scope_ = std::move(scope); }

  // On one line.
  std::string Flat(ast::ExprId id) const;
  std::string FlatList(const std::vector<ast::ExprId>& ids) const;
  // Continues the last line of `out`. Further lines are indented by `hang`, closing brackets by
  // `indent`. `tail`: the number of characters that must follow.
  void Write(Writer& out, ast::ExprId id, size_t indent, size_t hang, size_t tail = 0) const;
  // A list in brackets: several short words per line, or one item per line.
  void WriteBracketed(Writer& out, const std::vector<std::string>& items, bool fill,
                      size_t indent) const;

 private:
  std::string Flat(ast::ExprId id, int level) const;
  std::string FlatNode(ast::ExprId id) const;
  std::string PathText(const std::vector<ast::PathSegment>& segments, bool after_call) const;
  std::string SegmentText(const ast::PathSegment& segment, bool first) const;
  std::string TestOperator(const ast::Test& test) const;
  std::string Pattern(const ast::Test& test) const;
  std::string OptionText(const ast::CallOption& option) const;
  std::string FlatChain(const std::vector<ast::ExprId>& operands, std::string_view joint) const;
  int LevelOf(ast::ExprId id) const;
  bool MustBreak(ast::ExprId id) const { return comments_.Within(id); }

  void Write(Writer& out, ast::ExprId id, int level, size_t indent, size_t hang, size_t tail) const;
  void Break(Writer& out, ast::ExprId id, size_t indent, size_t hang, size_t tail) const;
  void BreakChain(Writer& out, const std::vector<ast::ExprId>& operands, std::string_view joint,
                  size_t indent, size_t hang, size_t tail) const;
  bool HugLast(Writer& out, const std::vector<ast::ExprId>& operands, std::string_view joint,
               size_t indent) const;
  void BreakArithmetic(Writer& out, ast::ExprId id, size_t hang, size_t tail) const;
  void BreakTest(Writer& out, const ast::Test& test, size_t indent, size_t hang, size_t tail) const;
  void BreakList(Writer& out, const ast::ListLiteral& list, size_t indent) const;
  void BreakCall(Writer& out, const ast::Call& call, size_t indent) const;
  void BreakIf(Writer& out, const ast::If& node, size_t hang, size_t tail) const;
  bool IsWord(ast::ExprId id) const;

  const ast::File& file_;
  const Comments& comments_;
  Scope scope_;
};

// `body` writes a part. Its comments go above its first line, and after it if it stays on that
// line.
void WriteCommented(Writer& out, const Comments::Attached& comments,
                    const std::function<void()>& body);

}  // namespace sigrun::format
