// Parsing: the resulting trees, the diagnostics for other text, and that nothing else can happen.
#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>

#include "compiler/ast/print.h"
#include "compiler/diag/render.h"
#include "compiler/syntax/comments.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/vocabulary/error_limit.h"
#include "tests/golden_file.h"

namespace sigrun::syntax {
namespace {

namespace fs = std::filesystem;

struct Parsed {
  explicit Parsed(std::string text, std::string path = "r.sgr")
      : id(sources.Add(std::move(path), std::move(text))), file(ParseFile(id, sources, sink)) {
    sink.SortByPlace();
  }
  std::string Codes() const {
    std::string codes;
    for (const auto& d : sink.all())
      codes += (codes.empty() ? "" : " ") + std::string(diag::Info(d.code).code);
    return codes;
  }
  std::string Rendered() const {
    std::string text;
    for (const auto& d : sink.all()) text += "\n" + diag::Render(d, sources);
    return text;
  }
  // The text under the first diagnostic.
  std::string Marked() const { return std::string(sources.Text(sink.all().at(0).span)); }

  SourceMap sources;
  diag::Sink sink;
  SourceId id;
  ast::File file;
};

// The tree of an expression, or the codes of its errors.
std::string Tree(const std::string& expression) {
  const Parsed parsed("let x = " + expression);
  if (parsed.sink.has_errors()) return parsed.Codes();
  return ast::Print(parsed.file, std::get<ast::Let>(parsed.file.items.at(0)).value);
}

std::string Codes(const std::string& text) { return Parsed(text).Codes(); }

std::string InRule(const std::string& item) { return "rule r {\n  on json\n  " + item + "\n}\n"; }

TEST_CASE("keys that are no names stand in backquotes, after a dot in quotes as well") {
  CHECK(Tree("`@a b`.c") == "`@a b`.c");
  CHECK(Tree("a.`b-c`.\"d e\"") == "a.\"b-c\".\"d e\"");
  CHECK(Tree("`a\\n`") == "`a\\n`");  // no escapes
  CHECK(Tree("`a` / `b` / 2") == Tree("( `a` / `b` ) / 2"));
  CHECK(Tree("\"a\".b") == "E0101");  // a text at the beginning
  CHECK(Codes("let x = `a\nlet y = 1") == "E0103");
  CHECK(Codes("let x = `` == 1") == "E0103");
  CHECK(Codes("let `x` = 1") == "E0101");
  CHECK(Parsed("rule `x` { on json condition a }").Rendered().find("``") == std::string::npos);
}

// Every file of tests/golden/syntax: its tree and diagnostics must equal its .golden file. With
// SIGRUN_UPDATE_GOLDENS set, writes these files instead.
TEST_CASE("golden files") {
  const fs::path folder = fs::path(__FILE__).parent_path().parent_path() / "golden/syntax";
  size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".sgr") continue;
    ++seen;
    const Parsed parsed(ReadText(entry.path()), entry.path().filename().string());
    const std::string actual = ast::Print(parsed.file) + parsed.Rendered();
    fs::path golden = entry.path();
    golden.replace_extension(".golden");
    CheckGolden(golden, actual);
  }
  CHECK(seen > 10);
}

TEST_CASE("operators bind as in mathematics and logic") {
  CHECK(Tree("a or b and not c == 1") == "(or a (and b (not (== c 1))))");
  CHECK(Tree("a - b - c * d / e % f") == "(- (- a b) (% (/ (* c d) e) f))");
  CHECK(Tree("a + 1 > b * 2") == "(> (+ a 1) (* b 2))");
  CHECK(Tree("not not a") == "(not (not a))");
  CHECK(Tree("(a and b) and c") == "(and (and a b) c)");
  CHECK(Tree("a and b and c") == "(and a b c)");
  CHECK(Tree("if a then b else if c then d else e") == "(if a b (if c d e))");
}

TEST_CASE("tests and their modifiers") {
  CHECK(Tree("a cased == 'x'") == "(==/cased a \"x\")");
  CHECK(Tree("a == cased 'x'") == "(==/cased a \"x\")");
  CHECK(Tree("a not in [1, 2,]") == "(not-in a (list 1 2))");
  CHECK(Tree("a not contains any ['x']") == "(not-contains/any a (list \"x\"))");
  CHECK(Tree("a cased startswith all b") == "(startswith/cased/all a b)");
  CHECK(Tree("a is not null") == "(not (is-null a))");
  CHECK(Tree("a is absent or a is empty") == "(or (is-absent a) (is-empty a))");
  CHECK(Tree("not exists a.b") == "(not (exists a.b))");
  CHECK(Tree("all of a.b endswith 'x'") == "(endswith (all-of a.b) \"x\")");
}

