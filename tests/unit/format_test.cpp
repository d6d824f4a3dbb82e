// Formats syntax trees as rule text: parsing it gives the same tree, and it looks like text that a
// person would write.
#include "compiler/format/format.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>

#include "compiler/ast/print.h"
#include "compiler/diag/render.h"
#include "compiler/format/tidy.h"
#include "compiler/syntax/parse.h"
#include "tests/docs/rule_text.h"
#include "tests/golden_file.h"
#include "tests/tree_text.h"

namespace sigrun::format {
namespace {

namespace fs = std::filesystem;

struct Parsed {
  explicit Parsed(std::string text)
      : file(syntax::ParseFile(sources.Add("r.sgr", std::move(text)), sources, sink)) {}
  std::string Rendered() const {
    std::string text;
    for (const auto& d : sink.all()) text += "\n" + diag::Render(d, sources);
    return text;
  }

  SourceMap sources;
  diag::Sink sink;
  ast::File file;
};

// Prints the parsed tree, parses the result and compares; prints again and compares. Returns the
// text.
std::string CheckReadsBack(const ast::File& file) {
  const std::string text = Format(file);
  CAPTURE(text);
  const Parsed again(text);
  CHECK_MESSAGE(!again.sink.has_errors(), again.Rendered());
  CHECK(TreeText(again.file) == TreeText(file));
  CHECK(Format(again.file) == text);
  return text;
}

size_t CheckFolder(const fs::path& folder) {
  size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".sgr") continue;
    const std::string path = entry.path().string();
    CAPTURE(path);
    const Parsed parsed(ReadText(path));
    if (parsed.sink.has_errors()) continue;  // tests of the parser
    CheckReadsBack(parsed.file);
    ++seen;
  }
  return seen;
}

// The `// ` comments of a text whose strings contain none.
std::vector<Comment> CommentsIn(const std::string& text) {
  std::vector<Comment> comments;
  for (size_t at = text.find("//"); at != std::string::npos; at = text.find("//", at + 2)) {
    const size_t line = text.rfind('\n', at) + 1, end = text.find('\n', at);
    const size_t first = text.find_first_not_of(' ', line);
    const bool comment = at + 2 == end || text[at + 2] == ' ';
    if (comment && (first == at || text[at - 1] == ' '))
      comments.push_back(
          {static_cast<uint32_t>(at), text.substr(at + 2, end - at - 2), first == at});
  }
  return comments;
}

TEST_CASE("format: every rule file reads back as it was") {
  const fs::path top = SIGRUN_SOURCE_DIR;
  CHECK(CheckFolder(top / "rules") > 50);
  CHECK(CheckFolder(top / "tests/spec") > 50);
  CHECK(CheckFolder(top / "tests/golden/ast") >= 4);
  CHECK(CheckFolder(top / "tests/golden/syntax") > 2);
  CHECK(CheckFolder(top / "stdlib/prelude") >= 1);
}

// Random expressions of every kind, in every position that allows one.
class RandomTree {
 public:
  explicit RandomTree(uint32_t seed) : random_(seed) {}

  ast::File Next() {
    ast::File file;
    file_ = &file;
    const ast::ExprId value = Expr(4);
    file.items.emplace_back(ast::Let{{"x", {}}, false, value, {}});
    return file;
  }

