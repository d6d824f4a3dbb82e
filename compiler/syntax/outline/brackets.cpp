#include "compiler/syntax/outline/brackets.h"

#include <algorithm>
#include <optional>
#include <string>

#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/outline/outline.h"
#include "compiler/syntax/vocabulary/error_limit.h"

namespace sigrun::syntax {
namespace {

// The common case: all brackets match. Returns false at the first one that does not.
bool MatchPlainly(const Tokens& tokens, std::vector<uint32_t>& depth) {
  std::vector<size_t> open;
  for (uint32_t i = 0; i < tokens.size(); ++i) {
    const size_t type = tokens.type(i);
    if (IsClosing(type)) {
      if (open.empty() || Closing(open.back()) != type) return false;
      open.pop_back();
    }
    depth[i] = static_cast<uint32_t>(open.size());
    if (IsOpening(type)) open.push_back(type);
  }
  return open.empty();
}

// Repairs missing brackets: a declaration closes everything before it, a rule item closes
// parentheses, a closing bracket closes what is still open inside its pair.
class Repair {
 public:
  Repair(const Tokens& tokens, const std::vector<Damage>& lexical, Brackets& out, diag::Sink& sink)
      : tokens_(tokens),
        lexical_(lexical),
        out_(out),
        sink_(sink),
        most_(sink.error_count() + kMaxErrors) {}

  void Go() {
    for (uint32_t i = 0; i < tokens_.size(); ++i) {
      line_.push_back(i == 0 || tokens_[i].first_on_line ? i : line_.back());
      CloseBefore(i);
      if (IsClosing(tokens_.type(i))) Close(i);
      out_.depth[i] = static_cast<uint32_t>(open_.size());
      if (IsOpening(tokens_.type(i))) Open(i);
    }
    CloseAll(tokens_.size());
  }

 private:
  struct Suspect {
    uint32_t opening, closing;
  };

  void CloseBefore(uint32_t i) {
    if (open_.empty() || !tokens_[i].first_on_line) return;
    const bool nested = tokens_[i].column > tokens_[line_[open_.front()]].column;
    if (StartsDeclaration(tokens_, i) && !nested) return CloseAll(i);
    if (tokens_.type(open_.back()) == Lexer::LBRACE || !StartsRuleItem(tokens_, i)) return;
    Report(open_.back(), i);
    while (!open_.empty() && tokens_.type(open_.back()) != Lexer::LBRACE) Pop();
  }

  void Open(uint32_t i) {
    open_.push_back(i);
    ++OpenOf(tokens_.type(i));
  }
  void Pop() {
    --OpenOf(tokens_.type(open_.back()));
    open_.pop_back();
  }
  // The number of open brackets of a kind; checked before searching for one among thousands.
  uint32_t& OpenOf(size_t opening) { return open_of_[(opening - Lexer::LPAREN) / 2]; }

  void CloseAll(uint32_t place) {
    if (open_.empty()) return;
    if (suspect_ && suspect_->opening > open_.front())
      Report(suspect_->opening, suspect_->closing);
    else
      Report(open_.back(), place);
    out_.damage.push_back({open_.front(), place});
    while (!open_.empty()) Pop();
    suspect_.reset();
  }

  void Close(uint32_t i) {
    const size_t opening = tokens_.type(i) - 1;
    if (OpenOf(opening) == 0) return Stray(i);
    if (tokens_.type(open_.back()) != opening) Report(open_.back(), i);
    while (tokens_.type(open_.back()) != opening) Pop();
    Suspicious(open_.back(), i);
    Pop();
  }

  void Stray(uint32_t i) {
    out_.damage.push_back({i, i + 1});
    if (!Overlaps(lexical_, line_[i], i) && sink_.error_count() < most_)
      sink_.Emit(diag::codes::StrayBracket, tokens_.span(i), tokens_.text(i));
  }

  // A closing brace that is not indented like the line it closes: if a brace turns out to be
  // missing, this one is the likely culprit.
  void Suspicious(uint32_t opening, uint32_t closing) {
    if (suspect_ || !tokens_[closing].first_on_line) return;
    const uint32_t line = line_[opening];
    if (line == line_[closing] || tokens_[line].column == tokens_[closing].column) return;
    suspect_ = Suspect{opening, closing};
  }

  void Report(uint32_t opening, uint32_t place) {
    out_.damage.push_back({opening, place});
    if (Overlaps(lexical_, opening, place) || sink_.error_count() >= most_) return;
    const std::string partner(1, ")]}"[(tokens_.type(opening) - Lexer::LPAREN) / 2]);
    sink_.Emit(diag::codes::UnclosedBracket, Noticed(place), tokens_.text(opening))
        .Note(tokens_.span(opening), "opened here")
        .Help("add the missing `" + partner + "`");
  }

  // The location of the error: the wrong closing bracket, or after the last token that can be
  // inside.
  Span Noticed(uint32_t place) const {
    if (IsClosing(tokens_.type(place))) return tokens_.span(place);
    const uint32_t end = tokens_[place - 1].end;
    return tokens_.Between(end, end);
  }

  const Tokens& tokens_;
  const std::vector<Damage>& lexical_;
  Brackets& out_;
  diag::Sink& sink_;
  size_t most_;
  std::vector<uint32_t> open_;
  uint32_t open_of_[3] = {0, 0, 0};
  std::vector<uint32_t> line_;  // the first token on each token's line
  std::optional<Suspect> suspect_;
};

}  // namespace

bool Overlaps(const std::vector<Damage>& damage, uint32_t begin, uint32_t end) {
  return std::any_of(damage.begin(), damage.end(),
                     [&](const Damage& d) { return d.begin < end && begin < d.end; });
}

Brackets MatchBrackets(const Tokens& tokens, const std::vector<Damage>& lexical, diag::Sink& sink) {
  Brackets out;
  out.depth.resize(tokens.size());
  if (!MatchPlainly(tokens, out.depth)) Repair(tokens, lexical, out, sink).Go();
  return out;
}

}  // namespace sigrun::syntax
