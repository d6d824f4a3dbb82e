// Assigns each comment to a part of the tree. Private to format.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "compiler/format/format.h"

namespace sigrun::format {

class Comments {
 public:
  // Lines without the comment signs.
  struct Attached {
    std::vector<std::string> before;
    std::vector<std::string> behind;
    std::vector<std::string> at_end;  // inside a declaration, after everything in it
  };

  Comments(const ast::File& file, std::span<const Comment> comments);

  // The comments of the part with this span, by address. Parts are declarations, items of rules and
  // exceptions, metadata, expectations, columns, and the items of lists and chains of `and` and
  // `or`.
  const Attached& Of(const Span& part) const;
  const std::vector<std::string>& at_end() const { return at_end_; }
  // Whether a part inside this expression has a comment, so that it needs a line of its own.
  bool Within(ast::ExprId id) const;

 private:
  struct Part {
    const Span* span;
    bool whole;  // a declaration that ends with a brace: comments may precede the brace
    // For the first part of an item, which has no line of its own: the item.
    const Span* leads = nullptr;
    bool alone = false;    // the whole of that item, so that it is not printed as a part
    bool in_list = false;  // one of several items of a list

    const Span* target() const { return alone ? leads : span; }
  };

  void Declaration(const ast::Item& item);
  void Rule(const ast::Rule& rule);
  // `item`: the item on whose first line the expression begins.
  void Expr(ast::ExprId id, const Span* item = nullptr);
  void Add(const Span& span, bool whole = false) {
    if (span.valid()) parts_.push_back({&span, whole});
  }
  void Meta(const std::vector<ast::MetaItem>& items);
  void PassParts(uint32_t offset);
  void Attach(const Comment& comment);
  void AttachBehind(std::vector<std::string> lines);

  const ast::File& file_;
  std::vector<Part> parts_;  // by position, outer parts before inner ones
  // While comments are attached, in order: the first part that begins at or after the comment, and
  // the earlier parts that end after it.
  size_t next_ = 0;
  std::vector<const Part*> around_;
  std::map<const Span*, Attached> attached_;
  std::vector<std::string> at_end_;
};

}  // namespace sigrun::format
