#include "compiler/syntax/outline/lexical.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <string>

#include "base/text/utf8.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/diag/invisible.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/vocabulary/error_limit.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax {
namespace {

struct Foreign {
  std::string_view written;
  std::string_view ours;  // the replacement; empty if it takes more than that
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
    {"~", "", "write `matches /…/` for a regular expression, `like \"…*\"` for a pattern"},
    {"^", "", "write `not (a == b)` where exactly one shall hold; there are no operators on bits"},
    {"<<", "", "there are no operators on bits"},
    {"**", "", "there are no powers: multiply"},
    {"++", "", "write `+ 1`; counting is `n = count(where …)`"},
    {"?", "", "write `if … then … else …`"},
    {"??", "", "write `coalesce(a, b)`"},
};

// The source text of the path that ends before a token.
std::string PathBefore(const Tokens& tokens, uint32_t i) {
  uint32_t begin = i;
  while (begin > 0 && (begin == i || tokens[begin - 1].end == tokens[begin].begin) &&
         (IsName(tokens.type(begin - 1)) || tokens.type(begin - 1) == Lexer::DOT))
    --begin;
  return begin == i ? "field"
                    : std::string(tokens.source_text().substr(
                          tokens[begin].begin, tokens[i - 1].end - tokens[begin].begin));
}

// The right side of `=~`: a pattern between slashes, which the lexer does not recognise there, or a
// string.
std::string_view PatternBehind(const Tokens& tokens, uint32_t i) {
  std::string_view rest = tokens.source_text().substr(tokens[i].end);
  rest = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.empty() || rest[0] != '/') return {};
  const size_t end = rest.find('/', 1);
  return end == std::string_view::npos ? rest : rest.substr(0, end + 1);
}

// `=~`, `!~`: a regular expression, or in KQL equality without regard to letter case.
bool ReportMatch(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  const std::string_view text = tokens.text(i);
  if (text != "=~" && text != "!~") return false;
  const bool negated = text[0] == '!';
  auto diagnostic = sink.Emit(diag::codes::ForeignOperator, tokens.span(i), text);
  const std::string matches = negated ? "not matches" : "matches";
  if (const std::string_view pattern = PatternBehind(tokens, i); !pattern.empty()) {
    diagnostic.Help(fmt::format("write `{} {}`", matches, pattern))
        .FixWith(tokens.span(i), matches);
  } else {
    diagnostic
        .Help(
            fmt::format("write `{}`, which ignores letter case; for a regular expression `{} /…/`",
                        negated ? "!=" : "==", matches))
        .FixWith(tokens.span(i), negated ? "!=" : "==");
  }
  return true;
}

// Sigma's modifiers, and their form here.
constexpr Foreign kModifiers[] = {
    {"contains", "contains", "write `{} contains …`"},
    {"startswith", "startswith", "write `{} startswith …`"},
    {"endswith", "endswith", "write `{} endswith …`"},
    {"re", "matches", "write `{} matches /…/`"},
    {"cidr", "in", "write `{} in \"10.0.0.0/8\"`"},
    {"cased", "cased", "write `{} cased == …`"},
    {"exists", "", "write `exists {}`"},
    {"all", "", "write `{} contains all […]`"},
    {"gt", ">", "write `{} > …`"},
    {"gte", ">=", "write `{} >= …`"},
    {"lt", "<", "write `{} < …`"},
    {"lte", "<=", "write `{} <= …`"},
    {"neq", "!=", "write `{} != …`"},
    {"base64", "", "write `{} contains base64(\"…\")`"},
    {"base64offset", "", "write `{} contains any base64offset(\"…\")`"},
    {"windash", "", "write `{} contains any windash(\"…\")`"},
    {"fieldref", "", "write `{} == other`: a name without quotes is a field"},
};

// `field|contains`, `a | where b`
bool ReportBar(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  if (tokens.text(i) != "|" || i == 0 || i + 1 >= tokens.size()) return false;
  const std::string_view next = tokens.text(i + 1);
  const Span span = tokens.Between(tokens[i].begin, tokens[i + 1].end);
  const bool touches = tokens[i].end == tokens[i + 1].begin && tokens[i - 1].end == tokens[i].begin;
  for (const Foreign& row : kModifiers) {
    if (row.written != next || !touches) continue;
    const std::string field = PathBefore(tokens, i);
    sink.Emit(diag::codes::ForeignOperator, span,
              tokens.source_text().substr(tokens[i].begin, tokens[i + 1].end - tokens[i].begin))
        .Help(fmt::format(fmt::runtime(row.help), field));
    return true;
  }
  static constexpr std::string_view kCommands[] = {
      "where",  "stats",  "summarize", "count", "search", "eval",  "table", "sort",     "project",
      "extend", "tstats", "filter",    "by",    "head",   "dedup", "rex",   "timechart"};
  if (std::find(std::begin(kCommands), std::end(kCommands), next) == std::end(kCommands))
    return false;
  sink.Emit(diag::codes::ForeignOperator, span, "| " + std::string(next))
      .Help(next == "where" || next == "search" || next == "filter"
                ? "write `and`: the language has no pipes"
                : "the language has no pipes: count with `n = count(where …)`, `group by …` and "
                  "`window "
                  "sliding 10m`, and compare in the condition");
  return true;
}

// in~ and similar: letter case is ignored anyway.
bool ReportTilde(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  if (tokens.text(i) != "~" || i == 0 || tokens[i - 1].end != tokens[i].begin ||
      !(IsReserved(tokens.type(i - 1)) || tokens.type(i - 1) == Lexer::COLON))
    return false;
  sink.Emit(diag::codes::ForeignOperator, tokens.span(i), "~")
      .Help(fmt::format("write `{}`: letter case is ignored without `cased`", tokens.text(i - 1)))
      .FixWith(tokens.span(i), "");
  return true;
}

