// Strings that are known at compile time: literals, lists of them, and the results of functions of
// constant text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/context/context.h"
#include "stdlib/constant_function.h"

namespace sigrun::sema {

struct ConstantTexts {
  std::vector<std::string> texts;
  bool list = false;  // used where a list is expected, even if there is only one
};

// Null unless the expression calls a function of constant text.
const ast::Call* ConstantCall(const ast::File& file, ast::ExprId id);

class TextComputer {
 public:
  // Handles an argument that is none of the above; nullopt after an error that it reports.
  using Other = std::function<std::optional<ConstantTexts>(ast::ExprId argument)>;

  TextComputer(Context& context, const ast::File& file, Other other)
      : cx_(context), file_(file), other_(std::move(other)) {}

  // Nullopt after an error.
  std::optional<ConstantTexts> Compute(const ast::Call& call, Span span) const;

 private:
  std::optional<ConstantTexts> Argument(ast::ExprId id) const;
  bool Apply(const stdlib::ConstantFunction& function, const std::string& text, Span span,
             ConstantTexts& out, size_t& bytes) const;

  Context& cx_;
  const ast::File& file_;
  Other other_;
};

// The handler for an argument that is not constant text.
std::optional<ConstantTexts> ReportNotConstant(Context& context, Span argument);

}  // namespace sigrun::sema