 private:
  uint32_t Pick(size_t n) { return static_cast<uint32_t>(random_() % n); }
  ast::ExprId Add(decltype(ast::Expr::node) node) {
    return file_->exprs.Add({{}, std::move(node)});
  }
  ast::Name Name() {
    static const char* const kNames[] = {"a", "list", "where", "Cased", "filter_1", "of"};
    return {kNames[Pick(std::size(kNames))], {}};
  }
  std::vector<ast::ExprId> Some(uint32_t least, int depth) {
    std::vector<ast::ExprId> ids;
    for (uint32_t n = least + Pick(3); n > 0; --n) ids.push_back(Expr(depth));
    return ids;
  }
  ast::ExprId Path() {
    ast::Path path;
    static const char* const kKeys[] = {"a", "and", "a b", "x\"y", "C:\\", "1a", "Ã©", "-"};
    for (uint32_t n = 1 + Pick(3); n > 0; --n) {
      ast::PathSegment segment;
      if (!path.segments.empty() && Pick(8) == 0) segment.index = Pick(5);
      if (!segment.index) segment.name = kKeys[Pick(std::size(kKeys))];
      segment.quoted = !segment.index;
      path.segments.push_back(segment);
    }
    return Add(path);
  }
  ast::ExprId Literal() {
    switch (Pick(9)) {
      case 0:
        return Add(ast::Literal{Pick(2) == 0});
      case 1:
        return Add(ast::Literal{int64_t{Pick(9)} - 4});
      case 2:
        return Add(ast::Literal{(Pick(9) - 4.0) * 1e-3});
      case 3:
        return Add(ast::Literal{Duration{int64_t{Pick(4)} * 1'500'000}});
      case 4:
        return Add(ast::Literal{ast::Bytes{int64_t{Pick(4)} * 1536}});
      case 5:
        return Add(ast::Literal{Timestamp{int64_t{Pick(9)} * 43'200'000'000}});
      case 6:
        return Add(ast::Literal{ast::RegexText{Pick(2) == 0 ? "a/[/]\\d" : "x", "i"}});
      case 7:
        return Add(ast::Literal{ast::NullLiteral{}});
      default:
        return Add(ast::Literal{std::string(Pick(2) == 0 ? "it's \\ \"x\"\n" : "C:\\x")});
    }
  }
  ast::ExprId Test(int depth) {
    static const char* const kOps[] = {"==", "!=", "<", "in", "contains", "like", "matches"};
    ast::Test test;
    const uint32_t op = Pick(std::size(kOps));
    test.op = kOps[op];
    test.cased = Pick(4) == 0;
    test.negated = op > 2 && Pick(3) == 0;
    if (op > 3) test.of_right = static_cast<ast::Quantifier>(Pick(3));
    test.all_of_left = !test.negated && Pick(4) == 0;
    test.left = test.all_of_left ? Path() : Expr(depth);
    test.right = Expr(depth);
    return Add(test);
  }
  ast::ExprId Call(int depth) {
    ast::Call call;
    call.name = Name();
    call.arguments = Some(1, depth);
    if (Pick(2) == 0) call.where = Expr(depth);
    if (Pick(3) == 0) call.options.push_back({Name(), Some(1, depth)});
    if (Pick(3) == 0) call.options.push_back({Name(), {Path()}});
    if (Pick(3) == 0) call.members.push_back({"b-c", {}, true, {}});
    return Add(call);
  }
  ast::ExprId Quantified() {
    ast::Quantified node{Pick(3), Pick(3) == 0, {}};
    if (!node.them)
      for (uint32_t n = 1 + Pick(2); n > 0; --n)
        node.patterns.push_back({Pick(2) == 0 ? "filter_*" : "a", {}});
    return Add(node);
  }
  ast::ExprId Expr(int depth) {
    if (depth == 0) return Pick(2) == 0 ? Path() : Literal();
    switch (Pick(12)) {
      case 0:
        return Add(ast::And{Some(2, depth - 1)});
      case 1:
        return Add(ast::Or{Some(2, depth - 1)});
      case 2:
        return Add(ast::Not{Expr(depth - 1)});
      case 3:
        return Add(ast::If{Expr(depth - 1), Expr(depth - 1), Expr(depth - 1)});
      case 4:
        return Add(ast::Negate{Expr(depth - 1)});
      case 5:
        return Add(ast::Presence{static_cast<ast::PresenceMode>(1 + Pick(3)), Pick(2) == 0,
                                 Expr(depth - 1)});
      case 6:
        return Add(ast::Presence{ast::PresenceMode::kExists, Pick(2) == 0, Expr(depth - 1)});
      case 7:
        return Quantified();
      case 8:
        return Add(ast::ListLiteral{Some(0, depth - 1)});
      case 9:
        return Call(depth - 1);
      case 10:
        return Add(ast::Arithmetic{static_cast<ast::ArithmeticOp>(Pick(5)), Expr(depth - 1),
                                   Expr(depth - 1)});
      default:
        return Test(depth - 1);
    }
  }

  std::mt19937 random_;
  ast::File* file_ = nullptr;
};

TEST_CASE("format: any tree that can be said reads back as it was") {
  RandomTree trees(3);
  for (int i = 0; i < 3000; ++i) CheckReadsBack(trees.Next());
}

TEST_CASE("format: a printed rule passes its own tests") {
  size_t seen = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(SIGRUN_SOURCE_DIR) / "rules/aws")) {
    if (entry.path().extension() != ".sgr" || seen == 20) continue;
    const std::string path = entry.path().string();
    CAPTURE(path);
    const std::string text = ReadText(path);
    if (text.find("from \"") != std::string::npos) continue;  // reads other files
    CHECK(docs::FailedTests(docs::Compile(docs::SplitFiles(Format(Parsed(text).file)))) == "");
    ++seen;
  }
  CHECK(seen == 20);
}

// Every file of tests/golden/format, printed with its comments, must equal its .golden file. With
// SIGRUN_UPDATE_GOLDENS set, writes these files instead.
TEST_CASE("format: golden files") {
  size_t seen = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SIGRUN_SOURCE_DIR) / "tests/golden/format")) {
    if (entry.path().extension() != ".sgr") continue;
    ++seen;
    const std::string source = ReadText(entry.path());
    const Parsed parsed(source);
    CHECK_MESSAGE(!parsed.sink.has_errors(), parsed.Rendered());
    CheckReadsBack(parsed.file);
    const std::string actual = Format(parsed.file, CommentsIn(source));
    CHECK(TreeText(Parsed(actual).file) == TreeText(parsed.file));
    CHECK(Format(Parsed(actual).file, CommentsIn(actual)) == actual);
    fs::path golden = entry.path();
    golden.replace_extension(".golden");
    CheckGolden(golden, actual);
  }
  CHECK(seen >= 4);
}

