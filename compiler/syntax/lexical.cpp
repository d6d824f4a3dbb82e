#include "compiler/syntax/lexical.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <string>

#include "compiler/syntax/parse.h"
#include "compiler/syntax/words.h"

namespace sigrun::syntax {
namespace {

struct Foreign {
  std::string_view written;
  std::string_view ours;  // that replaces it; empty when it takes more than that
  std::string_view help;
};
constexpr Foreign kForeign[] = {
    {"&&", "and", "write `and`"},
    {"||", "or", "write `or`"},
    {"!", "not", "write `not`"},
    {"===", "==", "write `==`"},
    {"!==", "!=", "write `!=`"},
    {"<>", "!=", "write `!=`"},
    {"=~", "matches", "write `matches /…/`"},
    {"!~", "not matches", "write `not matches /…/`"},
    {"&", "", "write `and`; there are no operators on bits"},
    {"|", "", "write `or`; there are no operators on bits"},
    {"?", "", "write `if … then … else …`"},
    {"??", "", "write `coalesce(a, b)`"},
};

void ReportForeign(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  const std::string_view text = tokens.text(i);
  auto diagnostic = sink.Emit(diag::Code::ForeignOperator, tokens.span(i), text);
  for (const Foreign& row : kForeign) {
    if (row.written != text) continue;
    diagnostic.Help(std::string(row.help));
    if (row.ours.empty()) continue;
    const bool touches = i + 1 < tokens.size() && tokens[i + 1].begin == tokens[i].end;
    diagnostic.FixWith(tokens.span(i), std::string(row.ours) + (touches ? " " : ""));
  }
}

bool IsForeignWord(const Tokens& tokens, uint32_t i) {
  switch (tokens.type(i)) {
    case Lexer::AND:
    case Lexer::OR:
    case Lexer::NOT:
      return tokens.text(i).front() < 'a' || tokens.text(i).front() > 'z';
    case Lexer::EQ:
    case Lexer::NE:
      return tokens.text(i) != "==" && tokens.text(i) != "!=";
    default:
      return false;
  }
}

std::string CharacterHelp(utf8proc_int32_t c) {
  switch (c) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
      return "write strings between straight quotes: \"…\"";
    case '`':
      return "close it on this line: `@name`; a field whose name needs quotes stands between two";
    case 0x2018:
    case 0x2019:
      return "write strings between straight quotes: \"…\" or '…'";
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return "write `-`";
    case 0x2192:
      return "write `->`";
    case 0x2260:
      return "write `!=`";
    case 0x2264:
      return "write `<=`";
    case 0x2265:
      return "write `>=`";
    case '@':
    case '$':
      return "a field with such a name stands between backquotes: `@name`";
    case '\\':
      return "lines need no continuation mark";
    default:
      return {};
  }
}

void ReportCharacter(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  const std::string_view text = tokens.text(i);
  utf8proc_int32_t c = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &c);
  const auto bytes = static_cast<uint32_t>(size > 0 ? size : 1);
  const auto shown = text.substr(0, bytes);
  const bool visible = c > 0x20 && c != 0x7F && utf8proc_charwidth(c) > 0;
  std::string name = fmt::format("U+{:04X}", c < 0 ? 0xFFFD : c);
  if (visible) name = c < 0x80 ? fmt::format("`{}`", shown) : fmt::format("`{}` ({})", shown, name);
  const Span span = tokens.Between(tokens[i].begin, tokens[i].begin + bytes);
  sink.Emit(diag::Code::UnknownCharacter, span, name).Help(CharacterHelp(c));
}

// Whether the token is wrong; it has then been reported.
bool Report(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  switch (tokens.type(i)) {
    case Lexer::UNCLOSED_STRING:
      sink.Emit(diag::Code::UnclosedString, tokens.span(i), "this string")
          .Help(fmt::format("add the closing `{}`", tokens.text(i).front()));
      return true;
    case Lexer::UNCLOSED_COMMENT:
      sink.Emit(diag::Code::UnclosedComment, tokens.Between(tokens[i].begin, tokens[i].begin + 2));
      return true;
    case Lexer::FOREIGN:
      ReportForeign(tokens, i, sink);
      return true;
    case Lexer::UNKNOWN:
      ReportCharacter(tokens, i, sink);
      return true;
    case Lexer::UNCLOSED_REGEX:
      sink.Emit(diag::Code::UnclosedRegex, tokens.span(i)).Help("add the closing `/`");
      return true;
    default:
      return false;
  }
}

uint32_t LineEnd(const Tokens& tokens, uint32_t i) {
  do ++i;
  while (i < tokens.size() && !tokens[i].first_on_line);
  return i;
}

}  // namespace

std::vector<Damage> CheckTokens(const Tokens& tokens, diag::Sink& sink) {
  std::vector<Damage> damage;
  const size_t most = sink.error_count() + kMaxErrors;
  for (uint32_t i = 0; i < tokens.size() && sink.error_count() < most;) {
    if (IsForeignWord(tokens, i)) ReportForeign(tokens, i, sink);
    if (!Report(tokens, i, sink)) {
      ++i;
      continue;
    }
    damage.push_back({i, LineEnd(tokens, i)});
    i = damage.back().end;
  }
  return damage;
}

}  // namespace sigrun::syntax
