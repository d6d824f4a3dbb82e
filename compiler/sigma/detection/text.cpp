#include "compiler/sigma/detection/text.h"

#include <algorithm>
#include <utility>

#include "base/text/ascii.h"

namespace sigrun::sigma {
namespace {

bool IsNameChar(char c) { return c == '_' || c == '-' || c == '.' || IsAsciiAlnum(c); }

// The end of the placeholder that begins at `at` (after its second %); npos if there is none.
size_t PlaceholderEnd(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && IsNameChar(text[end])) ++end;
  return end > at + 1 && end < text.size() && text[end] == '%' ? end + 1 : std::string_view::npos;
}

}  // namespace

bool Text::HasWildcards() const {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == Token::kAny || token.kind == Token::kOne;
  });
}

Text::Core Text::ToCore() const {
  Core core;
  size_t begin = 0, end = tokens.size();
  while (begin < end && tokens[begin].kind == Token::kAny) core.any_before = true, ++begin;
  while (end > begin && tokens[end - 1].kind == Token::kAny) core.any_after = true, --end;
  for (size_t i = begin; i < end; ++i) {
    core.simple &= tokens[i].kind == Token::kLiteral;
    core.literal += tokens[i].text;
  }
  // Only wildcards: any value matches, which is not a part of a text.
  core.simple &= begin < end || !core.any_before;
  return core;
}

void Normalise(std::vector<Token>& tokens) {
  std::vector<Token> out;
  for (Token& token : tokens) {
    if (token.kind == Token::kLiteral && token.text.empty()) continue;
    if (token.kind == Token::kLiteral && !out.empty() && out.back().kind == Token::kLiteral)
      out.back().text += token.text;
    else
      out.push_back(std::move(token));
  }
  tokens = std::move(out);
}

std::vector<Token> ReadText(std::string_view written) {
  std::vector<Token> tokens;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) tokens.push_back({Token::kLiteral, std::move(literal)});
    literal.clear();
  };
  for (size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    const char next = i + 1 < written.size() ? written[i + 1] : '\0';
    if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
      literal += next;
      ++i;
    } else if (c == '*' || c == '?') {
      flush();
      tokens.push_back({c == '*' ? Token::kAny : Token::kOne, {}});
    } else {
      literal += c;
    }
  }
  flush();
  return tokens;
}

std::vector<Token> ReadPlaceholders(const std::vector<Token>& tokens) {
  std::vector<Token> out;
  for (const Token& token : tokens) {
    if (token.kind != Token::kLiteral) {
      out.push_back(token);
      continue;
    }
    const std::string_view text = token.text;
    std::string literal;
    for (size_t i = 0; i < text.size();) {
      if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '%') {
        literal += '%';
        i += 2;
        continue;
      }
      const size_t end = text[i] == '%' ? PlaceholderEnd(text, i) : std::string_view::npos;
      if (end == std::string_view::npos) {
        literal += text[i++];
        continue;
      }
      out.push_back({Token::kLiteral, std::exchange(literal, {})});
      out.push_back({Token::kPlaceholder, std::string(text.substr(i + 1, end - i - 2))});
      i = end;
    }
    out.push_back({Token::kLiteral, std::move(literal)});
  }
  Normalise(out);
  return out;
}

std::string ToLike(const std::vector<Token>& tokens) {
  std::string pattern;
  for (const Token& token : tokens) {
    if (token.kind == Token::kAny && (pattern.empty() || pattern.back() != '*' ||
                                      (pattern.size() > 1 && pattern[pattern.size() - 2] == '\\')))
      pattern += '*';
    if (token.kind == Token::kOne) pattern += '?';
    for (const char c : token.text) {
      if (c == '*' || c == '?' || c == '\\') pattern += '\\';
      pattern += c;
    }
  }
  return pattern;
}

std::string EscapedForRegex(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace sigrun::sigma
