// An s-expression and its layout: on one line if it fits, otherwise one part per line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigrun::ast {

// Quotes text and escapes everything except printable ASCII and UTF-8.
std::string QuoteText(std::string_view text);

class Form {
 public:
  // An atom.
  explicit Form(std::string text) : head_(std::move(text)) {}
  // A list that begins with `head`.
  static Form List(std::string_view head) {
    Form form{std::string(head)};
    form.is_list_ = true;
    return form;
  }
  Form& Add(Form part) & {
    parts_.push_back(std::move(part));
    return *this;
  }
  Form&& Add(Form part) && {
    parts_.push_back(std::move(part));
    return std::move(*this);
  }
  std::string Render() const;

 private:
  size_t Width() const;
  void RenderFlat(std::string& out) const;
  void RenderAt(size_t indent, std::string& out) const;

  std::string head_;
  bool is_list_ = false;
  std::vector<Form> parts_;
};

}  // namespace sigrun::ast
