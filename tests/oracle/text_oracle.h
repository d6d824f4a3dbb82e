// The meaning of the text tests, written down the slow way: texts become vectors of folded code
// points first, and those are searched by the standard library.
#pragma once

#include <utf8proc.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace sigrun::oracle {

using Folded = std::vector<int>;

// Full case folding if it yields one code point, lower case otherwise.
inline int FoldOne(int c) {
  utf8proc_int32_t out[4];
  int last_class = 0;
  const auto count = utf8proc_decompose_char(c, out, 4, UTF8PROC_CASEFOLD, &last_class);
  return count == 1 ? out[0] : c == 0x130 ? c : utf8proc_tolower(c);
}

inline Folded Fold(std::string_view text) {
  Folded folded;
  while (!text.empty()) {
    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &c);
    folded.push_back(size > 0 ? FoldOne(c) : -1 - static_cast<unsigned char>(text[0]));
    text.remove_prefix(size > 0 ? static_cast<size_t>(size) : 1);
  }
  return folded;
}

inline bool Equal(std::string_view a, std::string_view b) { return Fold(a) == Fold(b); }

inline bool Contains(std::string_view text, std::string_view part) {
  const Folded t = Fold(text), p = Fold(part);
  return p.empty() || std::search(t.begin(), t.end(), p.begin(), p.end()) != t.end();
}

inline bool StartsWith(std::string_view text, std::string_view prefix) {
  const Folded t = Fold(text), p = Fold(prefix);
  return t.size() >= p.size() && std::equal(p.begin(), p.end(), t.begin());
}

inline bool EndsWith(std::string_view text, std::string_view suffix) {
  const Folded t = Fold(text), s = Fold(suffix);
  return t.size() >= s.size() && std::equal(s.rbegin(), s.rend(), t.rbegin());
}

// Wildcards by recursion over (pattern position, text position), each pair visited once.
class GlobOracle {
 public:
  static bool Matches(std::string_view pattern, std::string_view text) {
    GlobOracle oracle;
    oracle.Read(pattern);
    oracle.text_ = Fold(text);
    return oracle.From(0, 0);
  }

 private:
  struct Element {
    enum { kOne, kAny, kRun } kind;
    int folded = 0;
  };

  void Read(std::string_view pattern) {
    const Folded folded = Fold(pattern);
    for (size_t i = 0; i < folded.size(); ++i) {
      const int next = i + 1 < folded.size() ? folded[i + 1] : 0;
      if (folded[i] == '\\' && (next == '*' || next == '?' || next == '\\')) {
        elements_.push_back({Element::kOne, next});
        ++i;
      } else if (folded[i] == '*') {
        elements_.push_back({Element::kRun});
      } else if (folded[i] == '?') {
        elements_.push_back({Element::kAny});
      } else {
        elements_.push_back({Element::kOne, folded[i]});
      }
    }
  }

  bool From(size_t element, size_t at) {
    const auto key = std::pair(element, at);
    if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
    const bool answer = Work(element, at);
    memo_[key] = answer;
    return answer;
  }

  bool Work(size_t element, size_t at) {
    if (element == elements_.size()) return at == text_.size();
    const Element& e = elements_[element];
    if (e.kind == Element::kRun)
      return From(element + 1, at) || (at < text_.size() && From(element, at + 1));
    if (at == text_.size()) return false;
    return (e.kind == Element::kAny || e.folded == text_[at]) && From(element + 1, at + 1);
  }

  std::vector<Element> elements_;
  Folded text_;
  std::map<std::pair<size_t, size_t>, bool> memo_;
};

}  // namespace sigrun::oracle
