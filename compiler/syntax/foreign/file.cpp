#include "compiler/syntax/foreign/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text/ascii.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax {

namespace codes = diag::codes;

bool ExplainForeignFile(const Tokens& tokens, Section section, diag::Sink& sink) {
  const uint32_t i = section.begin;
  const std::string word = AsciiLower(tokens.text(i));
  const size_t next = tokens.type(i + 1);
  const auto tell = [&](const std::string& message, const std::string& help) {
    sink.Emit(codes::SyntaxError, tokens.span(i), message).Help(help);
    return true;
  };
  static constexpr std::string_view kSigma[] = {
      "title",       "logsource",   "detection",      "id",    "status",
      "description", "name",        "author",         "level", "tags",
      "references",  "correlation", "falsepositives", "date",  "related"};
  const bool yaml = next == Lexer::COLON && tokens[i].column == 0;
  if (yaml && std::find(std::begin(kSigma), std::end(kSigma), word) != std::end(kSigma))
    return tell("this looks like a Sigma rule, but the file is in the rule language",
                "save it as .yml: Sigrun reads Sigma rules; or convert it with "
                "`sigrun convert`");
  if (yaml || (tokens.type(i) == Lexer::MINUS && tokens[i].column == 0))
    return tell(
        "this looks like YAML, but the file is in the rule language",
        "write a rule as `rule name { on … condition … }`; the names of Sigma files end in .yml");
  if (tokens.type(i) == Lexer::LBRACE)
    return tell("this looks like JSON, but the file is in the rule language",
                "write a rule as `rule name { on … condition … }`, and a test event as `fixture "
                "name = { … }`");
  if (word == "def" || word == "package" || word == "select" || word == "from")
    return tell(fmt::format("unknown declaration `{}`", tokens.text(i)),
                "write a rule as `rule name { on aws.cloudtrail condition … }`");
  const std::string_view ours = DeclarationFor(word);
  if (ours.empty()) return false;
  sink.Emit(codes::SyntaxError, tokens.span(i),
            fmt::format("unknown declaration `{}`", tokens.text(i)))
      .Help(fmt::format("write `{}`", ours))
      .FixWith(tokens.span(i), std::string(ours));
  return true;
}

}  // namespace sigrun::syntax
