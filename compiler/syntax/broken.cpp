// Marks the declarations that have errors; the others are complete.
#include <algorithm>
#include <set>

#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/reader.h"

namespace sigrun::syntax {
namespace {

struct Head {
  ast::Broken::Kind kind;
  uint32_t name;  // number of tokens after the first
};

std::optional<Head> HeadOf(size_t word) {
  switch (word) {
    case Lexer::LET:
    case Lexer::LIST:
    case Lexer::TABLE:
      return Head{ast::Broken::kValue, 1};
    case Lexer::RULE:
      return Head{ast::Broken::kRule, 1};
    case Lexer::EXCEPTION:
      return Head{ast::Broken::kException, 2};
    case Lexer::FIXTURE:
      return Head{ast::Broken::kFixture, 1};
    case Lexer::TEST:
      return Head{ast::Broken::kTest, 1};
    default:
      return std::nullopt;  // an import, or text that declares nothing known
  }
}

}  // namespace

void Reader::NoteBroken(const std::vector<Section>& sections) {
  file_.damaged |= Enough();
  std::set<size_t> broken;
  for (size_t i = first_; i < sink_.all().size(); ++i) {
    const diag::Diagnostic& diagnostic = sink_.all()[i];
    if (diagnostic.severity() != diag::Severity::kError) continue;
    const auto behind = std::partition_point(sections.begin(), sections.end(), [&](Section s) {
      return tokens_.span(s.begin).begin <= diagnostic.span.begin;
    });
    file_.damaged |= behind == sections.begin();
    if (behind != sections.begin())
      broken.insert(static_cast<size_t>(behind - sections.begin() - 1));
  }
  for (size_t i = 0; i < sections.size() && !brackets_.damage.empty(); ++i)
    if (Overlaps(brackets_.damage, sections[i].begin, sections[i].end)) broken.insert(i);
  for (const size_t i : broken) NoteBroken(sections[i]);
}

void Reader::NoteBroken(Section section) {
  const uint32_t word = section.begin + (tokens_.type(section.begin) == Lexer::PUB);
  const auto head = HeadOf(tokens_.type(word));
  const bool named = head && word + head->name < section.end;
  const ast::Name name = named ? NameAt(word + head->name) : ast::Name{};
  if (name.text.empty()) {
    file_.damaged = true;
    return;
  }
  file_.broken.push_back(
      {head->kind, name, Cover(tokens_.span(section.begin), tokens_.span(section.end - 1))});
}

}  // namespace sigrun::syntax
