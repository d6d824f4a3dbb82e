// The index of literals answers as the tests do, and finds all rules that may match.
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "runtime/exec/rule_tally.h"
#include "stdlib/native/match/literal_index.h"
#include "stdlib/native/match/regex.h"
#include "tests/unit/program_sample.h"

namespace sigrun::exec {
namespace {

using stdlib::native::Literal;
using stdlib::native::LiteralIndex;
using stdlib::native::Place;
using Random = std::mt19937;

// Letters that fold to one another, that fold oddly, that are not UTF-8; a few only, so that texts
// overlap.
const char* const kLetters[] = {"a", "A", "b",      "B",        "\\", ".", "é", "É",
                                "k", "K", "\u212A", "s",        "S",  "ſ", "ß", "İ",
                                "i", "ı", "\xff",   "\xe2\x84", "/",  "\""};

std::string Text(Random& random, size_t most) {
  std::string text;
  const bool ascii = random() % 2 == 0;
  for (size_t n = random() % (most + 1); n > 0; --n)
    text += kLetters[random() % (ascii ? 6 : std::size(kLetters))];
  return text;
}

// Mostly short; some longer than a block, and some longer than what is searched for bytewise.
std::string SomeText(Random& random) {
  const size_t most[] = {3, 6, 12, 40, 120};
  return Text(random, most[random() % std::size(most)]);
}

bool Has(std::string_view text, const Literal& literal) {
  switch (literal.place) {
    case Place::kWhole:
      return text == literal.text;
    case Place::kBeginning:
      return text.starts_with(literal.text);
    case Place::kEnd:
      return text.ends_with(literal.text);
    case Place::kAnywhere:
      return text.find(literal.text) != std::string_view::npos;
  }
  return false;
}

TEST_CASE("an index finds just the literals that a text has") {
  Random random(1);
  for (int round = 0; round < 300; ++round) {
    std::set<Literal> made;
    for (size_t n = random() % 60; n > 0; --n) {
      const auto place = static_cast<Place>(random() % 4);
      std::string text = SomeText(random);
      if (!text.empty() || place == Place::kWhole) made.insert({place, std::move(text)});
    }
    const std::vector<Literal> literals(made.begin(), made.end());
    const LiteralIndex index(literals);
    for (int i = 0; i < 40; ++i) {
      std::string text = SomeText(random);
      if (!literals.empty() && i % 2 == 0) text += literals[random() % literals.size()].text;
      std::set<uint32_t> found, expected;
      CHECK(index.ForEach(
          text, [&](uint32_t literal) { return found.contains(literal); },
          [&](uint32_t literal) { found.insert(literal); }));
      for (uint32_t l = 0; l < literals.size(); ++l)
        if (Has(text, literals[l])) expected.insert(l);
      CHECK(found == expected);
    }
  }
}

TEST_CASE("an index gives up rather than compare for ever") {
  std::vector<Literal> literals;
  for (int i = 0; i < 2'000; ++i)
    literals.push_back({Place::kAnywhere, std::string(400, 'a') + std::to_string(i)});
  const LiteralIndex index(literals);
  const auto no = [](uint32_t) { return false; };
  size_t found = 0;
  CHECK(index.ForEach("nothing of the kind", no, [&](uint32_t) { ++found; }));
  const bool sure = index.ForEach(std::string(100'000, 'a') + "1", no, [&](uint32_t) { ++found; });
  CHECK((!sure || found > 0));
}

TEST_CASE("what a regex needs is in every text that it matches") {
  using stdlib::native::RequiredParts;
  using Strings = std::vector<std::string>;
  CHECK(RequiredParts("PsExec.*-accepteula", "") == Strings{"-accepteula"});
  const Strings either = RequiredParts("(mimikatz|sekurlsa).*x", "i");
  CHECK(std::set(either.begin(), either.end()) == std::set<std::string>{"mimikatz", "sekurlsa"});
  CHECK(RequiredParts("\\\\xcopy", "") == Strings{"\\xcopy"});
  for (const char* const none : {"a", "", "[a-z]+", ".*", "(abc)?", "abc|d", "İstanbul",
                                 "\\x{130}stanbul", "\\p{L}stanbul", "(unclosed"})
    CHECK(RequiredParts(none, "").empty());
}

// A program whose rules and atoms are all tests of its only slot.
class Tests {
 public:
  explicit Tests(Random& random) : random_(random) {
    program_.slots.push_back({{"field"}});
    const size_t count = 1 + random() % 60;
    for (size_t i = 0; i < count; ++i) AddTest();
  }
  const program::Program& program() const { return program_; }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  struct Row {
    const char* kernel;
    std::optional<stdlib::PreparedKind> kind;
  };

  std::string Wanted() {
    // Also parts and extensions of others.
    std::string text = SomeText(random_);
    if (!texts_.empty() && random_() % 3 == 0) text = texts_[random_() % texts_.size()] + text;
    if (text.size() > 2 && random_() % 3 == 0) text.resize(text.size() / 2);
    texts_.push_back(text);
    return text;
  }

  void AddTest() {
    using enum stdlib::PreparedKind;
    static constexpr Row kRows[] = {
        {"eq_text", {}},
        {"eq_text_cased", {}},
        {"in_text", kTextSet},
        {"in_text_cased", kTextSetCased},
        {"contains", {}},
        {"contains_cased", {}},
        {"contains_any", kPartList},
        {"contains_any_cased", kPartListCased},
        {"startswith", {}},
        {"startswith_cased", {}},
        {"startswith_any", kPrefixList},
        {"startswith_any_cased", kPrefixListCased},
        {"endswith", {}},
        {"endswith_cased", {}},
        {"endswith_any", kSuffixList},
        {"endswith_any_cased", kSuffixListCased},
        {"like", kGlob},
        {"like_any", kGlobList},
        {"like_any_cased", kGlobListCased},
        {"matches", kRegex},
    };
    const Row& row = kRows[random_() % std::size(kRows)];
    program::TestOf test{0, program::KernelNamed(row.kernel),
                         static_cast<uint32_t>(program_.constants.size()), random_() % 8 == 0};
    if (!row.kind) {
      program_.constants.push_back(Wanted());
    } else {
      stdlib::PreparedSpec spec{*row.kind, {}, {}};
      const bool one = *row.kind == kGlob || *row.kind == kRegex;
      for (size_t n = one ? 1 : 1 + random_() % 40; n > 0; --n) spec.items.push_back(Wanted());
      if (*row.kind == kRegex) {
        spec.items = {Quoted(spec.items[0])};
        spec.flags = random_() % 2 == 0 ? "i" : "";
      }
      if (*row.kind == kGlob || *row.kind == kGlobList || *row.kind == kGlobListCased)
        for (std::string& item : spec.items) item.insert(random_() % (item.size() + 1), "*");
      if (!stdlib::Prepare(spec).ok()) return;
      program_.constants.push_back(spec);
    }
    const auto atom = static_cast<uint32_t>(program_.atoms.size());
    program_.atoms.push_back(test);
    program::Rule rule;
    rule.condition = program::AtomHolds(program_, atom);
    program_.rules.push_back(std::move(rule));
  }

  // The text as an expression, one letter of it made any.
  std::string Quoted(const std::string& text) {
    std::string pattern;
    for (const char c : text)
      pattern += std::string(c == '\\' || c == '.' ? "\\" : "") +
                 (random_() % 9 == 0 ? "." : std::string(1, c));
    return pattern;
  }

  Random& random_;
  program::Program program_;
  std::vector<std::string> texts_;
};

// Values of all kinds that have some of the texts in them.
class Values {
 public:
  Values(Random& random, const std::vector<std::string>& texts) : random_(random), texts_(texts) {}

  Value Next() {
    if (random_() % 4 != 0) return One();
    items_.clear();
    for (size_t n = random_() % 4; n > 0; --n) items_.push_back(One());
    return Value::List(items_.data(), static_cast<uint32_t>(items_.size()));
  }

 private:
  Value One() {
    switch (random_() % 12) {
      case 0:
        return {};
      case 1:
        return Value::Null();
      case 2:
        return Value::Int(static_cast<int64_t>(random_() % 20));
      case 3:
        return Value::Bool(random_() % 2 == 0);
      case 4:
        return Value::Object(Keep("{\"a\":\"" + Part() + "\\\\" + Part() + "\\u0041\"}"));
      default:
        return Value::String(Keep(Part() + Part() + Part()));
    }
  }
  std::string Part() {
    if (random_() % 3 == 0 && !texts_.empty()) return texts_[random_() % texts_.size()];
    return random_() % 2 == 0 ? SomeText(random_) : "";
  }
  std::string_view Keep(std::string text) {
    return *kept_.emplace_back(std::make_unique<std::string>(std::move(text)));
  }

  Random& random_;
  const std::vector<std::string>& texts_;
  std::vector<Value> items_;
  std::vector<std::unique_ptr<std::string>> kept_;
};

class Matched final : public MatchHandler {
 public:
  void OnMatch(uint32_t rule, Evaluation&) override { rules.push_back(rule); }
  void OnFeed(const program::Fed&, Evaluation&) override {}
  std::vector<uint32_t> rules;
};

// Evaluates, and counts what rules find.
class Counted {
 public:
  explicit Counted(const LoadedProgram& program) : executor_(program, {}), tally_(program, {}) {}

  std::vector<uint32_t> MatchedBy(const event::Event& event) {
    Matched matched;
    executor_.Begin(event);
    executor_.Evaluate(matched);
    tally_.Count(executor_.results());
    return matched.rules;
  }
  std::vector<RuleCounters> Counters() const { return tally_.Counters(); }

 private:
  Executor executor_;
  RuleTally tally_;
};

TEST_CASE(
    "with an index and without, every test has the same answer and every rule matches alike") {
  Random random(2);
  size_t yes = 0;
  for (int round = 0; round < 200; ++round) {
    const Tests tests(random);
    const LoadedProgram plain(tests.program(), {false, false, false, false});
    const LoadedProgram fast(tests.program(), {true, true, true, true, true});
    const LoadedProgram usual(tests.program());
    Counted by_test(plain), by_index(fast), as_usual(usual);
    Evaluation asked(plain), looked_up(fast);
    Values values(random, tests.texts());
    for (int i = 0; i < 60; ++i) {
      const Value value = values.Next();
      event::Event event;
      event.slots = {&value, 1};
      const std::vector<uint32_t> expected = by_test.MatchedBy(event);
      yes += expected.size();
      CHECK(by_index.MatchedBy(event) == expected);
      CHECK(as_usual.MatchedBy(event) == expected);
      asked.SetEvent(event.slots);
      looked_up.SetEvent(event.slots);
      for (uint32_t atom = 0; atom < tests.program().atoms.size(); ++atom)
        CHECK(looked_up.AskAtom(atom) == asked.AskAtom(atom));
    }
    // A rule that is found by a whole text is only evaluated on events that have one.
    for (size_t rule = 0; rule < tests.program().rules.size(); ++rule) {
      CHECK(by_test.Counters()[rule].evaluated == 60);
      CHECK(as_usual.Counters()[rule].evaluated == by_index.Counters()[rule].evaluated);
      CHECK(by_index.Counters()[rule].matched == by_test.Counters()[rule].matched);
    }
  }
  CHECK(yes > 1'000);
}

}  // namespace
}  // namespace sigrun::exec
