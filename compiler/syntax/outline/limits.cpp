#include "compiler/syntax/outline/limits.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/utf8.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/lex/words.h"

namespace sigrun::syntax {
namespace {

constexpr const char* kNameTheParts = "give the parts names in separate bindings";

// Counts the constructs around each value.
class Counter {
 public:
  explicit Counter(const Tokens& tokens) : tokens_(tokens) {}

  std::optional<Excess> Step(uint32_t i, bool after_operand) {
    const size_t type = tokens_.type(i);
    if (type == Lexer::DOT) {
      dots_ = last_dot_ && i == *last_dot_ + 2 ? dots_ + 1 : 1;
      last_dot_ = i;
      if (dots_ >= kMaxPathKeys)
        return Excess{i, fmt::format("a path of more than {} keys", kMaxPathKeys),
                      "no field is that deep: look for a key that is repeated"};
    }
    if (IsOpening(type)) {
      levels_.push_back({Depth() + 1, 0, 0, levels_.back().chain});
    } else if (IsClosing(type)) {
      Leave();
    } else if (type == Lexer::IF) {
      ++levels_.back().ifs;
    } else if (type == Lexer::NOT || (type == Lexer::MINUS && !after_operand)) {
      ++levels_.back().prefixes;
    } else if (IsArithmetic(type)) {
      ++levels_.back().chain;
    } else {
      Reset(type);
    }
    if (Depth() > kMaxNesting)
      return Excess{i, fmt::format("nested more than {} deep", kMaxNesting), kNameTheParts};
    if (levels_.back().chain >= kMaxChain)
      return Excess{i, fmt::format("more than {} operands in one chain of arithmetic", kMaxChain),
                    kNameTheParts};
    return std::nullopt;
  }

 private:
  struct Level {
    uint32_t base;      // depth of the bracket itself
    uint32_t ifs;       // nested: if a then b else if c …
    uint32_t prefixes;  // not not - …, before the next value
    uint32_t chain;     // arithmetic, including the surrounding brackets
  };

  uint32_t Depth() const {
    return levels_.back().base + levels_.back().ifs + levels_.back().prefixes;
  }
  void Leave() {
    if (levels_.size() == 1) return;
    const uint32_t chain = levels_.back().chain;
    levels_.pop_back();
    levels_.back().prefixes = 0;
    levels_.back().chain = std::max(levels_.back().chain, chain);
  }
  void Reset(size_t type) {
    Level& level = levels_.back();
    level.prefixes = 0;
    if (type == Lexer::COMMA || type == Lexer::ASSIGN || type == Lexer::CONDITION) {
      level.ifs = 0;
      level.chain = 0;
    }
    if (type == Lexer::AND || type == Lexer::OR || IsTestOperator(type)) level.chain = 0;
  }

  const Tokens& tokens_;
  std::vector<Level> levels_{{0, 0, 0, 0}};
  std::optional<uint32_t> last_dot_;  // in a path, dots are two tokens apart
  uint32_t dots_ = 0;                 // of the path
};

}  // namespace

bool CheckText(std::string_view text, SourceId source, diag::Sink& sink) {
  if (text.size() > kMaxFileBytes) {
    sink.Emit(diag::codes::TooLarge, Span{source, 0, 0},
              fmt::format("the file has {} bytes; the limit is {}", text.size(), kMaxFileBytes));
    return false;
  }
  const size_t invalid = utf8::ValidLength(text);
  if (invalid == text.size()) return true;
  const auto at = static_cast<uint32_t>(invalid);
  auto diagnostic = sink.Emit(diag::codes::InvalidUtf8, Span{source, at, at + 1});
  const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  diagnostic.Help(
      utf16 ? "it looks like UTF-16: save it as UTF-8"
            : fmt::format("byte 0x{:02X} does not begin a UTF-8 character: save it as UTF-8",
                          static_cast<unsigned char>(text[invalid])));
  return false;
}

std::optional<Excess> FindExcess(const Tokens& tokens, Section section) {
  if (section.end - section.begin > kMaxTokens)
    return Excess{section.begin, fmt::format("more than {} tokens in one declaration", kMaxTokens),
                  "a long list can be read from a file: list name from \"addresses.txt\""};
  Counter counter(tokens);
  bool after_operand = false;
  for (uint32_t i = section.begin; i < section.end; ++i) {
    if (auto excess = counter.Step(i, after_operand)) return excess;
    after_operand = EndsOperand(tokens.type(i));
  }
  return std::nullopt;
}

}  // namespace sigrun::syntax