TEST_CASE("selections") {
  CHECK(Tree("any of filter_* and b") == "(and (at-least 1 filter_*) b)");
  CHECK(Tree("all of them") == "(all-of them)");
  CHECK(Tree("2 of (a, b_*, *_c)") == "(at-least 2 a b_* *_c)");
  CHECK(Tree("not 1 of *") == "(not (at-least 1 *))");
  CHECK(Tree("0 of (a)") == "E0105");
}

TEST_CASE("a slash is a division behind an operand and begins a regex elsewhere") {
  CHECK(Tree("a / b / c") == "(/ (/ a b) c)");
  CHECK(Tree("f(a)/b/c") == "(/ (/ (call f a) b) c)");
  CHECK(Tree("a matches /b/") == "(matches a (regex \"b\" \"\"))");
  CHECK(Tree("a matches any [/b/, /c\\/[/]/i]") ==
        "(matches/any a (list (regex \"b\" \"\") (regex \"c/[/]\" \"i\")))");
  CHECK(Tree("a.matches / b / c") == "(/ (/ a.matches b) c)");
  CHECK(Tree("a matches /\\d+\\\\/") == "(matches a (regex \"\\\\d+\\\\\\\\\" \"\"))");
}

TEST_CASE("literals") {
  CHECK(Tree("[0, -5, - 5, 2.0, 1e3, -2.5]") == "(list 0 -5 -5 2.0 1000.0 -2.5)");
  CHECK(Tree("-9223372036854775808") == "-9223372036854775808");
  CHECK(Tree("9223372036854775808") == "E0105");
  CHECK(Tree("[500ms, 1.5h, 14d, 1KB, 5GiB, 95%]") ==
        "(list 500ms 90m 14d 1000B 5368709120B 0.95)");
  CHECK(Tree("[2026-11-23, 2026-11-23T10:00:00+02:00]") ==
        "(list 2026-11-23T00:00:00Z 2026-11-23T08:00:00Z)");
  CHECK(Tree("2026 - 11 - 23") == "(- (- 2026 11) 23)");
  CHECK(Tree("2026-02-30") == "E0115");
  CHECK(Tree("[true, false, null]") == "(list true false null)");
  CHECK(Tree("10min") == "E0105");
}

