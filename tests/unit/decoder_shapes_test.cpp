// Records of a known shape are walked by comparing text: no answer may depend on it.
#include <doctest/doctest.h>

#include <random>

#include "runtime/event/fields/shapes.h"
#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

class RandomJson {
 public:
  explicit RandomJson(unsigned seed) : random_(seed) {}

  unsigned Below(unsigned most) { return static_cast<unsigned>(random_() % most); }

  // Few keys and kinds, so that shapes repeat, and some of what makes records unlike others.
  std::string Object(int depth) {
    std::string text = "{" + Space();
    for (unsigned i = 0, members = Below(4); i < members; ++i)
      text += (i > 0 ? "," + Space() : "") + Key() + Space() + ":" + Space() + Value(depth);
    return text + Space() + "}";
  }

 private:
  std::string Pick(std::initializer_list<const char*> from) {
    return from.begin()[Below(static_cast<unsigned>(from.size()))];
  }
  std::string Space() { return spaced_ ? Pick({"", "", " ", "\t"}) : ""; }
  std::string Key() {
    return Pick({"\"a\"", "\"b\"", "\"c\"", "\"a.b\"", "\"b.c\"", "\"\"", "\"\\u0061\"",
                 "\"a key that is longer than thirty-two bytes\"",
                 "\"a key that is longer than thirty-two words\""});
  }
  std::string Value(int depth) {
    switch (Below(depth > 0 ? 8 : 5)) {
      case 0:
        return Pick({"1", "-0.5e3", "12345678901234567890", "01", "1x"});
      case 1:
        return Pick({"true", "false", "null", "nul"});
      case 2:
      case 3:
      case 4:
        return "\"" + Pick({"", "x", "\\\"", "\\\\", "tab\\there", "{\\\"a\\\":1}", "]}", "\\q"}) +
               std::string(Below(3) * Below(20), 'y') + "\"";
      case 5: {
        std::string text = "[";
        for (unsigned i = 0, items = Below(4); i < items; ++i)
          text += (i > 0 ? "," : "") + Space() + Value(depth - 1);
        return text + "]";
      }
      default:
        return Object(depth - 1);
    }
  }

  std::mt19937 random_;
  const bool spaced_ = Below(4) == 0;
};

Layout TestLayout(bool accept_any) {
  Layout layout = Paths({"a", "b", "a.b", "a.b.c", "b.c", "c.a", "c", "a.a"});
  layout.accept_any = accept_any;
  if (accept_any) layout.slots.push_back({{}});
  return layout;
}

void CheckSame(const std::string& text, const Layout& layout, size_t chunk) {
  Limits limits;
  limits.chunk_bytes = chunk;
  limits.depth = 6;
  const Log remembering = Decode(text, layout, limits);
  limits.remember_shapes = false;
  const Log plain = Decode(text, layout, limits);
  CHECK(remembering.lines == plain.lines);
  CHECK(remembering.carriers == plain.carriers);
  CHECK(remembering.texts == plain.texts);
}

TEST_CASE("remembered shapes change no value") {
  for (unsigned seed = 0; seed < 150; ++seed) {
    RandomJson json(seed);
    std::vector<std::string> shapes;
    for (int i = 0; i < 12; ++i) shapes.push_back(json.Object(3));
    std::string text;
    for (int i = 0; i < 150; ++i) {
      const std::string& inner = shapes[json.Below(12)];
      if (json.Below(2) == 0) {
        text += inner + "\n";
        continue;
      }
      std::string record =
          Record(fmt::format("id-{}", i), ",\"a\":" + inner + ",\"b\":" + shapes[json.Below(12)]);
      if (json.Below(4) == 0)
        record[json.Below(static_cast<unsigned>(record.size()))] = "{}[]\",:\\n 1"[json.Below(11)];
      text += record + "\n";
    }
    CAPTURE(seed);
    for (const bool any : {false, true})
      for (const size_t chunk : {100, 1000, 100'000}) CheckSame(text, TestLayout(any), chunk);
  }
}

TEST_CASE("records that are all different do not fill memory, nor hide the known ones") {
  std::string text;
  for (int i = 0; i < 40'000; ++i)
    text += Record("x", fmt::format(",\"key{}\":1,\"a\":{{\"k{}\":[\"v\"]}}", i, i / 2)) + "\n" +
            (i % 100 == 0 ? Record("y", ",\"b\":2") + "\n" : "");
  CheckSame(text, TestLayout(false), 100'000);
}

// The steps of a shape of records whose walk notes one value after each key.
Shapes::Draft DraftOf(const TokenView& view) {
  Shapes::Draft draft;
  for (uint32_t k = 0; k < view.count; ++k)
    if (view.Char(k) == ':') draft.Add(k + 1, Shapes::Ends::kString, 1, false);
  draft.Add(view.count - 1, Shapes::Ends::kRecord, 0, false);
  return draft;
}

bool Knows(Shapes& shapes, std::string text) {
  const size_t size = text.size();
  text.append(StructuralIndex::kPadding, '\0');
  StructuralIndex index;
  index.Build(text.data(), size, size);
  Shapes::Position position = Shapes::Begin(index.view(), 0);
  for (;;) {
    const auto steps = shapes.Next(position);
    if (steps.empty()) return false;
    if (steps.back().ends == Shapes::Ends::kRecord) return true;
  }
}

void Learn(Shapes& shapes, std::string text) {
  const size_t size = text.size();
  text.append(StructuralIndex::kPadding, '\0');
  StructuralIndex index;
  index.Build(text.data(), size, size);
  shapes.Learn(index.view(), 0, DraftOf(index.view()));
}

TEST_CASE("a shape is known by all that stands between its values") {
  Shapes shapes;
  Learn(shapes, R"({"a":"1","b":"2","c":"3"})");
  Learn(shapes, R"({"a":"1","b":"2","d":"3"})");
  Learn(shapes, R"({"a":"1"})");
  CHECK(Knows(shapes, R"({"a":"some text","b":"","c":"\"}"})"));
  CHECK(Knows(shapes, R"({"a":"x","b":"y","d":"z"})"));
  CHECK(Knows(shapes, R"({"a":"x"})"));
  CHECK(Knows(shapes, R"({"a":"x" ,"b":"y"  ,"d":"z" })"));
  CHECK(!Knows(shapes, R"({"a":"x","b":"y","e":"z"})"));
  CHECK(!Knows(shapes, R"({"a":"x","b":"y"})"));
  CHECK(!Knows(shapes, R"({"a":"x","b":3,"d":"z"})"));
  CHECK(!Knows(shapes, R"({"a":"x", "b":"y","d":"z"})"));
  CHECK(!Knows(shapes, R"({"a":"x","b":"y","c":"z")"));
}

}  // namespace
}  // namespace sigrun::event::testing
