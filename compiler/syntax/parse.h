// Parses text to a syntax tree. Only this folder uses the parser generator; its results are
// ast::File and diagnostics.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"

namespace sigrun::syntax {

// Parses one rule file. Accepts any bytes: errors are reported to the sink, and the returned file
// contains what could be read. A declaration with an error may lack parts that the author wrote; it
// is marked as broken.
// After an allocation has failed in it, it throws std::bad_alloc for ever: ANTLR's runtime may have
// kept a lock.
ast::File ParseFile(SourceId source, const SourceMap& sources, diag::Sink& sink);

// Parses one expression, such as the part between the braces of a message template, into `into`.
// `offset_in_source` is the position of `text` in the source: spans refer to it. Invalid if the
// text is not an expression, which is reported.
ast::ExprId ParseExpression(std::string_view text, uint32_t offset_in_source, SourceId source,
                            ast::File& into, diag::Sink& sink);

// The position of byte `offset` of a string literal's value in the literal as written (with quotes
// and escapes): maps a message template back to its source.
uint32_t OffsetInLiteral(std::string_view written, uint32_t offset);

}  // namespace sigrun::syntax