TEST_CASE("strings and their escapes") {
  CHECK(Tree(R"("a\"b\\c\/d\n")") == R"("a\"b\\c/d\n")");
  CHECK(Tree(R"('C:\new')") == R"("C:\\new")");
  CHECK(Tree(R"("\u00e9\u20ac\ud83d\ude00")") == "\"é€😀\"");
  CHECK(Tree(R"("\x")") == "E0106");
  CHECK(Tree(R"("\ud83d")") == "E0106");
  CHECK(Tree(R"("\u12g4")") == "E0106");
  CHECK(OffsetInLiteral(R"("a\n\u00e9b")", 0) == 1);
  CHECK(OffsetInLiteral(R"("a\n\u00e9b")", 2) == 4);
  CHECK(OffsetInLiteral(R"("a\n\u00e9b")", 4) == 10);
  CHECK(OffsetInLiteral(R"('a\nb')", 3) == 4);
}

TEST_CASE("calls, their options and members") {
  CHECK(Tree("count(where p)") == "(call count (where p))");
  CHECK(Tree("collect(x, limit 5)") == "(call collect x (option limit 5))");
  CHECK(Tree("f(a where c; history 14d, every n, across (a, b), across c)") ==
        "(call f a (where c) (option history 14d) (option every n) (option across a b) (option "
        "across "
        "c))");
  CHECK(Tree("parse_json(x).Statement[0].\"a-b\".if") ==
        "(member (call parse_json x) .Statement[0].\"a-b\".if)");
  CHECK(Tree("max(list, level)") == "(call max list level)");
}

TEST_CASE("spans are bytes of the source, also behind multi-byte text") {
  const Parsed parsed("// é\nlet x = \"ü😀\" == abc");
  const auto& let = std::get<ast::Let>(parsed.file.items.at(0));
  CHECK(parsed.sources.Text(let.name.span) == "x");
  CHECK(parsed.sources.Text(parsed.file.exprs[let.value].span) == "\"ü😀\" == abc");
  const auto& test = std::get<ast::Test>(parsed.file.exprs[let.value].node);
  CHECK(parsed.sources.Text(test.op_span) == "==");
  CHECK(parsed.sources.Text(parsed.file.exprs[test.right].span) == "abc");
  CHECK(Parsed("let x = \"ü\" == 5min").Marked() == "min");
  CHECK(Parsed("let x = \"ü\\q\"").Marked() == "\\q");
}

TEST_CASE("an expression inside a message is read into the same file at its own place") {
  Parsed parsed("rule r { alert { message = \"é {lower(name)} {a =} \" } }");
  const std::string_view text = parsed.sources[parsed.id].text();
  const auto at = static_cast<uint32_t>(text.find("lower"));
  const auto expr = ParseExpression(text.substr(at, 11), at, parsed.id, parsed.file, parsed.sink);
  REQUIRE(expr.valid());
  CHECK(ast::Print(parsed.file, expr) == "(call lower name)");
  CHECK(parsed.sources.Text(parsed.file.exprs[expr].span) == "lower(name)");
  const auto bad = static_cast<uint32_t>(text.find("a =}"));
  CHECK(!ParseExpression(text.substr(bad, 3), bad, parsed.id, parsed.file, parsed.sink).valid());
  CHECK(parsed.Codes() == "E0108");
  CHECK(parsed.sink.all().at(0).span.begin == bad + 2);
}

TEST_CASE("an empty expression is an error at its place") {
  Parsed parsed("");
  CHECK(!ParseExpression("", 0, parsed.id, parsed.file, parsed.sink).valid());
  CHECK(!ParseExpression("  ", 0, parsed.id, parsed.file, parsed.sink).valid());
  CHECK(parsed.Codes() == "E0101 E0101");
}

TEST_CASE("every error of a file is reported in one run, each once") {
  const Parsed parsed(
      "let a = b = c\n"
      "rule r {\n  on json\n  x = (1 + \n  y = a and\n  condition x\n}\n"
      "test r {\n  fires root\n  quiet on x\n}\n"
      "let z = \"open\n"
      "let w = a == b\n");
  CHECK(parsed.Codes() == "E0108 E0107 E0101 E0101 E0102");
  CHECK(parsed.file.items.size() == 3);  // r, its test, w
}

TEST_CASE("an error leaves the other items of a rule standing") {
  const Parsed parsed(InRule("a = 1\n  b = = 2\n  condition a"));
  CHECK(parsed.Codes() == "E0101");
  const auto& rule = std::get<ast::Rule>(parsed.file.items.at(0));
  CHECK(rule.bindings.size() == 1);
  CHECK(rule.conditions.size() == 1);
}

TEST_CASE("distinct mistakes have distinct codes") {
  CHECK(Codes(InRule("condition a = 1")) == "E0108");
  CHECK(Codes(InRule("condition a && b || !c")) == "E0109 E0109 E0109");
  CHECK(Codes(InRule("condition a equals b")) == "E0109");
  CHECK(Codes(InRule("condition a AND b")) == "E0109");
  CHECK(Codes(InRule("in = 3")) == "E0110");
  CHECK(Codes(InRule("condition a)")) == "E0111");
  CHECK(Codes(InRule("condition f(a")) == "E0107");
  CHECK(Codes(InRule("let a = 3")) == "E0113");
  CHECK(Codes("condition a") == "E0113");
  CHECK(Codes("fires on x") == "E0113");
  CHECK(Codes(InRule("condition a < b < c")) == "E0114");
  CHECK(Codes("/* never ends") == "E0116");
  CHECK(Codes(InRule("condition a matches /b(c[\n  x = 1")) == "E0117");
  CHECK(Codes("rul x {}") == "E0101");
  CHECK(Codes("rule x {") == "E0107");
  CHECK(Codes("}") == "E0111");
}

TEST_CASE("the examples of the syntax diagnostics provoke just that") {
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    if (!info.code.starts_with("E01")) continue;
    INFO(info.code);
    CHECK(Codes(std::string(info.wrong)) == info.code);
    CHECK(Codes(std::string(info.right)).empty());
  }
}

TEST_CASE("line ends, marks and empty files") {
  CHECK(Codes("").empty());
  CHECK(Codes("\n\n").empty());
  CHECK(Codes("# only a comment").empty());
  CHECK(Codes("\xEF\xBB\xBFlet x = 1").empty());
  CHECK(Codes("let x = 1\r\nlet y = 2\r\n").empty());
  CHECK(Codes("let x\xC2\xA0= 1").empty());
  CHECK(Codes(std::string("let x = 1\0", 10)) == "E0103");
  CHECK(Codes("let x = \"\xFF\"") == "E0112");
  CHECK(Codes("\xFF\xFEl\0e\0t\0") == "E0112");
}

std::string Times(size_t n, const std::string& text) {
  std::string all;
  for (size_t i = 0; i < n; ++i) all += text;
  return all;
}