// `!has`, `!contains`
bool ReportNegated(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  if (tokens.text(i) != "!" || i + 1 >= tokens.size() || tokens[i].end != tokens[i + 1].begin)
    return false;
  const std::string_view word = tokens.text(i + 1), ours = WordFor(word);
  if (ours.empty()) return false;
  const Span span = tokens.Between(tokens[i].begin, tokens[i + 1].end);
  const std::string negated = fmt::format("not {}", ours);
  sink.Emit(diag::codes::ForeignOperator, span, fmt::format("!{}", word))
      .Help(fmt::format("write `{}`", negated))
      .FixWith(span, negated);
  return true;
}

void ReportForeign(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  if (ReportTilde(tokens, i, sink) || ReportNegated(tokens, i, sink)) return;
  if (ReportMatch(tokens, i, sink) || ReportBar(tokens, i, sink)) return;
  const std::string_view text = tokens.text(i);
  auto diagnostic = sink.Emit(diag::codes::ForeignOperator, tokens.span(i), text);
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
      return "close it on this line: `@name`; write such a field name between two backquotes";
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
    case '$':
      return "write field names without `$`";
    case '@':
      return "write such a field name between backquotes: `@name`";
    case '\\':
      return "remove it: lines need no continuation mark";
    // Full-width characters, as some keyboards produce them.
    default:
      return c > 0xFF00 && c < 0xFF5F ? fmt::format("write `{}`", static_cast<char>(c - 0xFEE0))
                                      : std::string();
  }
}

// Invisible characters within a string.
void ReportInvisible(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  // Metadata is for people.
  if (i > 1 && tokens.type(i - 1) == Lexer::ASSIGN && IsMetaKey(tokens.text(i - 2))) return;
  const std::string_view text = tokens.text(i);
  const bool plain = tokens.type(i) == Lexer::STRING;
  size_t from = 0;
  while (const auto found = diag::FindInvisible(text, from)) {
    from = found->end;
    const auto begin = static_cast<uint32_t>(tokens[i].begin + found->begin);
    const auto end = static_cast<uint32_t>(tokens[i].begin + found->end);
    auto diagnostic =
        sink.Emit(diag::codes::InvisibleCharacter, tokens.Between(begin, end), found->name);
    std::string help = found->blank ? "write an ordinary space" : "remove it";
    if (found->character < 0x10000)
      help += fmt::format("; to keep it, write it as \\u{:04X}{}", found->character,
                          plain ? "" : ", in double quotes");
    diagnostic.Help(std::move(help)).FixWith(tokens.Between(begin, end), found->blank ? " " : "");
  }
}

void ReportCharacter(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  const std::string_view text = tokens.text(i);
  const auto [point, bytes] = utf8::Decode(text.data(), text.data() + text.size());
  const auto c = point < utf8::kInvalidByte ? static_cast<utf8proc_int32_t>(point) : -1;
  const auto shown = text.substr(0, bytes);
  const bool visible = c > 0x20 && c != 0x7F && utf8proc_charwidth(c) > 0;
  std::string name = fmt::format("U+{:04X}", c < 0 ? 0xFFFD : c);
  const auto unseen = diag::FindInvisible(shown);
  if (unseen)
    name = unseen->name.substr(2);
  else if (visible)
    name = c < 0x80 ? fmt::format("`{}`", shown) : fmt::format("`{}` ({})", shown, name);
  const Span span = tokens.Between(tokens[i].begin, tokens[i].begin + bytes);
  auto diagnostic = sink.Emit(diag::codes::UnknownCharacter, span, name);
  diagnostic.Help(CharacterHelp(c));
  if (unseen)
    diagnostic.Help(unseen->blank ? "write an ordinary space" : "remove it: it is invisible")
        .FixWith(span, unseen->blank ? " " : "");
  // `$.a`, `$a`
  const bool dot = tokens.type(i + 1) == Lexer::DOT && tokens[i + 1].begin == tokens[i].end;
  const uint32_t word = dot ? i + 2 : i + 1;
  if (c == '$' && word < tokens.size() && IsName(tokens.type(word)))
    diagnostic.Help(fmt::format("write field names without a prefix: `{}`", tokens.text(word)))
        .FixWith(tokens.Between(tokens[i].begin, tokens[word].begin), "");
}

// Whether the token is wrong; it was then reported.
bool Report(const Tokens& tokens, uint32_t i, diag::Sink& sink) {
  switch (tokens.type(i)) {
    case Lexer::UNCLOSED_STRING:
      sink.Emit(diag::codes::UnclosedString, tokens.span(i), "this string")
          .Help(fmt::format("add the closing `{}`", tokens.text(i).front()));
      return true;
    case Lexer::UNCLOSED_COMMENT:
      sink.Emit(diag::codes::UnclosedComment, tokens.Between(tokens[i].begin, tokens[i].begin + 2));
      return true;
    case Lexer::FOREIGN:
      ReportForeign(tokens, i, sink);
      return true;
    case Lexer::UNKNOWN:
      ReportCharacter(tokens, i, sink);
      return true;
    case Lexer::STRING:
    case Lexer::RAW_STRING:
      ReportInvisible(tokens, i, sink);
      return false;
    case Lexer::UNCLOSED_REGEX:
      sink.Emit(diag::codes::UnclosedRegex, tokens.span(i)).Help("add the closing `/`");
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
