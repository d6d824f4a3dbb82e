#include "compiler/sigma/detection/condition.h"

#include <fmt/format.h>

#include <set>

#include "base/text/ascii.h"
#include "base/text/name_pattern.h"
#include "base/text/parse_number.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/diag/invisible.h"
#include "compiler/sigma/base/names.h"

namespace sigrun::sigma {
namespace {

constexpr size_t kMaxDepth = 200;

struct Word {
  std::string_view text;  // empty at the end
  size_t begin = 0;
};

bool IsWordChar(char c) {
  return c == '_' || c == '-' || c == '*' || c == '.' || c == ':' || IsAsciiAlnum(c) ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  Reader(const yaml::Node& scalar, diag::Sink& sink) : node_(scalar), sink_(sink) { Next(); }

  std::optional<Condition> Read() {
    if (word_.text.empty()) return Fail("is empty", "name a selection: `condition: selection`");
    // If it is the only word, even `or` is a name.
    if (IsLastWord() && IsWord() && word_.text.find('*') == std::string_view::npos)
      return Condition{Condition::kName, std::string(word_.text), 0, {}, Here()};
    auto condition = ReadOr();
    if (!condition) return std::nullopt;
    if (!word_.text.empty())
      return FailAtSign("has an unexpected token", "put `and` or `or` between two selections");
    return condition;
  }

 private:
  void Next() {
    const std::string_view text = node_.text;
    size_t at = word_.begin + word_.text.size();
    while (at < text.size() && static_cast<unsigned char>(text[at]) <= ' ') ++at;
    size_t end = at;
    while (end < text.size() && IsWordChar(text[end])) ++end;
    if (const auto unseen = diag::FindInvisible(text.substr(0, end), at))
      end = unseen->begin == at ? unseen->end : unseen->begin;
    if (end == at && at < text.size()) ++end;
    word_ = {text.substr(at, end - at), at};
  }

  bool IsLastWord() const {
    const std::string_view rest =
        std::string_view(node_.text).substr(word_.begin + word_.text.size());
    return rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }
  bool IsWord() const { return IsWordChar(word_.text[0]) && !diag::FindInvisible(word_.text); }
  bool Is(std::string_view word) const { return AsciiLower(word_.text) == word; }
  bool Take(std::string_view word) {
    if (!Is(word)) return false;
    Next();
    return true;
  }
  Span Here() const { return PartOf(node_, word_.begin, word_.begin + word_.text.size()); }

  std::nullopt_t Fail(const std::string& what, const std::string& help) {
    sink_.Emit(codes::SigmaCondition, Here(), what).Help(help);
    return std::nullopt;
  }

  // Operators that other languages use for the words.
  std::nullopt_t FailAtSign(const std::string& what, const std::string& help) {
    if (const auto unseen = diag::FindInvisible(word_.text); unseen && unseen->begin == 0)
      return Fail("contains " + unseen->name,
                  unseen->blank ? "write an ordinary space" : "remove it: it is invisible");
    switch (word_.text[0]) {
      case '&':
        return Fail("contains `&`", "write `and`");
      case '|':
        return Fail("contains `|`", "write `or`");
      case '!':
        return Fail("contains `!`", "write `not`");
      case ',':
        return Fail("contains a comma", "write `and` or `or` between two selections");
      case ')':
        return Fail("has an unmatched `)`", "remove it, or add the opening `(`");
      default:
        return Fail(what, help);
    }
  }

  std::optional<Condition> ReadOr() { return ReadChain("or", Condition::kOr, &Reader::ReadAnd); }
  std::optional<Condition> ReadAnd() { return ReadChain("and", Condition::kAnd, &Reader::ReadNot); }

  std::optional<Condition> ReadChain(std::string_view word, Condition::Kind kind,
                                     std::optional<Condition> (Reader::*part)()) {
    const size_t begin = word_.begin;
    auto first = (this->*part)();
    if (!first || !Is(word)) return first;
    Condition chain{kind, {}, 0, {std::move(*first)}, {}};
    while (Take(word)) {
      auto next = (this->*part)();
      if (!next) return std::nullopt;
      chain.operands.push_back(std::move(*next));
    }
    chain.span = PartOf(node_, begin, End());
    return chain;
  }

  std::optional<Condition> ReadNot() {
    if (++depth_ > kMaxDepth) return Fail("is nested too deeply", "split it into selections");
    const size_t begin = word_.begin;
    std::optional<Condition> made;
    if (Take("not")) {
      auto operand = ReadNot();
      if (operand)
        made =
            Condition{Condition::kNot, {}, 0, {std::move(*operand)}, PartOf(node_, begin, End())};
    } else {
      made = ReadPrimary();
    }
    --depth_;
    return made;
  }

  std::optional<Condition> ReadPrimary() {
    if (word_.text == "(") {
      Next();
      auto inside = ReadOr();
      if (!inside) return std::nullopt;
      if (word_.text.empty()) return Fail("has an unclosed `(`", "add the closing `)`");
      if (word_.text != ")")
        return FailAtSign("has an unexpected token", "put `and` or `or` between two selections");
      Next();
      return inside;
    }
    if (word_.text.empty()) return Fail("ends unexpectedly", "name a selection here");
    if (!IsWord())
      return FailAtSign("has an unexpected character", "use and, or, not, ( ) and names");
    if (Is("and") || Is("or"))
      return Fail("has no selection here", "name a selection on both sides of `and` and `or`");
    const Word first = word_;
    Next();
    if (Is("of")) return ReadOf(first);
    if (first.text.find('*') != std::string_view::npos) {
      word_ = first;
      return Fail("has a pattern without `of`", "write `1 of pattern` or `all of pattern`");
    }
    return Condition{Condition::kName, std::string(first.text), 0, {}, SpanOf(first)};
  }

  std::optional<Condition> ReadOf(const Word& count) {
    Condition made{Condition::kOf, {}, 0, {}, {}};
    const std::string number = AsciiLower(count.text);
    if (number == "any") {
      made.at_least = 1;
    } else if (number != "all") {
      made.at_least = ParseNumber<decltype(made.at_least)>(number).value_or(0);
      if (made.at_least == 0) {
        word_ = count;
        return Fail("has no number before `of`", "write `1 of`, `any of`, `all of` or `2 of`");
      }
    }
    Next();
    if (word_.text.empty() || !IsWord())
      return Fail("has nothing after `of`", "name a pattern such as `selection_*`, or `them`");
    made.name = Is("them") ? "them" : std::string(word_.text);
    made.span = PartOf(node_, count.begin, word_.begin + word_.text.size());
    Next();
    return made;
  }

  Span SpanOf(const Word& word) const {
    return PartOf(node_, word.begin, word.begin + word.text.size());
  }
  // The end of the last word that was read.
  size_t End() const {
    size_t end = word_.begin;
    while (end > 0 && static_cast<unsigned char>(node_.text[end - 1]) <= ' ') --end;
    return end;
  }

  const yaml::Node& node_;
  diag::Sink& sink_;
  Word word_;
  size_t depth_ = 0;
};

// The operand `not a` if `a` is also an operand.
const Condition* Contradiction(const Condition& chain) {
  std::set<std::string> plain;
  for (const Condition& one : chain.operands)
    if (one.kind == Condition::kName) plain.insert(one.name);
  for (const Condition& one : chain.operands)
    if (one.kind == Condition::kNot && one.operands[0].kind == Condition::kName &&
        plain.count(one.operands[0].name) > 0)
      return &one;
  return nullptr;
}
}  // namespace

void ReportContradictions(const Condition& condition, diag::Sink& sink) {
  for (const Condition& operand : condition.operands) ReportContradictions(operand, sink);
  if (condition.kind != Condition::kAnd && condition.kind != Condition::kOr) return;
  const Condition* twice = Contradiction(condition);
  if (twice == nullptr) return;
  const std::string& name = twice->operands[0].name;
  sink.Emit(codes::SigmaConditionIdle, twice->span,
            condition.kind == Condition::kAnd ? "never" : "always", name, name)
      .Help("remove one of them, or name another selection");
}

std::optional<Condition> ReadCondition(const yaml::Node& scalar, diag::Sink& sink) {
  return Reader(scalar, sink).Read();
}

bool FitsPattern(std::string_view name, std::string_view pattern) {
  if (!name.empty() && name[0] == '_' && (pattern.empty() || pattern[0] != '_')) return false;
  return pattern == "them" || FitsNamePattern(name, pattern);
}

}  // namespace sigrun::sigma