TEST_CASE("nesting and chains are limited, and fine up to the limit") {
  CHECK(Codes("let x = " + Times(128, "(") + "a" + Times(128, ")")).empty());
  CHECK(Codes("let x = " + Times(129, "(") + "a" + Times(129, ")")) == "E0104");
  CHECK(Codes("let x = " + Times(129, "not ") + "a") == "E0104");
  CHECK(Codes("let x = " + Times(129, "- ") + "a") == "E0104");
  CHECK(Codes("let x = " + Times(129, "if a then b else ") + "c") == "E0104");
  CHECK(Codes("let x = " + Times(100000, "(")) == "E0104 E0107");
  CHECK(Codes("let x = " + Times(999, "1 + ") + "1").empty());
  CHECK(Codes("let x = " + Times(1000, "1 + ") + "1") == "E0104");
  CHECK(Codes("let x = a" + Times(20000, " or not a")).empty());
  CHECK(Codes("let x = [" + Times(5000, "1 + 2, ") + "]").empty());
  CHECK(Codes("fixture f = " + Times(200, "{\"a\":") + "1" + Times(200, "}")) == "E0104");
  CHECK(Codes("//" + std::string(16 << 20, ' ')) == "E0104");
}

TEST_CASE("no more than a hundred errors of one file are reported") {
  CHECK(Parsed(Times(1000, "let x = $\n")).sink.error_count() == kMaxErrors);
  CHECK(Parsed(Times(1000, "let x = =\n")).sink.error_count() == kMaxErrors);
  CHECK(Parsed("rule r {\n" + Times(1000, "x = =\n") + "}").sink.error_count() == kMaxErrors);
}

// For any text: no crash, every span is inside it, every diagnostic can be shown.
void CheckTotal(const std::string& text) {
  const Parsed parsed(text);
  ast::Print(parsed.file);
  for (const auto& d : parsed.sink.all()) {
    REQUIRE(d.span.begin <= d.span.end);
    REQUIRE(d.span.end <= text.size());
    diag::Render(d, parsed.sources);
    diag::RenderJson(d, parsed.sources);
  }
}

TEST_CASE("any soup of words gives an answer") {
  static const char* const kWords[] = {
      "rule",   "r",         "{",          "}",        "(",      ")",        "[",         "]",
      "meta",   "title",     "=",          "\"x\"",    "on",     "json",     "condition", "a",
      ".",      "==",        "!=",         "and",      "or",     "not",      "any",       "all",
      "of",     "them",      "f_*",        "*",        "/",      "/x/",      "matches",   "in",
      "is",     "null",      "exists",     "if",       "then",   "else",     "\n",        "\n  ",
      ",",      ";",         ":",          "let",      "list",   "test",     "fires",     "quiet",
      "alert",  "level",     "by",         "group",    "window", "sliding",  "10m",       "5",
      "1.5",    "95%",       "2026-11-23", "sequence", "->",     "within",   "fixture",   "with",
      "import", "exception", "for",        "when",     "where",  "cased",    "contains",  "'y'",
      "&&",     "!",         "\"open",     "/*",       "//",     "\xC3\xA9", "-",         "+",
      "param",  "pub",       "table",      "from",     "key",    "across"};
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    const size_t size = random() % 60;
    for (size_t w = 0; w < size; ++w)
      text += std::string(kWords[random() % std::size(kWords)]) + (random() % 5 == 0 ? "" : " ");
    CheckTotal(text);
  }
}

TEST_CASE("any bytes, and any damage to a good file, give an answer") {
  const std::string good =
      InRule(
          "x = any of f_* and a matches /b/\n  condition f(x where y; history 5d) > 1\n"
          "  alert { message = \"é\" suppress = 1h by a }") +
      "test r { fires on f with { \"a\": [1, null] } repeat 3 }\n";
  REQUIRE(Codes(good).empty());
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    std::string text = good;
    for (size_t edits = 1 + random() % 4; edits > 0; --edits) {
      const size_t at = random() % text.size();
      if (random() % 2 == 0)
        text[at] = static_cast<char>(random() % 4 == 0 ? random() : good[random() % good.size()]);
      else
        text.erase(at, 1 + random() % 5);
    }
    CheckTotal(text);
  }
  for (int i = 0; i < 1000; ++i) {
    std::string text(random() % 80, ' ');
    for (char& c : text) c = static_cast<char>(random() % 3 == 0 ? random() : 32 + random() % 95);
    CheckTotal(text);
  }
}

TEST_CASE("comments are found, and what looks like one is not") {
  const std::string text =
      "// one\nrule a { # two\n  on json /* three\n 3 */ condition x == \"// no\" and "
      "y matches /#no/\n  }\n\t// four";
  std::string found;
  for (const Comment& comment : CommentsOf(text)) {
    found += (comment.own_line ? "own:" : "behind:") + comment.text + ";";
    CHECK(text.substr(comment.begin, comment.end - comment.begin).find(comment.text) <= 2);
  }
  CHECK(found == "own: one;behind: two;behind: three\n 3 ;own: four;");
}

}  // namespace
}  // namespace sigrun::syntax
