#include "compiler/syntax/parse.h"

#include "compiler/syntax/limits.h"
#include "compiler/syntax/reader.h"

namespace sigrun::syntax {

ast::File ParseFile(SourceId source, const SourceMap& sources, diag::Sink& sink) {
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
  if (!CheckText(text, source, sink)) return {};
  Tokens tokens(text, offset_in_source, source);
  const size_t errors = sink.error_count();
  const ast::ExprId expr = Reader(tokens, into, sink).ReadExpression();
  return sink.error_count() == errors ? expr : ast::ExprId{};
}

}  // namespace sigrun::syntax
