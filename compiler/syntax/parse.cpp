#include "compiler/syntax/parse.h"

#include <atomic>
#include <exception>
#include <new>

#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/limits.h"
#include "compiler/syntax/reader.h"
#include "compiler/syntax/tree/escapes.h"

namespace sigrun::syntax {

namespace {

// ANTLR's runtime shares tables between all parsers and takes locks by hand: an exception may leave
// one of them locked for ever, and the next parser would wait for it. So after one, nothing is
// parsed any more.
class ParserGuard {
 public:
  ParserGuard() {
    if (broken_) throw std::bad_alloc();
  }
  ~ParserGuard() {
    if (std::uncaught_exceptions() > exceptions_) broken_ = true;
  }
  ParserGuard(const ParserGuard&) = delete;
  ParserGuard& operator=(const ParserGuard&) = delete;

 private:
  const int exceptions_ = std::uncaught_exceptions();
  inline static std::atomic<bool> broken_ = false;
};

}  // namespace

ast::File ParseFile(SourceId source, const SourceMap& sources, diag::Sink& sink) {
  const ParserGuard guard;
  ast::File file;
  file.source = source;
  const std::string_view text = sources[source].text();
  if (!CheckText(text, source, sink)) {
    file.damaged = true;
    return file;
  }
  Tokens tokens(text, 0, source);
  Reader(tokens, file, sink).ReadFile();
  return file;
}

ast::ExprId ParseExpression(std::string_view text, uint32_t offset_in_source, SourceId source,
                            ast::File& into, diag::Sink& sink) {
  const ParserGuard guard;
  if (!CheckText(text, source, sink)) return {};
  Tokens tokens(text, offset_in_source, source);
  const size_t errors = sink.error_count();
  const ast::ExprId expr = Reader(tokens, into, sink).ReadExpression();
  return sink.error_count() == errors ? expr : ast::ExprId{};
}

uint32_t OffsetInLiteral(std::string_view written, uint32_t offset) {
  const bool raw = written.starts_with('\'');
  uint32_t at = 1;
  for (size_t value = 0; value < offset && at + 1 < written.size();) {
    const Escape escape =
        raw ? Escape{1, "x"} : ReadEscape(written.substr(at, written.size() - 1 - at));
    value += escape.value.size();
    at += escape.length;
  }
  return at;
}

}  // namespace sigrun::syntax
