// The result depends neither on the pieces in which the bytes arrive nor on how much is read at
// once; and no single damaged byte affects more than its own record.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

using Ids = std::vector<std::string>;

std::string Uuid(int i) { return fmt::format("{:08x}-0000-4000-8000-000000000000", i); }

// A record that differs from its neighbours in size and shape.
std::string Varied(int i) {
  std::string more =
      fmt::format(",\"n\":{},\"policy\":\"{{\\\"a\\\":[{{}},{{\\\"b\\\":1}}]}}\"", i);
  if (i % 3 == 0) more += ",\"items\":[{\"a\":1},{\"a\":2,\"b\":[{\"c\":\"}}],{\"}]}]";
  if (i % 5 == 0) more += ",\"text\":\"" + std::string(static_cast<size_t>(i) * 7, 'x') + "\\\\\"";
  return Record(Uuid(i), more);
}

std::string Pretty(const std::string& record) {
  std::string text;
  bool in_string = false;
  for (size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (c == '\\') {
      text += record.substr(i++, 2);
      continue;
    }
    if (c == '"') in_string = !in_string;
    text += c;
    if (!in_string && (c == ',' || c == '{' || c == '[')) text += "\n    ";
  }
  return text;
}

std::string Joined(const std::string& open, const std::string& between, const std::string& close,
                   int count, bool pretty = false) {
  std::string text = open;
  for (int i = 0; i < count; ++i)
    text += (i > 0 ? between : "") + (pretty ? Pretty(Varied(i)) : Varied(i));
  return text + close;
}

std::vector<std::string> Documents() {
  const std::string message = R"({"message":)" + Quoted(Varied(1)) + "}\n";
  std::vector<std::string> documents = {
      Joined("", "\n", "\n", 30),
      Joined("", "", "", 30),
      Joined("{\"Records\":[", ",", "]}", 30),
      Joined("{\"a\":{},\"Records\":[", ", ", "],\"b\":[1]}\n", 30),
      Joined("[\n  ", ",\n  ", "\n]\n", 20, true),
      Joined("{\n \"Records\": [\n  ", ",\n  ", "\n ]\n}\n", 20, true),
      Joined("", "\n", "\n", 10, true),
      message + Varied(2) + "\n" + message,
      "\xEF\xBB\xBF" + Joined("", "\r\n\r\n", "\r\n", 5),
  };
  // Damaged ones: truncated, a byte removed, a byte changed, junk between.
  const size_t whole = documents.size();
  for (size_t i = 0; i < whole; ++i) {
    const std::string good = documents[i];
    documents.push_back(good.substr(0, good.size() * 2 / 3));
    std::string damaged = good;
    damaged.erase(damaged.find("\"eventName\"") + 10, 1);
    documents.push_back(damaged);
    damaged = good;
    damaged[damaged.size() / 2] = '\xFF';
    documents.push_back(damaged + "\nsome plain text\n" + Varied(3) + "\n");
  }
  return documents;
}

template <class SizeOf>
std::vector<std::string> InPieces(const std::string& text, const Limits& limits, SizeOf size_of) {
  Log log;
  Decoder decoder(Paths({"n", "items.a", "userIdentity.userName"}), limits, log);
  decoder.Begin(0);
  for (size_t begin = 0; begin < text.size();) {
    const size_t size = std::min<size_t>(size_of(), text.size() - begin);
    decoder.Feed(std::string_view(text).substr(begin, size));
    if (size % 3 == 0) decoder.Flush();
    begin += size;
  }
  decoder.End();
  return log.lines;
}

TEST_CASE("the pieces do not matter") {
  std::mt19937 random(1);
  for (const std::string& text : Documents()) {
    const auto whole = InPieces(text, {}, [&] { return text.size(); });
    CHECK(!whole.empty());
    for (const unsigned most : {1u, 7u, 100u, 3000u}) {
      std::uniform_int_distribution<unsigned> size(1, most);
      CHECK(InPieces(text, {}, [&] { return size(random); }) == whole);
    }
  }
}

TEST_CASE("how much is read at once does not matter") {
  for (const std::string& text : Documents()) {
    CAPTURE(text.substr(0, 200));
    const auto whole = InPieces(text, {}, [&] { return text.size(); });
    for (const size_t chunk : {64, 100, 333, 1024, 5000}) {
      CAPTURE(chunk);
      Limits limits;
      limits.chunk_bytes = chunk;
      CHECK(InPieces(text, limits, [&] { return text.size(); }) == whole);
    }
  }
}

TEST_CASE("a decoder reads one file after another") {
  Log log;
  Decoder decoder(Paths({}), {}, log);
  for (const std::string& text : {std::string("{\"Records\":[{"), Varied(1), Varied(2)}) {
    decoder.Begin(7);
    decoder.Feed(text);
    decoder.End();
  }
  CHECK(log.Kinds() == "reject event event");
  CHECK(log.last.origin.file == 7);
  CHECK(log.last.origin.record == 1);
  CHECK(log.last.origin.offset == 0);
}

