// Text to syntax tree. This folder alone knows the parser generator; what leaves it are ast::File
// and diagnostics.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"

namespace sigrun::syntax {

// Of one file, no more errors than this are reported: beyond, it is no rule file.
inline constexpr size_t kMaxErrors = 100;

// Reads one rule file. Total on any bytes: what is wrong goes to the sink, and the file returned
// holds what could be read. Of a declaration with an error in it parts may be missing that the
// author did write: it is noted as broken.
ast::File ParseFile(SourceId source, const SourceMap& sources, diag::Sink& sink);

// Reads one expression, such as the part between the braces of a message template, into `into`.
// `offset_in_source` is where `text` begins in the source: spans point there. Invalid when the
// text is not an expression, and then the sink has been told.
ast::ExprId ParseExpression(std::string_view text, uint32_t offset_in_source, SourceId source,
                            ast::File& into, diag::Sink& sink);

// Where byte `offset` of a string literal's value stands in the literal as written (quotes and
// escapes included): the way back from a message template to its place in the source.
uint32_t OffsetInLiteral(std::string_view written, uint32_t offset);

}  // namespace sigrun::syntax
