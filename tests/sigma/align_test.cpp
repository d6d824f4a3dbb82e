// Every word of a scalar is found at its position, in every YAML style.
#include <doctest/doctest.h>

#include <random>

#include "compiler/yaml/yaml.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

enum Style { kPlain, kSingle, kDouble, kLiteral, kFolded };

class Writer {
 public:
  explicit Writer(uint32_t seed) : random_(seed) {}

  struct Written {
    std::string yaml;                // a mapping of one key
    std::vector<std::string> words;  // as written
  };
  Written Write() {
    const auto style = static_cast<Style>(Below(5));
    Written written;
    std::string body = style == kSingle   ? "'"
                       : style == kDouble ? "\""
                       : style == kPlain  ? ""
                       : style == kFolded ? (Below(2) ? ">-\n  " : "> # comment\n  ")
                                          : (Below(2) ? "|\n  " : "|+\n  ");
    const size_t count = 1 + Below(6);
    for (size_t i = 0; i < count; ++i) {
      written.words.push_back(Word(style));
      body += (i == 0 ? "" : Gap(style)) + written.words.back();
    }
    if (style == kSingle) body += '\'';
    if (style == kDouble) body += '"';
    const char* properties[] = {"", "", "&a ", "!!str "};
    written.yaml = "é: " + std::string(properties[Below(4)]) + body + "\nnext: x\n";
    return written;
  }

 private:
  size_t Below(size_t limit) {
    return std::uniform_int_distribution<size_t>(0, limit - 1)(random_);
  }

  std::string Word(Style style) {
    std::vector<std::string> letters = {"a", "b", "z", "é", "\xE2\x82\xAC"};
    if (style == kSingle) letters.insert(letters.end(), {"''", "\"", "\\"});
    if (style == kDouble)
      letters.insert(letters.end(),
                     {"\\\"", "\\\\", "\\x41", "\\u00e9", "\\U0001F600", "\\/", "'"});
    if (style == kLiteral || style == kFolded)
      letters.insert(letters.end(), {"'", "\"", "#", "\\"});
    std::string word;
    for (size_t i = 0, size = 1 + Below(4); i < size; ++i) word += letters[Below(letters.size())];
    return word;
  }

  std::string Gap(Style style) {
    std::vector<std::string> gaps = {" ", "  ", "\n  ", "\n\n  ", "\r\n  "};
    if (style == kDouble) gaps.insert(gaps.end(), {"\\n", "\\t ", " \\\n  ", "\\x20", "\\u000a "});
    if (style == kFolded || style == kLiteral) gaps.push_back("\n    ");
    return gaps[Below(gaps.size())];
  }

  std::mt19937 random_;
};

TEST_CASE("every word of a scalar is found where it is written") {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    const Writer::Written written = Writer(seed).Write();
    CAPTURE(written.yaml);
    SourceMap sources;
    diag::Sink sink;
    const SourceId source = sources.Add("x.yml", written.yaml);
    const yaml::Tree tree = yaml::Parse(source, sources, sink);
    REQUIRE(tree.documents.size() == 1);
    const yaml::Node& scalar = tree[tree[tree.documents[0].root].entries[0].value];
    size_t at = 0;
    for (const std::string& word : written.words) {
      while (at < scalar.text.size() && static_cast<unsigned char>(scalar.text[at]) <= ' ') ++at;
      size_t end = at;
      while (end < scalar.text.size() && static_cast<unsigned char>(scalar.text[end]) > ' ') ++end;
      const auto span = yaml::FindPart(scalar, at, end);
      REQUIRE(span);
      CHECK(sources.Text(*span) == word);
      at = end;
    }
  }
}

}  // namespace
}  // namespace sigrun::sigma_testing