TEST_CASE("format: a tidy tree has no negation twice, and those of tests in their operators") {
  const auto tidy = [](const std::string& condition) {
    Parsed parsed("let x = " + condition + "\n");
    REQUIRE_MESSAGE(!parsed.sink.has_errors(), parsed.Rendered());
    Tidy(parsed.file);
    return Format(parsed.file).substr(8);
  };
  CHECK(tidy("not not a") == "a\n");
  CHECK(tidy("not not not not not (a and b)") == "not (a and b)\n");
  CHECK(tidy("not (a == 1) and not (b != 1)") == "a != 1 and b == 1\n");
  CHECK(tidy("not not not (a contains any [\"x\"])") == "a not contains any [\"x\"]\n");
  CHECK(tidy("not (a not in [1])") == "a in [1]\n");
  CHECK(tidy("not (a cased startswith \"x\")") == "a not cased startswith \"x\"\n");
  // Expressions without such an operator do not change.
  CHECK(tidy("not (a < 1)") == "not (a < 1)\n");
  CHECK(tidy("not (all of a == 1)") == "not (all of a == 1)\n");
}

TEST_CASE("format: a key that no rule can name is found") {
  Parsed parsed("let x = `a-b`.\"c`d\" == 1 and `e f` == 2\n");
  CHECK(FindUnsayable(parsed.file) == nullptr);
  for (ast::Expr& expr : parsed.file.exprs)
    if (auto* path = std::get_if<ast::Path>(&expr.node); path != nullptr)
      for (ast::PathSegment& segment : path->segments)
        if (segment.name == "e f") segment.name = "e`f";
  REQUIRE(FindUnsayable(parsed.file) != nullptr);
  CHECK(FindUnsayable(parsed.file)->name == "e`f");
}

TEST_CASE("format: an empty pattern is no comment") {
  Parsed parsed("let x = a matches /b/\n");
  for (ast::Expr& expr : parsed.file.exprs)
    if (auto* literal = std::get_if<ast::Literal>(&expr.node))
      literal->value = ast::RegexText{"", "i"};
  CHECK(Format(parsed.file) == "let x = a matches /(?:)/i\n");
}

}  // namespace
}  // namespace sigrun::format
