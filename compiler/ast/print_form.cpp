#include "compiler/ast/print_form.h"

#include <fmt/format.h>

namespace sigrun::ast {
namespace {
constexpr size_t kLineWidth = 96;
}  // namespace

std::string QuoteText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      quoted += fmt::format("\\{}", c);
    else if (c == '\n')
      quoted += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      quoted += c;
  }
  return quoted + "\"";
}

size_t Form::Width() const {
  size_t width = head_.size() + (is_list_ ? 2 : 0);
  for (const Form& part : parts_) width += 1 + part.Width();
  return width;
}

void Form::RenderFlat(std::string& out) const {
  if (is_list_) out += '(';
  out += head_;
  for (const Form& part : parts_) {
    out += ' ';
    part.RenderFlat(out);
  }
  if (is_list_) out += ')';
}

void Form::RenderAt(size_t indent, std::string& out) const {
  if (parts_.empty() || indent + Width() <= kLineWidth) return RenderFlat(out);
  out += '(' + head_;
  for (const Form& part : parts_) {
    out += '\n' + std::string(indent + 2, ' ');
    part.RenderAt(indent + 2, out);
  }
  out += ')';
}

std::string Form::Render() const {
  std::string out;
  RenderAt(0, out);
  return out;
}

}  // namespace sigrun::ast