TEST_CASE("flushing gives what is complete") {
  Log log;
  Decoder decoder(Paths({}), {}, log);
  decoder.Begin(0);
  decoder.Feed(Varied(1) + "\n");
  CHECK(log.ids.empty());
  decoder.Flush();
  CHECK(log.ids.size() == 1);
  CHECK(decoder.records() == 1);
  decoder.Feed(Varied(2).substr(0, 50));
  decoder.Flush();
  CHECK(log.ids.size() == 1);
  decoder.Feed(Varied(2).substr(50) + "\n");
  decoder.Flush();
  CHECK(log.ids.size() == 2);
}

TEST_CASE("flushing gives what is complete, also if more has begun behind it") {
  Log log;
  Decoder decoder(Paths({}), {}, log);
  decoder.Begin(0);
  decoder.Feed(Varied(1) + "\n" + Varied(2) + "\n" + Varied(3).substr(0, 50));
  decoder.Flush();
  CHECK(log.ids.size() == 2);
  decoder.Flush();
  decoder.Feed(Varied(3).substr(50) + "\n" + Varied(4).substr(0, 1));
  decoder.Flush();
  CHECK(log.ids.size() == 3);
}

TEST_CASE("a document of any size needs a bounded buffer") {
  for (const char* open : {"{\"Records\":[", "[", ""}) {
    Log log;
    Decoder decoder(Paths({}), {}, log);
    decoder.Begin(0);
    decoder.Feed(open);
    size_t most = 0;
    const std::string filler = ",\"x\":\"" + std::string(20000, 'x') + "\"";
    for (int i = 0; i < 2000; ++i) {
      decoder.Feed((i > 0 && *open ? "," : "") + Record(Uuid(i), filler));
      most = std::max(most, decoder.Buffer().size());
      log.texts.clear();
    }
    decoder.Feed(*open == 0 ? "" : *open == '[' ? "]" : "]}");
    decoder.End();
    CHECK(log.ids.size() == 2000);
    CHECK(log.rejects.empty());
    CHECK(most <= (size_t{1} << 20));
  }
}

// The good records around the damaged one.
bool AllButOne(const Ids& ids, int count, int damaged) {
  for (int i = 0; i < count; ++i)
    if (i != damaged && std::find(ids.begin(), ids.end(), Uuid(i)) == ids.end()) return false;
  return true;
}

TEST_CASE("one changed byte costs at most its record") {
  std::mt19937 random(2);
  constexpr int kRecords = 8;
  const std::pair<std::string, std::string> kinds[] = {{"", "\n"}, {"{\"Records\":[", ","}};
  for (const auto& kind : kinds) {
    const std::string& open = kind.first;
    const std::string text = Joined(open, kind.second, open.empty() ? "\n" : "]}", kRecords);
    for (int round = 0; round < 3000; ++round) {
      const auto victim = static_cast<int>(random() % kRecords);
      const std::string record = Varied(victim);
      const size_t at = text.find(record) + random() % record.size();
      std::string damaged = text;
      damaged[at] = static_cast<char>(random());
      Limits limits;
      limits.chunk_bytes = 64u << (random() % 12);
      const Log log = Decode(damaged, Paths({}), limits);
      INFO(open, " byte ", at, " of record ", victim, ": ", text[at], " -> ", damaged[at]);
      INFO(fmt::format("{}", fmt::join(log.lines, "\n")));
      CHECK(AllButOne(log.ids, kRecords, victim));
      CHECK(log.outcomes() >= kRecords);
      CHECK(log.outcomes() <= kRecords + 3);
    }
  }
}

TEST_CASE("no damage at all stops the decoder") {
  std::mt19937 random(3);
  Layout layout = Paths({"n", "items.a", "policy"});
  for (const std::string& good : Documents()) {
    for (int round = 0; round < 200; ++round) {
      std::string text = good;
      for (auto edits = 1 + random() % 12; edits > 0 && !text.empty(); --edits) {
        const size_t at = random() % text.size();
        const size_t size = std::min<size_t>(random() % 40, text.size() - at);
        switch (random() % 4) {
          case 0:
            text[at] = "{}[]\",:\\\n\0 1x\xC3"[random() % 14];
            break;
          case 1:
            text.erase(at, size);
            break;
          case 2:
            text.insert(at, text.substr(random() % text.size(), size));
            break;
          default:
            text[at] = static_cast<char>(random());
        }
      }
      layout.accept_any = random() % 2 == 0;
      Limits limits;
      limits.chunk_bytes = 64u << (random() % 12);
      const Log log = Decode(text, layout, limits);
      CHECK((log.outcomes() > 0 || text.size() < 100));
    }
  }
}

}  // namespace
}  // namespace sigrun::event::testing
