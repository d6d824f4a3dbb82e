// Membership in sets of texts and of numbers.
#include <doctest/doctest.h>

#include "../oracle/call_kernel.h"
#include "../oracle/random_text.h"
#include "../oracle/text_oracle.h"

namespace sigrun::oracle {
namespace {

using stdlib::PreparedKind;

TEST_CASE("a text is in a set whatever its letter case, unless cased") {
  const Constant set(PreparedKind::kTextSet, {"AssumeRole", "straße", ""});
  CHECK(Test("in_text", {Text("ASSUMEROLE"), set}));
  CHECK(Test("in_text", {Text("STRAẞE"), set}));
  CHECK(Test("in_text", {Text(""), set}));
  CHECK_FALSE(Test("in_text", {Text("AssumeRol"), set}));
  const Constant cased(PreparedKind::kTextSetCased, {"AssumeRole"});
  CHECK(Test("in_text_cased", {Text("AssumeRole"), cased}));
  CHECK_FALSE(Test("in_text_cased", {Text("assumerole"), cased}));
}

TEST_CASE("numbers and flags are in a set of texts by their text") {
  const Constant set(PreparedKind::kTextSet, {"4688", "TRUE"});
  CHECK(Test("in_text", {Value::Int(4688), set}));
  CHECK(Test("in_text", {Value::Bool(true), set}));
}

TEST_CASE("an empty set holds nothing") {
  CHECK_FALSE(Test("in_text", {Text(""), Constant(PreparedKind::kTextSet, {})}));
  CHECK_FALSE(Test("in_number", {Value::Int(0), Constant(PreparedKind::kNumberSet, {})}));
}

TEST_CASE("texts longer than any buffer are found") {
  const std::string longer(5000, 'a');
  const Constant set(PreparedKind::kTextSet, {longer, std::string(256, 'k')});
  CHECK(Test("in_text", {Text(std::string(5000, 'A')), set}));
  CHECK_FALSE(Test("in_text", {Text(longer + "a"), set}));
  std::string kelvins;
  for (int i = 0; i < 256; ++i) kelvins += "\u212A";
  CHECK(Test("in_text", {Text(kelvins), set}));
  CHECK_FALSE(Test("in_text", {Text(kelvins + "k"), set}));
}

TEST_CASE("sets of texts agree with equality to each item") {
  Random random(21);
  int hits = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> items;
    for (size_t n = random.Below(30); n > 0; --n) items.push_back(random.Text(kTrickyAlphabet, 3));
    const Constant set(PreparedKind::kTextSet, items);
    for (int j = 0; j < 20; ++j) {
      const std::string text = random.Text(kTrickyAlphabet, 3);
      bool expected = false;
      for (const std::string& item : items) expected |= Equal(item, text);
      hits += expected;
      CHECK(Test("in_text", {Text(text), set}) == expected);
    }
  }
  CHECK(hits > 1000);
}

TEST_CASE("a number is in a set by its value") {
  const Constant set(PreparedKind::kNumberSet, {"443", "1.5", "9007199254740993", "1e3"});
  CHECK(Test("in_number", {Value::Float(443.0), set}));
  CHECK(Test("in_number", {Text("443.0"), set}));
  CHECK(Test("in_number", {Value::Float(1.5), set}));
  CHECK(Test("in_number", {Value::Int(1000), set}));
  CHECK_FALSE(Test("in_number", {Value::Int(9007199254740992), set}));
  CHECK_FALSE(Test("in_number", {Value::Float(9007199254740992.0), set}));
  CHECK_FALSE(Test("in_number", {Text("https"), set}));
  CHECK(RefusalOf(PreparedKind::kNumberSet, {"12", "twelve"}) == "\"twelve\" is not a number");
}

}  // namespace
}  // namespace sigrun::oracle
