// Random inputs for the comparisons with the oracles: short texts from a small alphabet of
// error-prone characters, so that matches are frequent. The same in every run.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::oracle {

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  // 0 … limit - 1
  size_t Below(size_t limit) { return engine_() % limit; }
  std::string Text(const std::vector<std::string>& alphabet, size_t most) {
    std::string text;
    for (size_t n = Below(most + 1); n > 0; --n) text += alphabet[Below(alphabet.size())];
    return text;
  }

 private:
  std::mt19937 engine_;
};

// Letters of both cases, code points that fold to ASCII or change their length, broken UTF-8.
inline const std::vector<std::string> kTrickyAlphabet = {
    "a", "A", "b", "k", "K", "\u212A", "s", "S", "\u017F", "é", "É",    "ß",    "\u1E9E",   "σ",
    "ς", "Σ", "İ", "ı", "i", "I",      "Ⱥ", "ⱥ", "😀",     ".", "\xC3", "\x80", "\xE2\x84", "\xFF",
};
inline const std::vector<std::string> kAsciiAlphabet = {"a", "A", "b", "B", "k",
                                                        "@", "`", "[", "{"};

}  // namespace sigrun::oracle
