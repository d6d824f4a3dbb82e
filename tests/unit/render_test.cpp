// Diagnostics as people and machines see them.
#include "compiler/diag/render.h"

#include <doctest/doctest.h>

#include <string>

#include "compiler/diag/codes/syntax.h"

namespace sigrun::diag {
namespace {

struct Case {
  explicit Case(std::string text) : id(sources.Add("a.sgr", std::move(text))) {}

  Span Of(std::string_view part, size_t from = 0) const {
    const auto at = static_cast<uint32_t>(sources[id].text().find(part, from));
    return {id, at, at + static_cast<uint32_t>(part.size())};
  }
  std::string Rendered(Span span) {
    sink.Emit(codes::SyntaxError, span, "wrong");
    return Render(sink.all().back(), sources);
  }

  SourceMap sources;
  SourceId id;
  Sink sink;
};

TEST_CASE("the line with the span underlined") {
  Case c("one\n  two three\n");
  CHECK(c.Rendered(c.Of("three")) ==
        "a.sgr:2:7: error[E0101]: wrong\n"
        "  |\n"
        "2 |   two three\n"
        "  |       ^^^^^\n");
}

TEST_CASE("notes with a place have their own line, others follow with the help") {
  Case c("one\ntwo\n" + std::string(8, '\n') + "three\n");
  c.sink.Emit(codes::SyntaxError, c.Of("three"), "wrong")
      .Note(c.Of("one"), "opened here")
      .Note({}, "as in Sigma")
      .Help("do this\nor that");
  CHECK(Render(c.sink.all().back(), c.sources) ==
        "a.sgr:11:1: error[E0101]: wrong\n"
        "   |\n"
        "11 | three\n"
        "   | ^^^^^\n"
        "a.sgr:1:1: note: opened here\n"
        "   |\n"
        " 1 | one\n"
        "   | ^^^\n"
        "   = note: as in Sigma\n"
        "   = help: do this\n"
        "           or that\n");
}

TEST_CASE("without a place there is only the message") {
  Case c("");
  CHECK(c.Rendered({}) == "error[E0101]: wrong\n");
}

TEST_CASE("tabs, wide and combining characters keep the mark in place") {
  Case c("\tx = \"日本 e\xCC\x81\" + bad");
  CHECK(c.Rendered(c.Of("bad")) ==
        "a.sgr:1:16: error[E0101]: wrong\n"
        "  |\n"
        "1 |     x = \"日本 e\xCC\x81\" + bad\n"
        "  |                    ^^^\n");
}

TEST_CASE("a span over several lines shows its first and says where it ends") {
  Case c("a (b\n  c\n  d) e\n");
  CHECK(c.Rendered(c.Of("(b\n  c\n  d)")) ==
        "a.sgr:1:3: error[E0101]: wrong\n"
        "  |\n"
        "1 | a (b\n"
        "  |   ^^… to line 3\n");
}

TEST_CASE("a span at the end of a line or of the text has one mark behind it") {
  Case c("abc");
  CHECK(c.Rendered({c.id, 3, 3}) ==
        "a.sgr:1:4: error[E0101]: wrong\n"
        "  |\n"
        "1 | abc\n"
        "  |    ^\n");
}

TEST_CASE("a very long line is cut around the span") {
  Case c(std::string(5000, 'x') + " bad " + std::string(5000, 'y'));
  const std::string text = c.Rendered(c.Of("bad"));
  CHECK(text.size() < 450);
  CHECK(text.find("1 | …x") != std::string::npos);
  CHECK(text.find(" bad ") != std::string::npos);
  CHECK(text.find("y…\n") != std::string::npos);
  const size_t line = text.find("1 | ") + 4, marks = text.find("  | ", line) + 4;
  // The mark counts columns, and the ellipsis before the text is one column of three bytes.
  CHECK(text.find("bad", line) - line - 2 == text.find('^', marks) - marks);
}

TEST_CASE("a span longer than the screen is cut") {
  Case c("a " + std::string(5000, 'x'));
  CHECK(c.Rendered({c.id, 2, 5002}).size() < 450);
}

TEST_CASE("what cannot be seen, and bytes that are no text, are written out") {
  Case c("a\x1b[31m \xE2\x80\xAE \xFF b");
  CHECK(c.Rendered(c.Of("b")) ==
        "a.sgr:1:12: error[E0101]: wrong\n"
        "  |\n"
        "1 | a\\x1b[31m \\u202e \\xff b\n"
        "  |                       ^\n");
}

TEST_CASE("color marks the severity, the frame and the place") {
  Case c("abc");
  c.sink.Emit(codes::SyntaxError, c.Of("abc"), "wrong").Help("right");
  const std::string text = Render(c.sink.all().back(), c.sources, {.color = true});
  CHECK(text.find("\x1b[1;31merror[E0101]\x1b[0m") != std::string::npos);
  CHECK(text.find("\x1b[1;31m^^^\x1b[0m") != std::string::npos);
  CHECK(text.find("\x1b[1mhelp:\x1b[0m right") != std::string::npos);
}

TEST_CASE("one object of JSON with stable keys") {
  Case c("a é b\n");
  c.sink.Emit(codes::SyntaxError, c.Of("b"), "wrong")
      .Note(c.Of("a"), "here")
      .Help("right")
      .FixWith(c.Of("b"), "c");
  CHECK(
      RenderJson(c.sink.all().back(), c.sources) ==
      R"({"file":"a.sgr","line":1,"column":5,"end_line":1,"end_column":6,"severity":"error",)"
      R"("code":"E0101","name":"SyntaxError","message":"wrong","notes":[{"file":"a.sgr","line":1,)"
      R"("column":1,"end_line":1,"end_column":2,"message":"here"}],"help":"right","fixes":[)"
      R"({"file":"a.sgr","line":1,"column":5,"end_line":1,"end_column":6,"replacement":"c"}]})");
}

TEST_CASE("JSON without a place, and with bytes that are no text") {
  Case c("");
  c.sink.Emit(codes::SyntaxError, Span{}, "wrong \xFF");
  CHECK(RenderJson(c.sink.all().back(), c.sources) ==
        R"({"file":null,"line":null,"column":null,"end_line":null,"end_column":null,)"
        R"("severity":"error","code":"E0101","name":"SyntaxError","message":"wrong �",)"
        R"("notes":[],"help":null,"fixes":[]})");
}

}  // namespace
}  // namespace sigrun::diag
