// Texts that are known when a rule is checked: literals, lists of them, and what functions of
// constant text make of these. Private to sema.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/context.h"
#include "stdlib/constant_function.h"

namespace sigrun::sema {

struct ConstantTexts {
  std::vector<std::string> texts;
  bool list = false;  // they stand where a list is asked for, even if it is one
};

// Null unless the expression calls a function of constant text.
const ast::Call* ConstantCall(const ast::File& file, ast::ExprId id);

class TextComputer {
 public:
  // Says what an argument is that is none of the above; nothing after an error that it reports.
  using Other = std::function<std::optional<ConstantTexts>(ast::ExprId argument)>;

  TextComputer(Context& context, const ast::File& file, Other other)
      : cx_(context), file_(file), other_(std::move(other)) {}

  // Nothing after an error.
  std::optional<ConstantTexts> Compute(const ast::Call& call, Span span) const;

 private:
  std::optional<ConstantTexts> Argument(ast::ExprId id) const;
  bool Apply(const stdlib::ConstantFunction& function, const std::string& text, Span span,
             ConstantTexts& out, size_t& bytes) const;

  Context& cx_;
  const ast::File& file_;
  Other other_;
};

// What TextComputer's Other says where the argument is no constant text.
std::optional<ConstantTexts> ReportNotConstant(Context& context, Span argument);

}  // namespace sigrun::sema
